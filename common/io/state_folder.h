// Whether a folder is fit to hold what must not be lost: ours alone, and on a disk of this machine.
#pragma once

#include <cstdint>
#include <string>

#include "common/result.h"

namespace balm {

// Where the files of a folder really are.
enum class Storage {
  Disk,
  Memory,   // tmpfs: gone when the machine restarts
  Network,  // NFS, CIFS and their kind: locks and memory maps of a database do not hold there
};

// By the number statfs(2) gives a file system (linux/magic.h); unknown ones count as disks.
Storage storage_of(std::uint64_t file_system);

// Errors: Denied (others can write there), Io. REQUIRES: the folder exists.
Result<Storage> check_state_folder(const std::string& folder);

}  // namespace balm
