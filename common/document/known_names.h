// What documents may refer to besides each other: lets references be checked while files load, with the place
// of each.
#pragma once

#include <map>
#include <set>
#include <string>

#include "common/zone.h"

namespace balm {

struct KnownNames {
  // parameter -> whether it must be given
  using Params = std::map<std::string, bool>;

  const ZoneSource* zones = nullptr;  // nullptr: names of zones are not checked
  const std::map<std::string, Params>* states =
      nullptr;                                // nullptr: states and their parameters are not checked
  std::set<std::string> notifiers = {"log"};  // besides those in the files
  bool notifiers_complete = true;             // false: unknown notifiers are not reported
  bool hands_checks_down = false;  // true: files of a master, where a check with `hosts` is for agents
};

}  // namespace balm
