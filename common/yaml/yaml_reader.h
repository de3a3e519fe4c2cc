// The one strict reader of YAML: text -> tree with places, and everything that is wrong with it at once.
//
// YAML 1.2 without what makes one file mean two things or grow beyond its size: duplicate keys, anchors and
// aliases, tags, merge keys, several documents, keys that are not text, characters nobody can see. Bounds are
// limits::kFileBytesMax, kYamlDepthMax and kYamlNodesMax. Any bytes may be given: the answer comes in linear
// time.
#pragma once

#include <string_view>

#include "common/issue.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// `source` is the name shown in places. An empty document is a Null node without an issue: whether a file may
// be empty is for the reader of that file to say. Codes E100 to E124, docs/ERRORS.md.
Parsed<YamlNode> read_yaml(std::string_view text, std::string_view source);

}  // namespace balm
