#!/bin/sh
# clang_tidy.sh FOLDER JOBS [FILE...]: clang-tidy over all our sources, or the named ones, from the top of the tree.
#
# FOLDER holds compile_commands.json. What was found clean is remembered there under a fingerprint of the file, all
# headers of ours it includes, directly or not, and the settings; so the second run looks only at what changed.
set -eu
folder=$1 jobs=$2
shift 2
clean="$folder/clean"
work="$folder/tidy-work"
rm -rf "$work" && mkdir -p "$clean" "$work"

# Each source with everything of ours it includes: "x.cpp x.h common/y.h ...".
grep -rHoE --include='*.cpp' --include='*.h' '^#include "[^"]+"' agent common master cli sim tests bench 2>/dev/null |
  awk -F '[:"]' '
    { edges[$1] = edges[$1] " " $3; if ($1 ~ /\.cpp$/) sources[$1] }
    function walk(file,    n, i, next_files) {
      if (file in seen) return
      seen[file]; reached = reached " " file
      n = split(edges[file], next_files, " ")
      for (i = 1; i <= n; ++i) if (next_files[i] in edges || next_files[i] ~ /\.h$/) walk(next_files[i])
    }
    END { for (file in sources) { split("", seen); reached = ""; walk(file); print substr(reached, 2) } }' |
  sort >"$work/closures"

fingerprint() { cat .clang-tidy tests/.clang-tidy "$@" 2>/dev/null | sha256sum | cut -c1-32; }

while read -r closure; do
  file=${closure%% *}
  if [ $# -gt 0 ]; then
    case " $* " in *" $file "*) ;; *) continue ;; esac
  fi
  # shellcheck disable=SC2086  # a list of files; none of ours has a blank in its name
  key=$(fingerprint $closure)
  [ -e "$clean/$key" ] || printf '%s\n%s\n' "$file" "$clean/$key"
done <"$work/closures" >"$work/todo"

total=$(($(wc -l <"$work/todo") / 2))
printf 'clang-tidy of %s files (%s more are known to be clean)\n' "$total" "$(($(wc -l <"$work/closures") - total))"
[ "$total" -gt 0 ] || exit 0

# Prints a file's findings in one piece, and only when there are some.
# shellcheck disable=SC2016  # expanded by the inner shell
xargs -d '\n' -n 2 -P "$jobs" sh -c '
  out="$1/$$.out"
  if clang-tidy-14 --quiet -p "$2" "$3" >"$out" 2>"$out.err"; then
    : >"$4"
    echo "    clean: $3"
  else
    echo "    FAULTS: $3"
    cat "$out"
    grep -v "warnings\{0,1\} generated\|^Suppressed\|^Use -header-filter" "$out.err" || true
    exit 1
  fi' sh "$work" "$folder" <"$work/todo"
