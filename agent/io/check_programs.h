// The checks of this host as the executor reads them. Those of the folder it reads itself: the agent process
// names them and never says what they run. A folder that does not read well leaves the last good set in
// force. Those the master hands down come as texts, run as check_user and nobody else, and never hide one of
// the folder.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/io/check_runner.h"
#include "agent/io/checks_folder.h"
#include "common/document/check_document.h"
#include "common/io/account.h"
#include "common/result.h"

namespace balm::agent {

// What is started for a check: argv, its environment (scrubbed, the check's own, BALM_CHECK), its limits.
// `account` empty: as this process.
CheckProgram check_program(const CheckDocument& check, const std::optional<Account>& account);

class CheckPrograms {
 public:
  // `check_user`: of checks that name nobody.
  CheckPrograms(std::string folder, std::string check_user)
      : folder_(folder, nullptr), path_(std::move(folder)), check_user_(std::move(check_user)) {}

  // Reads the folder. Errors: what is wrong in it, all of it; nothing has changed then.
  Result<void> load();

  // The checks of the master from now on. Those that cannot be read are none.
  void hand(const std::vector<std::string>& texts);

  // Errors: NotFound (no such check, no such user), Denied (that user needs root).
  Result<CheckProgram> find(const CheckName& check) const;

  std::size_t size() const { return programs_.size(); }
  const std::string& folder() const { return path_; }
  std::string print() const { return folder_.print(); }  // as ChecksFolder::print()

 private:
  using Programs = std::map<CheckName, Result<CheckProgram>>;
  Result<std::optional<Account>> account_for(const CheckDocument& check) const;
  Result<CheckProgram> program_for(const CheckDocument& check) const;

  ChecksFolder folder_;  // without zones: when a check runs is of no concern here
  std::string path_;
  std::string check_user_;
  Programs programs_;
  std::set<CheckName> taken_;  // names of the folder, also of checks that are switched off
  Programs handed_;
};

}  // namespace balm::agent
