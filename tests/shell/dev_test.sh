#!/bin/sh
# ./dev keeps its promises: any folder, a bare environment, true exit codes, nothing left running after an interrupt.
# Runs on a stub project without sources, so that only ./dev itself is tested; its path has a blank on purpose.
# shellcheck disable=SC2317  # functions are called through expect
set -eu
top=$(cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/balm-dev-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
tree="$work/a tree"
faults=0

expect() { # expect WHAT CONDITION...
  what=$1
  shift
  if "$@"; then echo "ok: $what"; else echo "FAULT: $what" && faults=1; fi
}
outcome_is() { # outcome_is CODE COMMAND...
  want=$1 got=0
  shift
  "$@" >"$work/out" 2>&1 </dev/null || got=$?
  [ "$got" -eq "$want" ] || { echo "  got $got, wanted $want:" && sed 's/^/  | /' "$work/out" && return 1; }
}
says() { grep -qF -e "$1" "$work/out" || { sed 's/^/  | /' "$work/out" && return 1; }; }

mkdir -p "$tree/cmake"
cp "$top/dev" "$top/CMakePresets.json" "$tree/"
cp "$top/cmake/"*.sh "$tree/cmake/"
project() {
  printf 'cmake_minimum_required(VERSION 3.25)\nproject(stub NONE)\nenable_testing()\n%s\n' "$1" >"$tree/CMakeLists.txt"
}
bare() { env -i PATH=/usr/bin:/bin "$@"; }

# --- words
expect 'help succeeds' outcome_is 0 bare "$tree/dev" help
for command in demo test build bench conformance lint fmt doctor; do
  expect "help names $command" says "./dev $command"
done
expect 'an unknown command is wrong usage' outcome_is 2 bare "$tree/dev" tset
expect 'an unknown preset is wrong usage' outcome_is 2 bare "$tree/dev" test --preset fast
expect 'a preset needs a name' outcome_is 2 bare "$tree/dev" test --preset
expect '-j needs a number' outcome_is 2 bare "$tree/dev" build -j many

# --- building and testing, from elsewhere, with nothing in the environment, through a link
cd /
project 'add_test(NAME works COMMAND true)'
ln -s "$tree/dev" "$work/link"
expect 'tests run in a bare environment' outcome_is 0 bare "$work/link" test --yes
expect 'the summary is the test runner'"'"'s' says '100% tests passed, 0 tests failed out of 1'
expect 'a second run works' outcome_is 0 bare "$tree/dev" test
expect 'words go on to ctest' outcome_is 0 bare "$tree/dev" test -N
expect 'ctest has listed' says 'Total Tests: 1'
project 'add_test(NAME works COMMAND true)
add_test(NAME breaks COMMAND false)'
expect 'a failing test is told' outcome_is 8 bare "$tree/dev" test
project 'message(FATAL_ERROR "no such luck")'
expect 'a failing configuration is told' outcome_is 1 bare "$tree/dev" build
expect 'and shown' says 'no such luck'
project 'add_custom_target(broken ALL COMMAND false)'
expect 'a failing build is told' outcome_is 1 bare "$tree/dev" build
mv "$tree" "$work/moved" && tree="$work/moved"
project 'add_test(NAME works COMMAND true)'
expect 'a moved tree starts afresh' outcome_is 0 bare "$tree/dev" test

# --- interrupts
napping() { grep -lzsxF -e "86399.$$" /proc/[0-9]*/cmdline >/dev/null 2>&1; }
project "add_test(NAME naps COMMAND sleep 86399.$$)"
interrupt() { # interrupt SIGNAL CODE
  env --default-signal=INT "$tree/dev" test </dev/null >"$work/out" 2>&1 &
  door=$!
  tries=0
  until napping; do
    [ "$tries" -lt 600 ] || { echo 'the nap never began' && return 1; }
    sleep 0.1 && tries=$((tries + 1))
  done
  kill "-$1" "$door"
  code=0
  wait "$door" || code=$?
  expect "SIG$1 ends it with $2" [ "$code" -eq "$2" ]
  ! napping
}
expect 'nothing is left after SIGTERM' interrupt TERM 143
expect 'nothing is left after SIGINT' interrupt INT 130
exit "$faults"
