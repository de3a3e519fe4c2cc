#include "common/state/requisite_reader.h"

#include <utility>

#include "common/glob.h"

namespace balm {

namespace {

constexpr const char* kShape = "write `- ID` or `- module: ID`";

void read_pair(const YamlEntry& entry, std::vector<RequisiteTarget>& targets, Issues& issues) {
  if (!entry.value.is_scalar() || entry.value.text.empty())
    return issues.push_back(entry.key.error("E421", "a requisite names one step", kShape));
  // `name: x` and `id: x` say only which step, not of what module.
  const std::string& module = entry.key.text;
  targets.push_back({module == "name" ? "id" : module, entry.value.text, &entry.value});
}

}  // namespace

std::vector<RequisiteTarget> read_requisite(const SlsArgument& argument, const SlsStep& step,
                                            Issues& issues) {
  std::vector<RequisiteTarget> targets;
  const YamlNode& value = *argument.value;
  if (value.is_map() && argument.name.ends_with("_in")) {
    for (const YamlEntry& entry : value.entries) read_pair(entry, targets, issues);
    return targets;
  }
  if (!value.is_sequence()) {
    issues.push_back((value.is_null() ? *argument.key : value)
                         .error("E420", "`" + argument.name + "` of `" + step.id + "` is a list",
                                "write it as a list, one dash each"));
    return targets;
  }
  for (const YamlNode& item : value.items) {
    if (item.is_scalar() && !item.text.empty())
      targets.push_back({"id", item.text, &item});
    else if (item.is_map() && item.entries.size() == 1)
      read_pair(item.entries[0], targets, issues);
    else
      issues.push_back(item.error("E421", "a requisite names one step", kShape));
  }
  return targets;
}

bool is_meant(const RequisiteTarget& target, std::string_view module, std::string_view id,
              std::string_view name) {
  if (target.module != "id" && target.module != module) return false;
  for (const std::string_view called : {id, name})
    if (called == target.pattern || glob_match(target.pattern, called)) return true;
  return false;
}

}  // namespace balm
