// Tells when something in a folder has changed (inotify): files written, moved, deleted.
#pragma once

#include <string>

#include "common/io/unique_fd.h"

namespace balm::agent {

class FolderWatch {
 public:
  FolderWatch();

  // Watches `path`, and nothing else any more. False when it cannot: no such folder, or no more watches to be
  // had.
  bool watch(const std::string& path);

  // Readable when something has changed.
  int fd() const { return inotify_.get(); }
  // Takes what was told; true when there was something.
  bool take();

 private:
  UniqueFd inotify_;
  int watched_ = -1;
};

}  // namespace balm::agent
