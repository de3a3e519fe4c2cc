// A machine's clocks: the boot clock counts from its last boot and goes on while the machine is frozen; the
// wall clock can be set.
#pragma once

#include <string>

#include "common/instant.h"
#include "sim/timeline.h"

namespace balm::sim {

class Machine {
 public:
  explicit Machine(std::string name, const Timeline& time) : name_(std::move(name)), time_(time) { boot(); }

  Now now() const {
    return {{kFirstSecond + time_.now() - booted_}, kWorldBegins + time_.now() + wall_offset_};
  }
  void boot() {
    booted_ = time_.now();
    boot_id_ = name_ + "-boot-" + std::to_string(++boots_);
  }
  void set_clock(Duration by) { wall_offset_ += by; }
  Duration clock_error() const { return wall_offset_; }

  const std::string& name() const { return name_; }
  const std::string& boot_id() const { return boot_id_; }

 private:
  static constexpr Duration kFirstSecond = 10s;
  static constexpr WallTime kWorldBegins{std::chrono::seconds(1'773'457'620)};  // 2026-03-14T03:07:00Z

  std::string name_;
  const Timeline& time_;
  Duration booted_{};
  Duration wall_offset_{};
  unsigned boots_ = 0;
  std::string boot_id_;
};

}  // namespace balm::sim
