#include "common/io/account.h"

#include <cerrno>

#include <grp.h>
#include <pwd.h>

#include "common/io/system_error.h"

namespace balm {

Result<Account> find_account(const std::string& name) {
  std::vector<char> buffer(64 * 1024);
  passwd entry{};
  passwd* found = nullptr;
  const int failed = ::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
  if (failed != 0) return system_error("cannot look up user " + name, failed);
  if (found == nullptr) return Error{Error::Kind::NotFound, "there is no user " + name, ""};
  Account account{name, found->pw_uid, found->pw_gid, {}, found->pw_dir};
  int count = 64;
  account.groups.resize(static_cast<std::size_t>(count));
  if (::getgrouplist(name.c_str(), found->pw_gid, account.groups.data(), &count) < 0) {
    account.groups.resize(static_cast<std::size_t>(count));
    if (::getgrouplist(name.c_str(), found->pw_gid, account.groups.data(), &count) < 0)
      return Error{Error::Kind::Io, "cannot read the groups of user " + name, ""};
  }
  account.groups.resize(static_cast<std::size_t>(count));
  return account;
}

}  // namespace balm
