// What values cost an evaluation beyond the node that makes them, in steps. Without it a short expression
// could copy a long text a hundred thousand times, or build lists of lists that share their elements and
// compare them element by element.
#pragma once

#include <cstddef>

#include "common/value.h"

namespace balm::expression {

// Making or copying: the bytes of a text, the elements of a list or map but not what is in them (that is
// shared).
std::size_t weight(const Value& value);

// Walking through all of it. Stops counting soon after `limit`.
std::size_t deep_weight(const Value& value, std::size_t limit);

}  // namespace balm::expression
