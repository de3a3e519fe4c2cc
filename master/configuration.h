// One complete, valid configuration: rules, states and where to tell people, under one revision. Immutable
// once built; shared (shared_ptr to const) because every open incident stays bound to the configuration it
// was opened under, while the running one is replaced by a reload.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/document/check_document.h"
#include "common/document/notifier_document.h"
#include "common/document/rule_document.h"
#include "common/ids.h"
#include "common/instant.h"
#include "common/issue.h"
#include "common/value.h"
#include "master/rule_index.h"

namespace balm::master {

// One file of the states folder, already parsed and checked.
struct StateText {
  StateName name;
  std::string file;
  std::string text;
  std::vector<StateName> includes;  // direct
  Value params;                     // declared parameters, for people: {name: {type, required, default}}
  std::string doc;                  // head comment
  std::size_t steps = 0;
};

// A check that is handed down to the hosts it names.
struct HandedCheck {
  CheckName name;
  Place place;
  Selector hosts;
  std::string text;  // as it is sent (common/document/check_text.h)
};

struct Configuration {
  std::string revision;  // short hash over all texts
  std::vector<RuleDocument> rules;
  RuleIndex index;                  // of `rules`, with numbers for their places in it
  std::vector<HandedCheck> checks;  // in order of their names
  std::map<StateName, StateText> states;
  std::vector<std::string> escalate;  // default notifiers
  std::vector<NotifierDocument> notifiers;
  std::string texts;  // JSON {file name: text}: stored, so that a restart finds what incidents are bound to

  const RuleDocument* find_rule(const RuleName& name) const;
  // The state and everything it includes, for a dispatch; empty when it is not there.
  std::map<std::string, std::string> files_of(const StateName& state) const;
};

using ConfigurationPtr = std::shared_ptr<const Configuration>;

}  // namespace balm::master
