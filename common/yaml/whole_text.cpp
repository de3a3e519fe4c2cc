#include "common/yaml/whole_text.h"

#include "common/limits.h"
#include "common/yaml/yaml_text.h"

namespace balm {

std::optional<Issue> find_cut(std::string_view text, std::string_view source) {
  if (text.empty() || text.back() == '\n' || text.size() > limits::kFileBytesMax) return std::nullopt;
  const YamlText whole(source, text);
  Issue issue = whole.error("E226", "the last line has no end: was the file cut off?", whole.text().size(),
                            whole.text().size());
  issue.guess = "if it is all there, end its last line (Enter)";
  return issue;
}

}  // namespace balm
