// `balm history show N.A`: one attempt with its steps as Salt reports them, and its hash-chained log.
#pragma once

#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

std::string attempt_page(const Value& data, const Screen& screen);

// Steps one below the other, each with its comment and changes; also for `states run`.
std::string steps_text(const ValueList& steps, const Screen& screen, std::string_view margin);

// "2 steps, 1 change"
std::string steps_summary(const ValueList& steps);

}  // namespace balm::cli
