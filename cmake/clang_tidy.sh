#!/bin/sh
# clang_tidy.sh FOLDER JOBS [FILE...]: clang-tidy over all our sources, or the named ones, from the top of the tree.
#
# FOLDER holds compile_commands.json. What was found clean is remembered in .cache/clang-tidy, a line a source: the
# source, and the hashes of itself, of every header of ours it includes, directly or not, and of the settings. So the
# next run looks only at what changed, however often build folders are removed, and sees that in a second.
set -eu
folder=$1 jobs=$2
shift 2
clean=.cache/clang-tidy
work="$folder/tidy-work"
rm -rf "$work" && mkdir -p .cache "$work"
touch "$clean"

settings=$({ cat .clang-tidy tests/.clang-tidy cmake/toolbox.cmake && clang-tidy-14 --version; } | sha256sum | cut -c1-12)
find agent common master cli sim tests bench -name '*.cpp' -o -name '*.h' 2>/dev/null |
  sort | xargs -d '\n' sha256sum >"$work/hashes"
grep -rHoE --include='*.cpp' --include='*.h' '^#include "[^"]+"' agent common master cli sim tests bench \
  >"$work/includes" 2>/dev/null || true

# One line for each source: "x.cpp SETTINGS hash hash ...".
awk -v settings="$settings" '
  FNR == NR { hash[$2] = substr($1, 1, 12); if ($2 ~ /\.cpp$/) sources[$2]; next }
  { split($0, part, /:#include "|"/); edges[part[1]] = edges[part[1]] " " part[2] }
  function walk(file,    n, i, targets) {
    if (file in seen || !(file in hash)) return
    seen[file]; reached = reached " " hash[file]
    n = split(edges[file], targets, " ")
    for (i = 1; i <= n; ++i) walk(targets[i])
  }
  END { for (file in sources) { split("", seen); reached = ""; walk(file); print file " " settings reached } }
' "$work/hashes" "$work/includes" | sort >"$work/now"

# What is remembered of sources that have changed since, or are gone, is forgotten.
grep -xFf "$work/now" "$clean" | sort -u >"$work/clean" || true
cp "$work/clean" "$clean"
comm -23 "$work/now" "$work/clean" >"$work/todo"
if [ $# -gt 0 ]; then
  printf '%s\n' "$@" | awk 'FNR == NR { wanted[$1]; next } $1 in wanted' - "$work/todo" >"$work/named"
  mv "$work/named" "$work/todo"
fi

total=$(wc -l <"$work/todo")
printf '    clang-tidy of %s files; %s more are known to be clean\n' "$total" "$(wc -l <"$work/clean")"
[ "$total" -gt 0 ] || exit 0

# A file's findings come in one piece. Each that is clean is remembered at once, so that nothing is done twice after an
# interruption.
# shellcheck disable=SC2016  # expanded by the inner shell
tr '\n' '\0' <"$work/todo" | xargs -0 -n 1 -P "$jobs" sh -c '
  work=$1 folder=$2 clean=$3 total=$4 line=$5
  file=${line%% *}
  out="$work/$$.out"
  fine=0
  clang-tidy-14 --quiet -p "$folder" "$file" >"$out" 2>"$out.err" || fine=1
  echo >>"$work/done"
  place="[$(wc -l <"$work/done")/$total]"
  if [ "$fine" -eq 0 ]; then
    printf "%s\n" "$line" >>"$clean"
    echo "    $place $file"
  else
    echo "    $place $file: FAULTS"
    cat "$out"
    grep -v "warnings\{0,1\} generated\|^Suppressed\|^Use -header-filter" "$out.err" || true
    exit 1
  fi' sh "$work" "$folder" "$clean" "$total"
