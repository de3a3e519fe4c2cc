// One rung of a ladder for one incident: does its `if` say yes, with which names and parameters does its
// state run, how is it verified, and what does the next rung see of it as `last`.
#pragma once

#include <string>

#include "common/result.h"
#include "master/dispatch.h"
#include "master/state.h"

namespace balm::master::rung {

struct Applies {
  bool yes = true;
  std::string why;  // when not
};
Applies applies(const Turn& turn, const OpenIncident& incident, const Rung& rung);

// What a state sees in `{{ }}` and `if`: event, host, check, incident, vars, last, params.
Result<Value> scope_of(const Turn& turn, const OpenIncident& incident, const Rung& rung);

Verify verify_of(const RuleDocument& rule, std::uint32_t rung);

// `last` of expressions: outcome, result, comment, output, timed_out, steps.
Value last_of(const dispatch::End& end);

// Marks the attempt that helped. False when no attempt was really started.
bool mark_healed(const Turn& turn, const OpenIncident& incident);

}  // namespace balm::master::rung
