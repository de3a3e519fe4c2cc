#include "master/configuration.h"

#include <algorithm>

#include "common/glob.h"

namespace balm::master {

void RuleIndex::add(std::string_view pattern, std::size_t rule) {
  const std::size_t wild = pattern.find_first_of("*?");
  if (wild == std::string_view::npos) {
    auto& rules = exact_[std::string(pattern)];
    if (rules.empty() || rules.back() != rule) rules.push_back(rule);
    return;
  }
  by_prefix_[std::string(pattern.substr(0, wild))].push_back({std::string(pattern), rule});
  const auto place = std::lower_bound(prefix_lengths_.begin(), prefix_lengths_.end(), wild);
  if (place == prefix_lengths_.end() || *place != wild) prefix_lengths_.insert(place, wild);
}

std::vector<std::size_t> RuleIndex::interested(std::string_view type) const {
  std::vector<std::size_t> found;
  if (const auto exact = exact_.find(std::string(type)); exact != exact_.end()) found = exact->second;
  for (const std::size_t length : prefix_lengths_) {
    if (length > type.size()) break;
    const auto patterns = by_prefix_.find(type.substr(0, length));
    if (patterns == by_prefix_.end()) continue;
    for (const Pattern& pattern : patterns->second)
      if (glob_match(pattern.glob, type)) found.push_back(pattern.rule);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

const RuleDocument* Configuration::find_rule(const RuleName& name) const {
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [&](const RuleDocument& r) { return r.name == name; });
  return rule == rules.end() ? nullptr : &*rule;
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
