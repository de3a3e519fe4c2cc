// The time zones of the machine's tzdata, read with Howard Hinnant's date library. The database is read at
// the first question and kept; names are looked up once. Safe to ask from several threads.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "common/zone.h"

namespace balm {

class TimeZones : public ZoneSource {
 public:
  TimeZones();
  ~TimeZones() override;

  // IANA names, "UTC", fixed offsets; nullptr for what is none of them, also when there is no tzdata.
  const Zone* find(std::string_view name) const override;

 private:
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<const Zone>, std::less<>> zones_;
};

}  // namespace balm
