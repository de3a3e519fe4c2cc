// One state file as read: its parts with their places, nothing resolved yet. Internal to common/state.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/issue.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// `- mode: '0644'`. The nodes belong to the file's tree.
struct SlsArgument {
  std::string name;
  const YamlNode* key = nullptr;
  const YamlNode* value = nullptr;
};

// One function of one ID.
struct SlsStep {
  std::string id;
  std::string sls;
  std::string module;
  std::string function;
  const YamlNode* id_node = nullptr;
  const YamlNode* function_node = nullptr;
  std::vector<SlsArgument> arguments;

  const SlsArgument* find(std::string_view name) const;
};

struct SlsInclude {
  std::string name;  // as written; may be relative (".common")
  const YamlNode* node = nullptr;
};

struct SlsFile {
  std::string name;
  bool package = false;  // an init.sls: relative includes count from its own name
  std::unique_ptr<YamlNode> root;
  std::vector<SlsInclude> includes;
  std::vector<SlsStep> steps;
  std::vector<SlsStep> extends;  // what `extend:` adds to steps of included files
  std::vector<SlsInclude> excludes;
  const YamlNode* params = nullptr;
  std::string doc;  // the comment on top
};

// Reads one file. `package`: see above. Codes E401-E408 besides those of the YAML reader.
Parsed<SlsFile> read_sls(std::string_view text, std::string_view name, bool package);

}  // namespace balm
