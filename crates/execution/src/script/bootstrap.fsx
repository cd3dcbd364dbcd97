module Octopus

open System
open System.Collections.Generic
open System.IO
open System.Text
open System.Text.Json

let parameters = Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)

let encode (value: string) = Convert.ToBase64String(Encoding.UTF8.GetBytes value)

let decode (value: string) = Encoding.UTF8.GetString(Convert.FromBase64String value)

// A null or empty attribute is left out.
let private message (name: string) (attributes: (string * string) list) =
    let text = StringBuilder("##octopus[" + name)
    for (key, value) in attributes do
        if not (String.IsNullOrEmpty value) then
            text.Append(" " + key + "='" + encode value + "'") |> ignore
    Console.WriteLine(text.Append("]").ToString())

let private level (name: string) (text: string) =
    Console.WriteLine("##octopus[stdout-" + name + "]")
    Console.WriteLine text
    Console.WriteLine "##octopus[stdout-default]"

let tryFindVariable (name: string) =
    match parameters.TryGetValue name with
    | true, value -> Some value
    | _ -> None

let findVariable (name: string) = parameters.[name]

let findVariableOrDefault (fallback: string) (name: string) =
    match tryFindVariable name with
    | Some value -> value
    | None -> fallback

let setVariable (name: string) (value: string) =
    parameters.[name] <- value
    message "setVariable" [ "name", name; "value", value ]

let setSensitiveVariable (name: string) (value: string) =
    parameters.[name] <- value
    message "setVariable" [ "name", name; "value", value; "sensitive", "True" ]

let createArtifact (path: string) (fileName: string option) =
    let full = Path.GetFullPath path
    let name = defaultArg fileName (Path.GetFileName full)
    let length = if File.Exists full then FileInfo(full).Length.ToString() else null
    level "verbose" ("Artifact " + name + " will be collected from " + full + " after this step completes")
    message "createArtifact" [ "path", full; "name", name; "length", length ]

let failStep (text: string) =
    message "resultMessage" [ "message", text ]
    Console.Out.Flush()
    exit -1

let updateProgress (percentage: int) (text: string) =
    message "progress" [ "percentage", string percentage; "message", text ]

let writeVerbose (text: string) = level "verbose" text
let writeHighlight (text: string) = level "highlight" text
let writeWait (text: string) = level "wait" text
let writeWarning (text: string) = level "warning" text

let load (file: string) =
    Console.OutputEncoding <- UTF8Encoding(false)
    use document = JsonDocument.Parse(File.ReadAllText file)
    for pair in document.RootElement.EnumerateObject() do
        parameters.[pair.Name] <- pair.Value.GetString()
