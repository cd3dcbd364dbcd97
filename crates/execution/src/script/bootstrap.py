import base64 as _base64
import json as _json
import os as _os
import sys as _sys


def encode(value):
    return _base64.b64encode(str(value).encode("utf-8")).decode("ascii")


def decode(value):
    return _base64.b64decode(value).decode("utf-8")


def _octopus_message(name, *attributes):
    parts = ["%s='%s'" % (key, encode(value)) for key, value in attributes if value is not None]
    print("##octopus[%s]" % " ".join([name] + parts), flush=True)


def _octopus_level(level, message):
    print("##octopus[stdout-%s]" % level)
    print(message)
    print("##octopus[stdout-default]", flush=True)


def get_octopusvariable(key):
    return octopusvariables.get(key, "")


def set_octopusvariable(name, value, sensitive=False):
    octopusvariables[name] = value
    _octopus_message("setVariable", ("name", name), ("value", value), ("sensitive", "True" if sensitive else None))


def createartifact(path, fileName=None):
    if fileName is None:
        fileName = _os.path.basename(path)
    path = _os.path.abspath(path)
    length = _os.stat(path).st_size if _os.path.isfile(path) else None
    _octopus_level("verbose", "Artifact %s will be collected from %s after this step completes" % (fileName, path))
    _octopus_message("createArtifact", ("path", path), ("name", fileName), ("length", length))


def failstep(message=None):
    if message is not None:
        _octopus_message("resultMessage", ("message", message))
    _sys.exit(-1)


def updateprogress(progress, message):
    _octopus_message("progress", ("percentage", progress), ("message", message))


def printverbose(message):
    _octopus_level("verbose", message)


def printhighlight(message):
    _octopus_level("highlight", message)


def printwait(message):
    _octopus_level("wait", message)


def printwarning(message):
    _octopus_level("warning", message)


def _octopus_start(variables, script, parameters):
    global octopusvariables
    _sys.argv[1:] = parameters
    for stream in (_sys.stdout, _sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    with open(variables, encoding="utf-8") as file:
        octopusvariables = _json.load(file)
    # Modules beside the script are found first, as if it had been started itself.
    _sys.path.insert(0, _os.path.dirname(script))
    with open(script, "rb") as file:
        source = file.read()
    # One scope for the helpers and the script: what the script changes, the helpers see.
    globals()["__file__"] = script
    exec(compile(source, script, "exec"), globals())
