// The checks the master has handed down to this host, beside those of its own files. A name that a file of
// the host uses is the file's: switched off there means switched off. What does not run is said, with why.
#pragma once

#include <string>
#include <vector>

#include "common/document/check_document.h"
#include "common/message.h"
#include "common/zone.h"

namespace balm::agent {

class HandedChecks {
 public:
  // `kept`: what was on disk. `zones` may be null, else it outlives this.
  HandedChecks(CheckSet kept, const ZoneSource* zones);

  // From now on these.
  void replace(CheckSet set);
  const CheckSet& set() const { return set_; }

  // Whether the texts are what the hash says: false for a damaged file or message.
  static bool is_whole(const CheckSet& set);

  // `local` and, behind them, those of the set whose names no local check uses. Also says what is wrong.
  std::vector<CheckDocument> beside(std::vector<CheckDocument> local);
  // Of the newest beside(), at most limits::kCheckFaultsMax.
  const std::vector<CheckFault>& faults() const { return faults_; }

 private:
  void fault(const CheckName& check, std::string text);

  CheckSet set_;
  const ZoneSource* zones_;
  std::vector<CheckDocument> checks_;   // of the set, those that can be read
  std::vector<CheckFault> unreadable_;  // the others
  std::vector<CheckFault> faults_;
};

}  // namespace balm::agent
