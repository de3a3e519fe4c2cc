// Local messages <-> bytes: the message's name, a newline, one JSON object. Mapping and bounds are those of
// common/wire where both know a part. Both ends are one program of one version, so there is no version here.
#pragma once

#include <string>
#include <string_view>

#include "agent/local_message.h"
#include "common/result.h"

namespace balm::agent {

std::string encode(const ToExecutor& message);
std::string encode(const FromExecutor& message);

// Each side reads only what the other may say. Errors: Kind::BadData.
Result<ToExecutor> decode_to_executor(std::string_view bytes);
Result<FromExecutor> decode_from_executor(std::string_view bytes);

}  // namespace balm::agent
