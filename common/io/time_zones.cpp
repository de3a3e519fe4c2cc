#include "common/io/time_zones.h"

#include <stdexcept>

#include <date/tz.h>

namespace balm {
namespace {

class DatabaseZone : public Zone {
 public:
  explicit DatabaseZone(const date::time_zone* zone) : zone_(zone), name_(zone->name()) {}

  LocalTime to_local(WallTime at) const override {
    const date::sys_seconds moment{std::chrono::seconds(at.seconds())};
    return {(moment + zone_->get_info(moment).offset).time_since_epoch().count()};
  }

  Moments to_wall(LocalTime local) const override {
    const date::local_seconds time{std::chrono::seconds(local.seconds)};
    const date::local_info info = zone_->get_info(time);
    const auto moment = [&](const date::sys_info& side) {
      return WallTime::from_seconds(local.seconds - side.offset.count());
    };
    if (info.result == date::local_info::nonexistent) return {};
    if (info.result == date::local_info::unique) return {1, moment(info.first), {}};
    return {2, moment(info.first), moment(info.second)};
  }

  std::string_view name() const override { return name_; }

 private:
  const date::time_zone* zone_;  // lives as long as the process
  std::string name_;
};

// The library throws for unknown names and for a missing or broken database; that ends here.
std::unique_ptr<const Zone> load(std::string_view name) {
  if (auto fixed = fixed_zone(name)) return std::make_unique<FixedZone>(*std::move(fixed));
  try {
    return std::make_unique<DatabaseZone>(date::locate_zone(std::string(name)));
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

constexpr std::size_t kNameBytesMax = 64;

}  // namespace

TimeZones::TimeZones() = default;
TimeZones::~TimeZones() = default;

const Zone* TimeZones::find(std::string_view name) const {
  if (name.empty() || name.size() > kNameBytesMax) return nullptr;
  const std::scoped_lock lock(mutex_);
  const auto known = zones_.find(name);
  if (known != zones_.end()) return known->second.get();
  auto zone = load(name);
  if (zone == nullptr) return nullptr;  // not kept: names come from files and must not fill the memory
  return zones_.emplace(std::string(name), std::move(zone)).first->second.get();
}

}  // namespace balm
