// Numbered tests, the first root cause first; each failure with why and fix.
#pragma once

#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

// Takes `tests [{name, verdict (ok, note, failed), detail, why, fix}]`.
std::string doctor_page(const Value& data, const Screen& screen);

std::int64_t failed_tests(const Value& data);

}  // namespace balm::cli
