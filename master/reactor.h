// The reactor: which rules want an event, and why the others do not. Pure: the same event, configuration and
// facts give the same findings; live decisions, `balm explain` and tests use this one function.
#pragma once

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
  Error,        // its `if`, `vars` or `key` could not be evaluated: not the same as no
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

// Findings for all rules interested in the event's type, in file order. Status ok never opens anything; it is
// asked nevertheless, because an ok event clears the incident with the same key.
std::vector<Finding> react(const Configuration& config, const Event& event, const Surroundings& around);

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
