// Record <-> JSON text, as the journal stores it: {"r":"accept","attempt":"1042.2",...}. Times are
// milliseconds since 1970. Reading ignores unknown members; a record of an unknown kind is refused, because a
// ledger with a gap may start twice.
#pragma once

#include <string>
#include <string_view>

#include "agent/executor/record.h"
#include "common/result.h"
#include "common/value.h"

namespace balm::executor {

std::string encode_record(const Record& record);

// Errors: Kind::BadData.
Result<Record> decode_record(std::string_view json);

}  // namespace balm::executor
