// Short texts about incidents and attempts that several pages share.
#pragma once

#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

// "3 of 3 rungs failed", "rung 2/3, verifying, 22s left", "waiting: cool-down, until 03:10".
std::string doing_text(const Value& incident, const Screen& screen);

// "NEEDS YOU, open for 12m 04s", "healed after 2.8s", "BEING HANDLED, open for 8s".
std::string standing_text(const Value& incident, const Screen& screen);

// "healed", "failed", "observed", or what is going on when it has not ended.
std::string outcome_text(const Value& attempt);

// "3 nginx.reinstall", "-"
std::string rung_text(const Value& attempt);

// "3.1s" until the check was seen ok, "no" when it never was.
std::string verified_text(const Value& attempt);

}  // namespace balm::cli
