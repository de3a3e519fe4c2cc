#include "agent/io/program_file.h"

#include <sys/xattr.h>

#include "common/io/spawn.h"

namespace balm::agent {

std::optional<ProgramFile> find_program_file(const ProgramSpec& spec) {
  if (spec.argv.empty()) return std::nullopt;
  for (const std::string& path : program_paths(spec)) {
    ProgramFile file{path, {}};
    if (::stat(path.c_str(), &file.facts) == 0 && S_ISREG(file.facts.st_mode)) return file;
  }
  return std::nullopt;
}

Result<void> check_writers(const ProgramFile& file, uid_t runs_as) {
  const auto denied = [&](const std::string& why, const std::string& hint) {
    return Error{Error::Kind::Denied, "will not run " + file.path + ": " + why, hint};
  };
  const mode_t forbidden = runs_as == 0 ? 0022 : 0002;
  if ((file.facts.st_mode & forbidden) != 0)
    return denied("others can write to it", "chmod go-w " + file.path);
  if (runs_as == 0 && file.facts.st_uid != 0)
    return denied("it would run as root and belongs to user " + std::to_string(file.facts.st_uid),
                  "chown root " + file.path);
  return {};
}

bool has_own_rights(const ProgramFile& file) {
  if ((file.facts.st_mode & (S_ISUID | S_ISGID)) != 0) return true;
  return ::getxattr(file.path.c_str(), "security.capability", nullptr, 0) > 0;
}

bool was_replaced(const ProgramFile& before) {
  struct stat now {};
  if (::stat(before.path.c_str(), &now) != 0) return true;
  const struct stat& was = before.facts;
  return now.st_dev != was.st_dev || now.st_ino != was.st_ino || now.st_size != was.st_size ||
         now.st_mtim.tv_sec != was.st_mtim.tv_sec || now.st_mtim.tv_nsec != was.st_mtim.tv_nsec;
}

}  // namespace balm::agent
