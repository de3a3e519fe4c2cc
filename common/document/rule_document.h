// A rule as people write it (rules.d/*.yaml, map `rules:`): which events open an incident, and the ladder of
// remedies. Fields and defaults: docs/RULES.md. Everything is parsed, resolved and type-checked here; the
// reactor never sees text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/document/known_names.h"
#include "common/expression/program.h"
#include "common/ids.h"
#include "common/instant.h"
#include "common/issue.h"
#include "common/labels.h"
#include "common/limits.h"
#include "common/selector.h"
#include "common/text_value.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// Observe writes down what it would have done; Ask waits for a person; Act acts.
enum class RuleMode { Observe, Ask, Act };
std::string_view to_text(RuleMode mode);

// "3 per 1h"
struct RateLimit {
  std::uint32_t count = 3;
  Duration per = 1h;
};

// "1 of role=web", "20% of role=web". Counts hosts that are already down. At least one host is always
// allowed.
struct BlastRadius {
  std::uint32_t count = 0;  // hosts; 0 when a share is given
  double share = 0;         // 0 < share <= 1; 0 when a count is given
  Selector group;           // of which hosts
  std::string text;         // as written
};

struct GuardSettings {
  Duration cooldown =
      2min;       // between the end of one incident's attempt and the next incident's, per rule and host
  RateLimit max;  // attempts per rule and host
  std::optional<BlastRadius> at_once;  // unset: max(1, 5 %) of all hosts, for this rule
  std::uint32_t attempts = 3;          // per incident; a longer ladder raises it to its length
};

// The check is run again until it was ok `ok` times in a row, for at most `within`.
struct Verify {
  CheckName check;  // empty: the check that opened the incident
  std::uint32_t ok = 2;
  Duration within = 2min;
};

struct Rung {
  StateName run;
  std::vector<std::pair<std::string, ValueTemplate>> with;  // parameters of the state
  expression::Program condition;                            // `if`; empty: always
  Duration timeout = 2min;
  std::optional<Verify> verify;  // instead of the rule's
  Place place;                   // of `run`
};

struct RuleDocument {
  RuleName name;
  Place place;
  std::vector<std::string> when;  // event type globs, at least one
  expression::Program condition;  // `if`; empty: always
  TextValue key;                  // empty: rule + host + check + instance
  std::vector<std::pair<std::string, ValueTemplate>> vars;
  std::optional<Selector> hosts;  // only events of these hosts; unset: of any
  GuardSettings guard;
  std::vector<Rung> ladder;  // `try`; may be empty: only tell people
  Verify verify;
  std::vector<std::string> escalate;  // notifier names; empty: the master's default
  RuleMode mode = RuleMode::Act;
  TextValue summary;
  std::string runbook;
  Labels labels;
  bool enabled = true;
  std::string text;  // the rule's own YAML, for people
};

// `entry` is one name and body of `rules:`. Names in `escalate` are not looked up here: their notifiers may
// stand in files read later (document.h). The value is usable only if no error was added to `issues`.
RuleDocument read_rule(const YamlEntry& entry, const KnownNames& known, Issues& issues);

}  // namespace balm
