// All guard rails, in their order, in one table: the safety story of Balm on one screen. Cheapest and
// strictest first; the first guard that does not allow decides. Live decisions, `balm explain` and tests use
// this one function.
#pragma once

#include <map>
#include <vector>

#include "common/document/rule_document.h"
#include "master/attempt_book.h"
#include "master/fleet.h"
#include "master/guard/verdict.h"
#include "master/row.h"

namespace balm::master {

// What guards may look at. Borrowed for one review.
struct Facts {
  Now now;
  const FreezeRow& freeze;
  const std::map<HostName, MaintenanceRow>& maintenance;
  const Fleet& fleet;
  const AttemptBook& attempts;
  bool storage_ok = true;
  bool settled = true;  // false for a while after the master's start
  Instant settled_at;   // when it will be true by time alone
};

// What somebody wants to do: climb a rung of `rule` for `incident`.
struct Proposal {
  const IncidentRow& incident;
  const RuleDocument& rule;
};

struct Review {
  Verdict verdict;                   // of the chain
  std::vector<GuardAnswer> answers;  // of each guard asked; all of them when `all` was wanted
};

// Asks the guards in order; stops at the first that does not allow unless `every_answer` is wanted for an
// explanation.
Review review(const Proposal& proposal, const Facts& facts, bool every_answer = false);

// The names of the chain, in order, for docs and tests.
std::vector<std::string_view> guard_names();

}  // namespace balm::master
