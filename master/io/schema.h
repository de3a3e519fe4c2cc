// The database schema as numbered migrations. Migration n brings a database from version n-1 to n; they run
// in one transaction, so an interrupted upgrade is no upgrade. A database from a newer program is refused,
// never touched.
#pragma once

#include "common/result.h"
#include "master/io/database.h"

namespace balm::master {

inline constexpr std::int64_t kSchemaVersion = 2;
inline constexpr std::int64_t kApplicationId = 0x42414C4D;  // "BALM" in the file's header

// Brings the database up to kSchemaVersion. Errors: BadData (another program's file, a newer schema), Io.
Result<void> migrate(Database& database);

}  // namespace balm::master
