// What a task says about itself, cut to what journal and wire can carry and read back: a record the journal
// could not read again would make the whole journal unbelievable.
#pragma once

#include <string>
#include <string_view>

#include "common/value.h"

namespace balm::executor {

// At most limits::kSentenceBytesMax bytes of valid UTF-8.
std::string bounded_comment(std::string_view text);

// Step results as JSON stay below limits::kResultBytesMax and below the nesting a reader accepts; single
// steps that are too large or too deep are replaced by their id and a remark, from the largest.
Value bounded_steps(const Value& steps);

}  // namespace balm::executor
