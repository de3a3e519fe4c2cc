#!/bin/sh
# All our shell scripts parse in the shell they name, and shellcheck has nothing to say about them.
set -eu
cd "$(dirname -- "$0")/../.."

scripts=$(grep -rlE --exclude-dir='build*' --exclude-dir=.git --exclude-dir=.cache '^#!/.*[ /](sh|bash)$' . | sort)
[ -n "$scripts" ] || { echo 'no scripts found: the search is broken' && exit 1; }
faults=0
for script in $scripts; do
  shell='sh'
  ! head -n 1 "$script" | grep -q bash || shell='bash'
  "$shell" -n "$script" || faults=1
  [ -x "$script" ] || { echo "$script is not executable" && faults=1; }
done
if command -v shellcheck >/dev/null; then
  # shellcheck disable=SC2086  # a list of scripts; none of ours has a blank in its name
  shellcheck $scripts || faults=1
else
  echo 'shellcheck is not installed: only parsed'
fi
exit "$faults"
