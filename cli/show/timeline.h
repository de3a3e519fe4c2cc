// The journal as people read it: one row for everything that was decided, done or said, with its time.
#pragma once

#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

// Lines of the journal in their order, columns below each other; texts of several lines go on below their
// row.
std::string timeline_text(const ValueList& timeline, const Screen& screen);

// What became of an event, from a line of kind "match": "#1042 nginx-down", "clears #1039", "no rule wanted
// it".
std::string became_text(const Value& line);

}  // namespace balm::cli
