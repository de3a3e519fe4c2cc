// The reactor: which rules want an event, and why the others do not. Pure: the same event, configuration and
// facts give the same findings; live decisions, `balm explain` and tests ask each rule by one function.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "common/event.h"
#include "common/expression/program.h"
#include "common/zone.h"
#include "master/configuration.h"
#include "master/fleet.h"

namespace balm::master {

enum class Wanted {
  Yes,
  Disabled,     // the rule is switched off
  OtherHost,    // its `hosts` does not select this host
  ConditionNo,  // its `if` says no
  Error,        // its `vars` or `if`, or then its `key`, could not be evaluated: not the same as no
};
std::string_view to_text(Wanted wanted);

struct Finding {
  const RuleDocument* rule = nullptr;
  Wanted wanted = Wanted::ConditionNo;
  std::string error;    // for Error: which part and what happened
  std::string key;      // for Yes
  Value vars;           // for Yes
  std::string summary;  // for Yes
};

struct Surroundings {
  const Fleet& fleet;
  WallTime now;
  const ZoneSource* zones = nullptr;
};

// What comes of the event: the rules that want it and those that could not be evaluated, in file order. Rules
// that say no are left out, most of them without having been looked at (rule_index.h); review() names them
// too.
std::vector<Finding> react(const Configuration& config, const Event& event, const Surroundings& around);

// The same and why the other rules interested in the event's type do not want it, by asking every one of
// them: for `balm explain`, and what react() is compared with in tests.
std::vector<Finding> review(const Configuration& config, const Event& event, const Surroundings& around);

// The keys of incidents that an ok event clears, of those of `rules` that are interested in it: whatever
// their `if` says, as the problem it speaks of is over.
std::vector<std::string> cleared_keys(const Configuration& config, const Event& event,
                                      const Surroundings& around, const std::set<RuleName>& rules);

// The names an expression of a rule sees for this event: event, host, check.
ValueMap names_for(const Event& event, const Surroundings& around);

// hosts(selector) of expressions, answered from the fleet.
class FleetView : public expression::FleetFacts {
 public:
  explicit FleetView(const Fleet& fleet) : fleet_(fleet) {}
  Value hosts(std::string_view selector) const override;

 private:
  const Fleet& fleet_;
};

}  // namespace balm::master
