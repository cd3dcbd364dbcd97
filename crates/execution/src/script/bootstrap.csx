using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;

public static class Octopus
{
    public static readonly Dictionary<string, string> Parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public static string Encode(string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes(value));

    public static string Decode(string value) => Encoding.UTF8.GetString(Convert.FromBase64String(value));

    // A null or empty attribute is left out.
    static void Message(string name, params (string Key, string Value)[] attributes)
    {
        var text = new StringBuilder("##octopus[" + name);
        foreach (var (key, value) in attributes)
        {
            if (!string.IsNullOrEmpty(value)) text.Append(" " + key + "='" + Encode(value) + "'");
        }
        Console.WriteLine(text.Append(']'));
    }

    static void Level(string level, string message)
    {
        Console.WriteLine("##octopus[stdout-" + level + "]");
        Console.WriteLine(message);
        Console.WriteLine("##octopus[stdout-default]");
    }

    public static void SetVariable(string name, string value, bool sensitive = false)
    {
        Parameters[name] = value;
        Message("setVariable", ("name", name), ("value", value), ("sensitive", sensitive ? "True" : null));
    }

    public static void CreateArtifact(string path, string fileName = null)
    {
        var full = Path.GetFullPath(path);
        fileName = string.IsNullOrEmpty(fileName) ? Path.GetFileName(full) : fileName;
        var length = File.Exists(full) ? new FileInfo(full).Length.ToString() : null;
        Level("verbose", "Artifact " + fileName + " will be collected from " + full + " after this step completes");
        Message("createArtifact", ("path", full), ("name", fileName), ("length", length));
    }

    public static void FailStep(string message = null)
    {
        if (!string.IsNullOrEmpty(message)) Message("resultMessage", ("message", message));
        Console.Out.Flush();
        Environment.Exit(-1);
    }

    public static void UpdateProgress(int percentage, string message = "") =>
        Message("progress", ("percentage", percentage.ToString()), ("message", message));

    public static void WriteVerbose(string message) => Level("verbose", message);

    public static void WriteHighlight(string message) => Level("highlight", message);

    public static void WriteWait(string message) => Level("wait", message);

    public static void WriteWarning(string message) => Level("warning", message);

    public static void Load(string file)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        using (var document = JsonDocument.Parse(File.ReadAllText(file)))
        {
            foreach (var pair in document.RootElement.EnumerateObject()) Parameters[pair.Name] = pair.Value.GetString();
        }
    }
}

Dictionary<string, string> OctopusParameters = Octopus.Parameters;

void SetVariable(string name, string value, bool sensitive = false) => Octopus.SetVariable(name, value, sensitive);
void CreateArtifact(string path, string fileName = null) => Octopus.CreateArtifact(path, fileName);
void FailStep(string message = null) => Octopus.FailStep(message);
void UpdateProgress(int percentage, string message = "") => Octopus.UpdateProgress(percentage, message);
void WriteVerbose(string message) => Octopus.WriteVerbose(message);
void WriteHighlight(string message) => Octopus.WriteHighlight(message);
void WriteWait(string message) => Octopus.WriteWait(message);
void WriteWarning(string message) => Octopus.WriteWarning(message);
