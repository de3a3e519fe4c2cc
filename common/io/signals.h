// SIGTERM, SIGINT and SIGHUP as something to read. Make it first in main(), before any thread: threads
// inherit the mask. Programs started later inherit it too: whoever starts one unblocks all signals there
// (posix_spawnattr_setsigmask).
#pragma once

#include <optional>

#include "common/io/unique_fd.h"

namespace balm {

class Signals {
 public:
  enum class Kind { Stop, Reload };

  Signals();  // also ignores SIGPIPE: a peer that went away is an error of write(), not an end

  int fd() const { return file_.get(); }
  std::optional<Kind> receive();

 private:
  UniqueFd file_;
};

}  // namespace balm
