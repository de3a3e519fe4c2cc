// A key row as people and programs get to see it (docs/OPERATOR.md).
#pragma once

#include "common/value.h"
#include "master/moment_view.h"
#include "master/row.h"

namespace balm::master {

inline Value key_view(const KeyRow& row) {
  return Value::map({{"public_key", row.public_key},
                     {"fingerprint", row.fingerprint},
                     {"role", to_text(row.role)},
                     {"state", to_text(row.state)},
                     {"name", row.name},
                     {"address", row.address},
                     {"first_ms", moment_view(row.first)},
                     {"seen_ms", moment_view(row.seen)},
                     {"reason", row.reason},
                     {"note", row.note}});
}

}  // namespace balm::master
