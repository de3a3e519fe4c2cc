// The files a shell loads. bash splits words at ":" and "=", which selectors and flags contain: the words are
// taken whole from the line instead, and what stands before the last break is cut off the candidates.
#include "cli/completion.h"

namespace balm::cli {
namespace {

constexpr std::string_view kBash = R"(# bash completion of balm. Load it with: source <(balm completion bash)
_balm() {
  local line=${COMP_LINE:0:COMP_POINT} candidate IFS=$' \t\n'
  local -a words
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  local current=${words[-1]} shown=${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  while IFS=$'\t' read -r candidate _; do
    [[ $candidate == "$current"* ]] && COMPREPLY+=("${candidate:$((${#current} - ${#shown}))}")
  done < <(balm __complete -- "${words[@]:1}" 2>/dev/null)
}
complete -o default -F _balm balm
)";

constexpr std::string_view kZsh = R"(#compdef balm
# zsh completion of balm. Load it with: source <(balm completion zsh)
_balm() {
  local -a candidates
  local candidate text
  while IFS=$'\t' read -r candidate text; do
    candidates+=("${candidate//:/\\:}:$text")
  done < <(balm __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
  _describe -V balm candidates || _files
}
compdef _balm balm
)";

constexpr std::string_view kFish = R"(# fish completion of balm. Load it with: balm completion fish | source
function __balm_complete
  set -l words (commandline -opc) (commandline -ct)
  balm __complete -- $words[2..-1] 2>/dev/null
end
complete -c balm -f -a '(__balm_complete)'
)";

}  // namespace

std::string_view completion_script(std::string_view shell) {
  if (shell == "zsh") return kZsh;
  return shell == "fish" ? kFish : kBash;
}

}  // namespace balm::cli
