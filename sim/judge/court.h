// All judges, and the record they share.
#pragma once

#include <memory>
#include <vector>

#include "sim/judge/judge.h"
#include "sim/judge/limits.h"

namespace balm::sim {

class Court {
 public:
  explicit Court(std::vector<Bounds> bounds);

  void see(const Fact& fact, Duration at, WallTime master_wall);
  void close(bool rested);
  const std::vector<Breach>& breaches() const { return record_.breaches; }

 private:
  Record record_;
  std::vector<std::unique_ptr<Judge>> judges_;
};

}  // namespace balm::sim
