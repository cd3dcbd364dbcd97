# Functions for scripts. Everything of ours begins with __octopus, for the script shares the shell.
__octopus_load() {
  if [[ -z ${__octopus_loaded-} ]]; then
    mapfile -d '' -t __octopus_pairs <"$__octopus_file"
    __octopus_loaded=1
  fi
}

# The pairs are sorted by the bytes of their names.
get_octopusvariable() {
  local LC_ALL=C __octopus_low=0 __octopus_high __octopus_middle
  __octopus_load
  __octopus_high=$((${#__octopus_pairs[@]} / 2))
  while ((__octopus_low < __octopus_high)); do
    __octopus_middle=$(((__octopus_low + __octopus_high) / 2))
    if [[ ${__octopus_pairs[2 * __octopus_middle]} < ${1-} ]]; then
      __octopus_low=$((__octopus_middle + 1))
    else
      __octopus_high=$__octopus_middle
    fi
  done
  if [[ -n ${1-} && ${__octopus_pairs[2 * __octopus_low]-} == "$1" ]]; then
    printf '%s' "${__octopus_pairs[2 * __octopus_low + 1]-}"
  else
    echo
  fi
}

__octopus_base64=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/

# A short text is encoded here, which is quicker than to start a program.
encode_servicemessagevalue() {
  local LC_ALL=C __octopus_out= __octopus_i __octopus_a __octopus_b __octopus_c __octopus_n=${#1}
  if ((__octopus_n > 600)) && type -P base64 >/dev/null; then
    printf '%s' "$1" | base64 -w0
    return
  fi
  __octopus_n=${#1}
  for ((__octopus_i = 0; __octopus_i + 2 < __octopus_n; __octopus_i += 3)); do
    printf -v __octopus_a %d "'${1:__octopus_i:1}"
    printf -v __octopus_b %d "'${1:__octopus_i+1:1}"
    printf -v __octopus_c %d "'${1:__octopus_i+2:1}"
    __octopus_c=$(((__octopus_a & 255) << 16 | (__octopus_b & 255) << 8 | (__octopus_c & 255)))
    __octopus_out+=${__octopus_base64:__octopus_c>>18:1}${__octopus_base64:(__octopus_c>>12)&63:1}
    __octopus_out+=${__octopus_base64:(__octopus_c>>6)&63:1}${__octopus_base64:__octopus_c&63:1}
  done
  case $((__octopus_n - __octopus_i)) in
  1)
    printf -v __octopus_a %d "'${1:__octopus_i:1}"
    __octopus_a=$(((__octopus_a & 255) << 4))
    __octopus_out+=${__octopus_base64:__octopus_a>>6:1}${__octopus_base64:__octopus_a&63:1}==
    ;;
  2)
    printf -v __octopus_a %d "'${1:__octopus_i:1}"
    printf -v __octopus_b %d "'${1:__octopus_i+1:1}"
    __octopus_a=$(((__octopus_a & 255) << 10 | (__octopus_b & 255) << 2))
    __octopus_out+=${__octopus_base64:__octopus_a>>12:1}${__octopus_base64:(__octopus_a>>6)&63:1}
    __octopus_out+=${__octopus_base64:__octopus_a&63:1}=
    ;;
  esac
  printf '%s' "$__octopus_out"
}

decode_servicemessagevalue() {
  local LC_ALL=C __octopus_out= __octopus_hex __octopus_i __octopus_k __octopus_bits=0 __octopus_count=0 __octopus_left
  for ((__octopus_i = 0; __octopus_i < ${#1}; __octopus_i++)); do
    __octopus_left=${__octopus_base64%%"${1:__octopus_i:1}"*}
    __octopus_k=${#__octopus_left}
    if ((__octopus_k > 63)); then continue; fi
    __octopus_bits=$(((__octopus_bits << 6 | __octopus_k) & 65535))
    __octopus_count=$((__octopus_count + 6))
    if ((__octopus_count >= 8)); then
      __octopus_count=$((__octopus_count - 8))
      printf -v __octopus_hex '\\x%02x' $(((__octopus_bits >> __octopus_count) & 255))
      __octopus_out+=$__octopus_hex
    fi
  done
  printf '%b' "$__octopus_out"
}

# Prints one attribute with a blank before it; nothing when the value is empty.
__octopus_attribute() {
  if [[ -n ${2-} ]]; then
    printf " %s='" "$1"
    encode_servicemessagevalue "$2"
    printf "'"
  fi
}

set_octopusvariable() {
  local __octopus_sensitive=
  if [[ ${3-} == -sensitive ]]; then __octopus_sensitive=True; fi
  printf '%s\n' "##octopus[setVariable$(
    __octopus_attribute name "${1-}"
    __octopus_attribute value "${2-}"
    __octopus_attribute sensitive "$__octopus_sensitive"
  )]"
}

new_octopusartifact() {
  local __octopus_path=${1-} __octopus_name=${2-} __octopus_length=
  if [[ -z $__octopus_name ]]; then __octopus_name=${__octopus_path##*/}; fi
  if [[ $__octopus_path != /* ]]; then __octopus_path=$PWD/$__octopus_path; fi
  if [[ -f $__octopus_path ]]; then
    __octopus_length=$(wc -c <"$__octopus_path")
    __octopus_length=${__octopus_length//[[:blank:]]/}
  fi
  printf '%s\n' "Collecting $__octopus_name as an artifact..." "##octopus[stdout-verbose]" \
    "Artifact $__octopus_name will be collected from $__octopus_path after this step completes" \
    "##octopus[stdout-default]"
  printf '%s\n' "##octopus[createArtifact$(
    __octopus_attribute path "$__octopus_path"
    __octopus_attribute name "$__octopus_name"
    __octopus_attribute length "$__octopus_length"
  )]"
}

fail_step() {
  if [[ -n ${1-} ]]; then
    printf '%s\n' "##octopus[resultMessage$(__octopus_attribute message "$1")]"
  fi
  exit 1
}

update_progress() {
  printf '%s\n' "##octopus[progress$(
    __octopus_attribute percentage "${1-}"
    __octopus_attribute message "${2-}"
  )]"
}

# Unquoted on purpose: blanks collapse and patterns expand, as scripts have come to expect.
write_verbose() {
  echo "##octopus[stdout-verbose]"
  echo ${1-}
  echo "##octopus[stdout-default]"
}

write_highlight() {
  echo "##octopus[stdout-highlight]"
  echo ${1-}
  echo "##octopus[stdout-default]"
}

write_wait() {
  echo "##octopus[stdout-wait]"
  echo ${1-}
  echo "##octopus[stdout-default]"
}

write_warning() {
  echo "##octopus[stdout-warning]"
  echo ${1-}
  echo "##octopus[stdout-default]"
}

set_environmentstate() {
  local __octopus_key=${1-} __octopus_value=${2-} __octopus_sensitive= __octopus_type=State
  if (($# > 2)); then
    shift 2
    while (($# > 0)); do
      if [[ $1 == -sensitive ]]; then __octopus_sensitive=True; elif [[ -n $1 ]]; then __octopus_type=$1; fi
      shift
    done
  fi
  printf '%s\n' "##octopus[set-environmentstate$(
    __octopus_attribute key "$__octopus_key"
    __octopus_attribute value "$__octopus_value"
    __octopus_attribute sensitive "$__octopus_sensitive"
    __octopus_attribute type "$__octopus_type"
  )]"
}

set_environmenturl() {
  set_environmentstate "${1-}" "${2-}" Url
}

new_octopustarget() {
  local __octopus_name= __octopus_id= __octopus_inputs= __octopus_roles= __octopus_pool= __octopus_update=
  while (($# > 0)); do
    case $1 in
    -n | --name) __octopus_name=${2-} ;;
    -t | --target-id) __octopus_id=${2-} ;;
    --inputs) __octopus_inputs=${2-} ;;
    --roles) __octopus_roles=${2-} ;;
    --worker-pool) __octopus_pool=${2-} ;;
    --update-if-existing)
      __octopus_update=true
      shift
      continue
      ;;
    *)
      echo "new_octopustarget: unknown option $1" >&2
      return 1
      ;;
    esac
    shift
    if (($# > 0)); then shift; fi
  done
  printf '%s\n' "##octopus[createStepPackageTarget$(
    __octopus_attribute name "$__octopus_name"
    __octopus_attribute targetId "$__octopus_id"
    __octopus_attribute inputs "$__octopus_inputs"
    __octopus_attribute octopusRoles "$__octopus_roles"
    __octopus_attribute octopusDefaultWorkerPoolIdOrName "$__octopus_pool"
    __octopus_attribute updateIfExisting "$__octopus_update"
  )]"
}

remove-octopustarget() {
  printf '%s\n' "##octopus[delete-target$(__octopus_attribute machine "${1-}")]"
}

__octopus_manifest() {
  if [[ -n ${1//[[:space:]]/} ]]; then
    printf '%s\n' "##octopus[k8s-manifest-applied$(
      __octopus_attribute manifest "$1"
      __octopus_attribute ns "${2-}"
    )]"
  fi
}

# One message for each document of the text.
report_kubernetes_manifest() {
  local __octopus_line __octopus_part=
  while IFS= read -r __octopus_line || [[ -n $__octopus_line ]]; do
    if [[ $__octopus_line == ---* ]]; then
      __octopus_manifest "$__octopus_part" "${2-}"
      __octopus_part=
    else
      __octopus_part+=$__octopus_line$'\n'
    fi
  done <<<"${1-}"
  __octopus_manifest "$__octopus_part" "${2-}"
}

report_kubernetes_manifest_file() {
  report_kubernetes_manifest "$(<"$1")" "${2-}"
}
