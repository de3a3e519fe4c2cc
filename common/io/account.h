// The user a program runs as, with its groups: what a name in the system's user database stands for.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "common/result.h"

namespace balm {

struct Account {
  std::string name;
  uid_t user = 0;
  gid_t group = 0;
  std::vector<gid_t> groups;  // supplementary; they replace those of the caller
  std::string home;
};

// Looks a name up in the system's user database. May block (NSS). Errors: NotFound, Io.
Result<Account> find_account(const std::string& name);

}  // namespace balm
