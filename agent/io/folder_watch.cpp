#include "agent/io/folder_watch.h"

#include <array>

#include <sys/inotify.h>
#include <unistd.h>

#include "common/invariant.h"

namespace balm::agent {

FolderWatch::FolderWatch() : inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  BALM_ASSERT(inotify_);
}

bool FolderWatch::watch(const std::string& path) {
  constexpr std::uint32_t kChanges = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB |
                                     IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  // The same folder keeps its number. Removing a watch is an event of its own: whoever watches anew after
  // each event must not cause the next one.
  const int watched = inotify_add_watch(inotify_.get(), path.c_str(), kChanges);
  if (watched_ >= 0 && watched_ != watched) inotify_rm_watch(inotify_.get(), watched_);
  watched_ = watched;
  return watched_ >= 0;
}

bool FolderWatch::take() {
  std::array<char, 4096> events;
  bool any = false;
  while (read(inotify_.get(), events.data(), events.size()) > 0) any = true;
  return any;
}

}  // namespace balm::agent
