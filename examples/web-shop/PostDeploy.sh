#!/bin/bash
# Runs on the target after the files are in place.
echo "Release $(get_octopusvariable "Octopus.Release.Number") of $(get_octopusvariable "Octopus.Project.Name") is in $PWD"
echo "$(find . -type f | wc -l) files"
