// A state, compiled: the steps of one state file and of all it includes, checked against the module table,
// requisites resolved, in the order they will run. A pure value; agent/state_runner carries it out.
//
// The shape and the meaning of files are Salt's SLS without Jinja; differences are listed in docs/STATES.md.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/expression/program.h"
#include "common/instant.h"
#include "common/issue.h"
#include "common/state/argument.h"
#include "common/state/module_table.h"
#include "common/value.h"

namespace balm {

enum class RequisiteKind {
  Require,
  RequireAny,
  Watch,
  WatchAny,
  Prereq,
  Onfail,
  OnfailAny,
  OnfailAll,
  Onchanges,
  OnchangesAny,
  Listen,
};
std::string_view to_text(RequisiteKind kind);  // "onchanges_any"

// `- require: [ {cmd: install *} ]`: other steps this one looks at. Patterns are globs over ID and name, as
// in Salt.
struct Requisite {
  RequisiteKind kind = RequisiteKind::Require;
  std::string module;  // "cmd", "sls" for whole files, "id" when only an ID was given
  std::string pattern;
  std::vector<std::size_t> targets;  // indices of steps; empty only for an `sls` that holds no steps
  Place place;
};

struct RetryPolicy {
  int attempts = 2;  // tries in all
  Duration interval = std::chrono::seconds(30);
  Duration splay{};   // up to this much is added by chance
  bool until = true;  // the result that ends it
};

// One entry of `unless`, `onlyif` or `check_cmd`: a shell command, or a question to a module ({fun:
// file.file_exists}).
struct Condition {
  Argument command;      // text; unused when `question` is set
  std::string question;  // test.true, file.file_exists ...
  std::vector<std::pair<std::string, Argument>> arguments;
};

struct Step {
  std::string id;
  std::string sls;                        // the file it stands in, dotted
  const FunctionRow* function = nullptr;  // never null in a compiled document; the table is static
  Argument name;                          // the ID when not given
  std::vector<std::pair<std::string, Argument>> arguments;  // without `name`
  std::vector<Requisite> requisites;
  std::vector<std::size_t> prereq_of;  // steps with `prereq` on this one: they run before it
  expression::Program condition;       // `if`; empty: always
  std::vector<Condition> unless;
  std::vector<Condition> onlyif;
  std::vector<Condition> check_cmd;
  std::vector<Argument> creates;
  bool creates_is_list = false;
  std::optional<RetryPolicy> retry;
  Duration timeout{};     // 0: only the task's own
  bool failhard = false;  // its failure ends the run
  bool secret = false;    // its comment and changes are not shown
  double order = 0;
  Place place;
};

enum class ParamType { String, Int, Number, Bool, Span, Size, Percent, List, Map, Any };
std::string_view to_text(ParamType type);

// `params:` on top of a file: what the state takes.
struct Param {
  std::string name;
  ParamType type = ParamType::String;
  bool required = false;
  Value fallback;  // null when required or not given
  std::string doc;
  Place place;
};

// One thing the runner does. Predict asks a step what it would change, for the steps that have `prereq` on
// it.
struct PlanEntry {
  enum class Kind { Run, Predict };
  Kind kind = Kind::Run;
  std::size_t step = 0;
  bool operator==(const PlanEntry&) const = default;
};

struct StateDocument {
  std::string name;  // nginx.restart
  std::string doc;   // the comment on top of the file
  std::vector<Param> params;
  std::vector<Step> steps;      // by order, then as written
  std::vector<PlanEntry> plan;  // every step exactly once as Run
};

}  // namespace balm
