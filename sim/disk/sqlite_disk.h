// SQLite on a simulated disk: a VFS (https://sqlite.org/vfs.html) under which the master's real store runs.
// One disk at a time is plugged in; files are found by the last part of their path. Used by one thread.
#pragma once

#include <cstdint>

#include "common/random.h"
#include "sim/disk/disk.h"

namespace balm::sim {

// While it lives, every database this process opens lives on `disk`. SQLite's own randomness begins with
// `seed`.
class PluggedDisk {
 public:
  PluggedDisk(Disk& disk, std::uint64_t seed);
  ~PluggedDisk();
  PluggedDisk(const PluggedDisk&) = delete;
  PluggedDisk& operator=(const PluggedDisk&) = delete;
};

}  // namespace balm::sim
