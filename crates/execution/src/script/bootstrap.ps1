$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)

function Convert-ServiceMessageValue([string]$value) {
    return [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($value))
}

function Write-OctopusServiceMessage([string]$name, [System.Collections.Specialized.OrderedDictionary]$attributes) {
    $text = "##octopus[$name"
    foreach ($key in $attributes.Keys) {
        if (-not [string]::IsNullOrEmpty($attributes[$key])) {
            $text += " $key='$(Convert-ServiceMessageValue $attributes[$key])'"
        }
    }
    Write-Host "$text]"
}

function Write-OctopusLevel([string]$level, [string]$message) {
    Write-Host "##octopus[stdout-$level]"
    Write-Host $message
    Write-Host "##octopus[stdout-default]"
}

function Set-OctopusVariable([string]$name, [string]$value, [switch]$sensitive) {
    $flag = $null
    if ($sensitive) { $flag = 'True' }
    $OctopusParameters[$name] = $value
    Write-OctopusServiceMessage 'setVariable' ([ordered]@{ name = $name; value = $value; sensitive = $flag })
}

function New-OctopusArtifact([Parameter(Mandatory = $true, ValueFromPipeline = $true)][string]$path, [string]$name) {
    process {
        $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)
        if ([string]::IsNullOrEmpty($name)) { $name = [System.IO.Path]::GetFileName($full) }
        $length = $null
        if (Test-Path -LiteralPath $full -PathType Leaf) { $length = (Get-Item -LiteralPath $full).Length.ToString() }
        Write-OctopusLevel 'verbose' "Artifact $name will be collected from $full after this step completes"
        Write-OctopusServiceMessage 'createArtifact' ([ordered]@{ path = $full; name = $name; length = $length })
    }
}

function Fail-Step([string]$message) {
    if ($message) { Write-OctopusServiceMessage 'resultMessage' ([ordered]@{ message = $message }) }
    exit -1
}

function Update-Progress([int]$percentage, [string]$message) {
    Write-OctopusServiceMessage 'progress' ([ordered]@{ percentage = "$percentage"; message = $message })
}

function Write-Highlight([string]$message) { Write-OctopusLevel 'highlight' $message }
function Write-Wait([string]$message) { Write-OctopusLevel 'wait' $message }
function Write-Verbose([Parameter(ValueFromPipeline = $true)][string]$message) { process { Write-OctopusLevel 'verbose' $message } }
function Write-Warning([Parameter(ValueFromPipeline = $true)][string]$message) { process { Write-OctopusLevel 'warning' $message } }

function Set-EnvironmentState([string]$key, [string]$value, [switch]$sensitive, [string]$type = 'State') {
    $flag = $null
    if ($sensitive) { $flag = 'True' }
    Write-OctopusServiceMessage 'set-environmentstate' ([ordered]@{ key = $key; value = $value; sensitive = $flag; type = $type })
}

function Set-EnvironmentUrl([string]$key, [string]$url) { Set-EnvironmentState -key $key -value $url -type 'Url' }

function New-OctopusTarget([string]$name, [string]$targetId, [string]$inputs, [string]$octopusRoles, [string]$octopusDefaultWorkerPoolIdOrName, [switch]$updateIfExisting) {
    $flag = $null
    if ($updateIfExisting) { $flag = 'true' }
    Write-OctopusServiceMessage 'createStepPackageTarget' ([ordered]@{
        name = $name; targetId = $targetId; inputs = $inputs; octopusRoles = $octopusRoles
        octopusDefaultWorkerPoolIdOrName = $octopusDefaultWorkerPoolIdOrName; updateIfExisting = $flag
    })
}

function Remove-OctopusTarget([string]$targetIdOrName) {
    Write-OctopusServiceMessage 'delete-target' ([ordered]@{ machine = $targetIdOrName })
}

function Report-KubernetesManifest([string]$manifest, [string]$namespace) {
    foreach ($part in ($manifest -split '(?m)^---.*$')) {
        $text = $part.Trim("`r", "`n")
        if ($text.Trim()) {
            Write-OctopusServiceMessage 'k8s-manifest-applied' ([ordered]@{ manifest = "$text`n"; ns = $namespace })
        }
    }
}

function Execute-WithRetry([ScriptBlock]$command, [int]$maxFailures = 3, [int]$sleepBetweenFailures = 1) {
    $failures = 0
    while ($true) {
        try {
            & $command
            return
        } catch {
            $failures++
            if ($failures -ge $maxFailures) { throw }
            Start-Sleep -Seconds $sleepBetweenFailures
        }
    }
}

$OctopusParameters = [System.Collections.Generic.Dictionary[string, string]]::new([System.StringComparer]::OrdinalIgnoreCase)
$OctopusDocument = [System.Text.Json.JsonDocument]::Parse([System.IO.File]::ReadAllText($OctopusFile))
foreach ($OctopusPair in $OctopusDocument.RootElement.EnumerateObject()) {
    $OctopusParameters[$OctopusPair.Name] = $OctopusPair.Value.GetString()
    if (-not $OctopusPair.Name.Contains('[')) {
        $OctopusName = $OctopusPair.Name -replace '[^\p{L}\p{Nd}_]', ''
        # A name that PowerShell keeps to itself cannot be set; the dictionary has it anyway.
        if ($OctopusName) { Set-Variable -Name $OctopusName -Value $OctopusPair.Value.GetString() -ErrorAction SilentlyContinue }
    }
}
$OctopusDocument.Dispose()
