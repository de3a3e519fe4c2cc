// The folders people write in: read whole, and watched. A change is noticed by inotify on the folders and
// after SIGHUP; a set of files that has faults changes nothing.
#pragma once

#include <string>
#include <vector>

#include "common/document/master_config.h"
#include "common/io/unique_fd.h"
#include "common/result.h"
#include "master/configuration_text.h"

namespace balm::master {

class ConfigFolder {
 public:
  explicit ConfigFolder(const MasterConfig& config);

  // Reads all files. Errors: those of the files themselves (unreadable, too large, not regular), with the
  // path. A folder that does not exist counts as empty.
  Result<ConfigurationText> read() const;

  // Readable when something changed; -1 when the machine has no inotify to give.
  int fd() const { return watch_.get(); }
  // Swallows what fd() reported; true when a file that counts was touched. Watches new folders too.
  bool changed();

 private:
  void watch_tree();

  std::vector<std::string> document_folders_;  // without doubles
  std::string states_folder_;
  std::vector<std::string> escalate_;
  UniqueFd watch_;
};

}  // namespace balm::master
