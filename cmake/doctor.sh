# Read by `./dev doctor`: numbered questions about this machine, each with what to do when the answer is no.
# Only what makes `./dev demo` or `./dev test` impossible counts as a fault; the rest is advice.
# shellcheck shell=sh disable=SC2154  # root, packages_*, jobs, missing_packages, say and die come from dev

number=0
faults=0
good() {
  number=$((number + 1))
  printf '%2d  ok      %s\n' "$number" "$1"
}
advise() {
  number=$((number + 1))
  printf '%2d  advice  %s\n            -> %s\n' "$number" "$1" "$2"
}
bad() {
  number=$((number + 1))
  faults=$((faults + 1))
  printf '%2d  FAULT   %s\n            -> %s\n' "$number" "$1" "$2"
}

check_system() {
  system=$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release 2>/dev/null)
  case $system in
    'Debian GNU/Linux 12'*) good "system: $system" ;;
    *) advise "system: ${system:-unknown}" "Balm is built and tested on Debian 12; elsewhere package names and versions may differ" ;;
  esac
}

check_packages() {
  if ! command -v dpkg-query >/dev/null; then
    advise "packages: no dpkg here" "install by hand what the top of ./dev lists"
    return 0
  fi
  for purpose in build demo test lint; do
    case $purpose in
      build) list=$packages_build ;;
      demo) list=$packages_demo ;;
      test) list=$packages_test ;;
      *) list=$packages_lint ;;
    esac
    # shellcheck disable=SC2086  # lists of package names
    missing=$(missing_packages $list)
    if [ -z "$missing" ]; then
      good "packages for $purpose: all $(printf '%s\n' "$list" | wc -w) installed"
    else
      advise "packages for $purpose, missing: $missing" "nothing to do: the first command that needs them installs them"
    fi
  done
}

check_install_rights() {
  if [ "$(id -u)" -eq 0 ]; then
    good "installing: as root"
  elif command -v sudo >/dev/null; then
    good "installing: with sudo"
  else
    advise "installing: not root, and there is no sudo" "only needed while packages are missing; ask an administrator then"
  fi
}

# check_version NAME LEAST COMMAND...: the first dotted number COMMAND prints is at least LEAST.
check_version() {
  name=$1 least=$2
  shift 2
  if ! command -v "$1" >/dev/null; then
    advise "$name: not there yet" "comes with the packages for building"
    return 0
  fi
  found=$("$@" 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1)
  if [ "$(printf '%s\n%s\n' "$least" "$found" | sort -V | head -n 1)" = "$least" ]; then
    good "$name: $found"
  else
    bad "$name: $found is older than $least" "use Debian 12's, or put a newer one first in PATH"
  fi
}

check_room() {
  free_mb=$(df -Pm "$root" | awk 'NR == 2 { print $4 }')
  if [ "$free_mb" -ge 4000 ]; then good "disk: $((free_mb / 1024)) GB free here"; else
    bad "disk: only $free_mb MB free here" "a build needs about 1 GB per preset, packages 1 GB; remove old build-* folders"
  fi
  memory_mb=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
  if [ "$memory_mb" -ge 1800 ]; then good "memory: $memory_mb MB, $(nproc) cores: $jobs jobs at once"; else
    advise "memory: only $memory_mb MB" "add swap, or use -j 1; a compiler may need 1 GB"
  fi
}

check_writable() {
  if [ -w "$root" ]; then good "folder: $root is writable"; else
    bad "folder: $root is not writable" "clone into a folder of your own"
  fi
  for folder in "$root"/build-*; do
    if [ ! -d "$folder" ] || [ -w "$folder" ]; then continue; fi
    bad "build folder: $folder belongs to $(stat -c %U "$folder")" "rm -rf it as that user, then build again"
  done
  # Tests start scripts from the temporary folder.
  probe=$(mktemp "${TMPDIR:-/tmp}/balm-doctor.XXXXXX") || probe=''
  if [ -n "$probe" ] && printf '#!/bin/sh\nexit 0\n' >"$probe" && chmod +x "$probe" && "$probe" 2>/dev/null; then
    good "temporary folder: ${TMPDIR:-/tmp} runs programs"
  else
    bad "temporary folder: ${TMPDIR:-/tmp} refuses to run programs" "set TMPDIR to a folder not mounted noexec"
  fi
  [ -z "$probe" ] || rm -f "$probe"
}

check_network() {
  if grep -q ' 0100007F:\| 00000000:' /proc/net/tcp 2>/dev/null || [ "$(cat /sys/class/net/lo/operstate 2>/dev/null)" != down ]; then
    good "loopback: up, free ports from $(tr '\t' '-' </proc/sys/net/ipv4/ip_local_port_range)"
  else
    bad "loopback: down" "ip link set lo up; demo and tests talk over 127.0.0.1 only"
  fi
  if [ "$(awk '$2 ~ /:0050$/ && $4 == "0A"' /proc/net/tcp 2>/dev/null | wc -l)" -gt 0 ]; then
    good "port 80: in use; the demo does not mind, it takes a free port of its own"
  else
    good "port 80: free; the demo does not need it either"
  fi
}

check_speed() {
  if command -v ccache >/dev/null; then good "ccache: there, so the second build is quick"; else
    advise "ccache: not there" "comes with the packages for building; without it every fresh folder compiles everything"
  fi
  if command -v mold >/dev/null; then good "mold: there, links in a moment"; else
    advise "mold: not there" "comes with the packages for building; the ordinary linker works as well"
  fi
  open_files=$(awk '/^Max open files/ { print $4 }' /proc/self/limits)
  if [ "$open_files" = unlimited ] || [ "$open_files" -ge 1024 ]; then good "open files: $open_files"; else
    advise "open files: only $open_files" "ulimit -n 4096; the fleet tests open many sockets"
  fi
}

check_history() {
  if ! command -v git >/dev/null; then
    advise "git: not there" "apt-get install git, to commit anything"
  elif git -C "$root" rev-parse --git-dir >/dev/null 2>&1; then
    good "git: at $(git -C "$root" rev-parse --short HEAD), $(git -C "$root" status --porcelain | wc -l) files changed"
  else
    good "git: this is not a clone; nothing needs it"
  fi
}

check_system
check_packages
check_install_rights
check_version "compiler" 12.2 g++ --version
check_version "cmake" 3.25 cmake --version
check_version "ninja" 1.10 ninja --version
check_room
check_writable
check_network
check_speed
check_history

if [ "$faults" -gt 0 ]; then die "$faults of $number need a hand"; fi
say "fit for work: ./dev demo and ./dev test will run"
