#include "master/configuration.h"

namespace balm::master {

const RuleDocument* Configuration::find_rule(const RuleName& name) const {
  const std::optional<std::size_t> at = index.find(name);
  return at ? &rules[*at] : nullptr;
}

std::map<std::string, std::string> Configuration::files_of(const StateName& state) const {
  std::map<std::string, std::string> files;
  std::vector<StateName> open = {state};
  while (!open.empty()) {
    const StateName name = open.back();
    open.pop_back();
    const auto found = states.find(name);
    if (found == states.end() || !files.emplace(name.text, found->second.text).second) continue;
    open.insert(open.end(), found->second.includes.begin(), found->second.includes.end());
  }
  return files;
}

}  // namespace balm::master
