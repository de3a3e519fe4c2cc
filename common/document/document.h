// Everything people write for one daemon, read together: checks, rules and notifiers from any number of
// files, each of which may hold several kinds. All faults of all files are found at once, so that an author
// mends them in one go.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/document/check_document.h"
#include "common/document/known_names.h"
#include "common/document/notifier_document.h"
#include "common/document/rule_document.h"
#include "common/issue.h"
#include "common/yaml/yaml_node.h"

namespace balm {

struct NamedText {
  std::string name;  // as the author knows it: rules.d/nginx.yaml
  std::string text;
};

struct Documents {
  std::vector<CheckDocument> checks;  // in the order of the files and of their entries
  std::vector<RuleDocument> rules;
  std::vector<NotifierDocument> notifiers;
};

// Pure: who reads the folders is common/io. A name may be used once in all files of a kind (E221). A file
// without any entry is taken for a truncated one (E220) unless it says `allow_empty: true`. At most
// limits::kIssuesMax issues are listed. Use the value only if ok(): a part of a configuration is not a
// configuration.
//
// `read` gives the tree of each file in turn; by default read_yaml(). Whoever has a thread reads ahead with
// it (master/io/read_ahead.h): that is most of the work.
using ReadTree = std::function<Parsed<YamlNode>(const NamedText& file)>;
Parsed<Documents> read_documents(const std::vector<NamedText>& files, const KnownNames& known = {},
                                 const ReadTree& read = {});

}  // namespace balm
