// The checks of this host as files: checks.d/*.yaml. Whoever can write there decides what runs here, so files
// others could write are refused. Read by both processes: the agent learns when to run what, the executor
// how.
#pragma once

#include <string>
#include <vector>

#include "common/document/check_document.h"
#include "common/issue.h"
#include "common/result.h"
#include "common/zone.h"

namespace balm::agent {

class ChecksFolder {
 public:
  ChecksFolder(std::string path, const ZoneSource* zones) : path_(std::move(path)), zones_(zones) {}

  // All checks of all files, or every fault of them. A missing folder holds no checks. Errors: those of
  // read_folder(), and BadData when a folder that held files has none any more: a deployment under way looks
  // like that, and so does an accident.
  Result<Parsed<std::vector<CheckDocument>>> read();

  // Changes when a file does, or the manifest, or who may write to them (name, size, time, mode or owner);
  // cheap enough to ask every few seconds. A folder whose print differs between two looks is being written
  // to: wait until it stays the same.
  std::string print() const;

 private:
  std::string path_;
  const ZoneSource* zones_;
  bool filled_ = false;  // it held files when it was last read
};

}  // namespace balm::agent
