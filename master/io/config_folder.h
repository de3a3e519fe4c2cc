// The folders people write in: read whole, and watched. A change is noticed by inotify on the folders and
// after SIGHUP; a set of files that has faults, or is still being written, changes nothing.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "common/document/master_config.h"
#include "common/io/unique_fd.h"
#include "common/result.h"
#include "master/configuration_text.h"

namespace balm::master {

class ConfigFolder {
 public:
  explicit ConfigFolder(const MasterConfig& config);

  // Reads all files. Errors: those of read_folder(), and BadData when a folder that held files has none any
  // more: a deployment under way looks like that, and so does an accident. A folder that never existed counts
  // as empty.
  Result<ConfigurationText> read();

  // Readable when something changed; -1 when the machine has no inotify to give.
  int fd() const { return watch_.get(); }
  // Swallows what fd() reported; true when a file that counts was touched. Watches new folders too.
  bool changed();
  // True while a program has written to a file that counts and not closed it yet.
  bool being_written() const { return !open_.empty(); }
  // True when another folder stands where a watched one stood (renamed, mounted, a link turned). Cheap enough
  // to ask every few seconds.
  bool replaced();

 private:
  using Identity = std::pair<dev_t, ino_t>;

  Result<void> read_documents_of(const std::string& folder, std::vector<NamedText>& into);
  void watch_tree();
  bool take(int watch, std::uint32_t mask, const std::string& name);
  std::vector<Identity> identities() const;

  std::vector<std::string> document_folders_;  // without doubles
  std::string states_folder_;
  std::vector<std::string> escalate_;
  UniqueFd watch_;
  std::set<std::string> filled_;                // folders that held files when they were last read
  std::set<std::pair<int, std::string>> open_;  // being written: watch, name
  std::vector<Identity> watched_;               // of the folders as they were when they were watched
};

}  // namespace balm::master
