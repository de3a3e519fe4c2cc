// Texts -> Configuration: everything parses, resolves and type-checks, or nothing of it is used. Pure: the
// folders are read by master/io/config_folder; stored revisions are built again by the same function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/document/document.h"
#include "common/issue.h"
#include "common/zone.h"
#include "master/configuration.h"

namespace balm::master {

struct ConfigurationText {
  std::vector<NamedText> documents;   // checks, rules, notifiers; names as people know them
  std::vector<NamedText> states;      // names relative to the states folder: nginx/restart.sls
  std::vector<std::string> escalate;  // default notifiers
};

// The value is null when there are errors. All faults of all files are found at once.
// `read`: see read_documents().
Parsed<ConfigurationPtr> build_configuration(const ConfigurationText& text, const ZoneSource* zones,
                                             const ReadTree& read = {});

// One JSON text of all of it, for the store; and back. An empty result when it is not one.
std::string to_stored(const ConfigurationText& text);
ConfigurationText from_stored(std::string_view json);

}  // namespace balm::master
