#include "agent/io/modules/file_access.h"

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/io/file_text.h"
#include "common/io/system_error.h"

namespace balm::agent::modules {

namespace {

constexpr mode_t kPermissionBits = 07777;

WallTime wall_of(const timespec& time) {
  return {std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec)};
}

std::string read_link(const std::string& path) {
  std::error_code fault;
  return std::filesystem::read_symlink(path, fault).string();
}

// Before the mode: a change of owner clears setuid bits.
Result<void> own(int fd, const Ownership& wanted, const std::string& path) {
  const uid_t user = wanted.user.value_or(static_cast<uid_t>(-1));
  const gid_t group = wanted.group.value_or(static_cast<gid_t>(-1));
  if ((wanted.user || wanted.group) && ::fchown(fd, user, group) != 0)
    return system_error("cannot change the owner of " + path, errno);
  if (wanted.mode && ::fchmod(fd, *wanted.mode) != 0)
    return system_error("cannot change the mode of " + path, errno);
  return {};
}

bool all_digits(const std::string& text) {
  return !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<uid_t> find_user(const std::string& name) {
  if (all_digits(name)) return static_cast<uid_t>(std::stoul(name));
  const passwd* entry = ::getpwnam(name.c_str());
  return entry ? std::optional(entry->pw_uid) : std::nullopt;
}

std::optional<gid_t> find_group(const std::string& name) {
  if (all_digits(name)) return static_cast<gid_t>(std::stoul(name));
  const group* entry = ::getgrnam(name.c_str());
  return entry ? std::optional(entry->gr_gid) : std::nullopt;
}

}  // namespace

PathFacts look_at(const std::string& path) {
  PathFacts facts;
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return facts;
  facts.mode = info.st_mode & kPermissionBits;
  facts.user = info.st_uid;
  facts.group = info.st_gid;
  facts.device = info.st_dev;
  facts.accessed = wall_of(info.st_atim);
  facts.modified = wall_of(info.st_mtim);
  facts.kind = S_ISREG(info.st_mode)   ? PathFacts::Kind::File
               : S_ISDIR(info.st_mode) ? PathFacts::Kind::Folder
               : S_ISLNK(info.st_mode) ? PathFacts::Kind::Link
                                       : PathFacts::Kind::Other;
  if (facts.kind == PathFacts::Kind::Link) facts.target = read_link(path);
  return facts;
}

std::string kind_word(const PathFacts& facts) {
  return facts.kind == PathFacts::Kind::Folder ? "Directory" : "File";
}

std::string mode_text(mode_t mode) {
  std::string digits;
  for (int shift = 9; shift >= 0; shift -= 3) digits += static_cast<char>('0' + ((mode >> shift) & 7u));
  return digits;
}

mode_t mode_of(std::string_view octal) {
  mode_t mode = 0;
  for (const char digit : octal) mode = mode * 8 + static_cast<mode_t>(digit - '0');
  return mode & kPermissionBits;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

bool is_absolute(const std::string& path) {
  return path.starts_with('/');
}

bool is_root(const std::string& path) {
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  return normal.has_root_directory() && !normal.has_relative_path();
}

Result<Ownership> ownership_of(const Value& arguments, std::string_view mode_argument) {
  Ownership wanted;
  std::string missing;
  if (const std::string user = arguments["user"].string_or(); !user.empty()) {
    wanted.user = find_user(user);
    if (!wanted.user) missing = "User " + user + " is not available";
  }
  if (const std::string group = arguments["group"].string_or(); !group.empty()) {
    wanted.group = find_group(group);
    if (!wanted.group) missing += (missing.empty() ? "" : " ") + ("Group " + group) + " is not available";
  }
  if (!missing.empty()) return Error{Error::Kind::NotFound, missing, ""};
  const std::string mode = arguments[mode_argument].string_or();
  if (!mode.empty() && mode != "keep") wanted.mode = mode_of(mode);
  return wanted;
}

std::string user_name(uid_t user) {
  const passwd* entry = ::getpwuid(user);
  return entry ? entry->pw_name : std::to_string(user);
}

std::string group_name(gid_t group) {
  const struct group* entry = ::getgrgid(group);
  return entry ? entry->gr_name : std::to_string(group);
}

ValueMap ownership_changes(const PathFacts& facts, const Ownership& wanted) {
  ValueMap changes;
  if (wanted.user && *wanted.user != facts.user) changes[Value("user")] = Value(user_name(*wanted.user));
  if (wanted.group && *wanted.group != facts.group)
    changes[Value("group")] = Value(group_name(*wanted.group));
  if (wanted.mode && *wanted.mode != facts.mode && facts.kind != PathFacts::Kind::Link)
    changes[Value("mode")] = Value(mode_text(*wanted.mode));
  return changes;
}

Result<void> set_ownership(const std::string& path, const Ownership& wanted) {
  const PathFacts facts = look_at(path);
  if (ownership_changes(facts, wanted).empty()) return {};
  if (facts.kind == PathFacts::Kind::Link) {
    const uid_t user = wanted.user.value_or(facts.user);
    if (::lchown(path.c_str(), user, wanted.group.value_or(facts.group)) == 0) return {};
    return system_error("cannot change the owner of " + path, errno);
  }
  if (facts.kind == PathFacts::Kind::Other)
    return Error{Error::Kind::BadData, "cannot change " + path + ": it is neither file nor folder", ""};
  // A file without read permission opens for root only; others own what they may change.
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd && errno == EACCES) fd.reset(::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return system_error("cannot open " + path, errno);
  return own(fd.get(), wanted, path);
}

Result<std::string> read_whole(const std::string& path) {
  ReadRules rules;
  rules.bytes_max = kManagedFileBytesMax;
  return read_file(path, rules);
}

Result<void> make_folders_above(const std::string& path, const Ownership& ownership) {
  const std::string folder = folder_of(path);
  if (look_at(folder).exists()) return {};
  if (auto above = make_folders_above(folder, ownership); !above) return above;
  if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST)
    return system_error("cannot make " + folder, errno);
  return set_ownership(folder, ownership);
}

Result<FileDraft> FileDraft::write(const std::string& path, std::string_view text,
                                   const Ownership& ownership) {
  static std::atomic<unsigned> number{0};  // drafts of one process must differ; nothing else depends on it
  const std::string draft = folder_of(path) + "/." + path.substr(path.find_last_of('/') + 1) + ".balm-" +
                            std::to_string(::getpid()) + "-" + std::to_string(number++);
  UniqueFd fd(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!fd) return system_error("cannot write " + path, errno);
  FileDraft made(path, draft);
  if (auto written = write_all(fd.get(), text, path); !written) return written.error();
  if (auto owned = own(fd.get(), ownership, path); !owned) return owned.error();
  if (::fsync(fd.get()) != 0) return system_error("cannot write " + path, errno);
  return made;
}

FileDraft::FileDraft(FileDraft&& other) noexcept
    : path_(std::move(other.path_)), draft_(std::exchange(other.draft_, {})) {}

FileDraft::~FileDraft() {
  if (!draft_.empty()) ::unlink(draft_.c_str());
}

Result<void> FileDraft::commit() {
  if (::rename(draft_.c_str(), path_.c_str()) != 0) return system_error("cannot replace " + path_, errno);
  draft_.clear();
  return sync_folder(folder_of(path_));
}

Result<void> rewrite(const std::string& path, std::string_view text, const Ownership& ownership) {
  const PathFacts facts = look_at(path);
  Ownership kept = ownership;
  if (facts.kind == PathFacts::Kind::File) {
    if (!kept.mode) kept.mode = facts.mode;
    // Only root can give a file away, and only root meets files of others here.
    if (!kept.user && facts.user != ::geteuid()) kept.user = facts.user;
    if (!kept.group && facts.group != ::getegid()) kept.group = facts.group;
  }
  if (!kept.mode) kept.mode = 0644;
  auto draft = FileDraft::write(path, text, kept);
  if (!draft) return draft.error();
  return draft->commit();
}

Result<void> back_up(const std::string& path, const std::string& suffix) {
  auto text = read_whole(path);
  if (!text) return text.error();
  const PathFacts facts = look_at(path);
  Ownership same;
  same.mode = facts.mode;
  if (::geteuid() == 0) {
    same.user = facts.user;
    same.group = facts.group;
  }
  return rewrite(path + suffix, *text, same);
}

Result<void> remove_path(const std::string& path) {
  std::error_code fault;
  std::filesystem::remove_all(path, fault);  // does not follow links, opens folders step by step
  if (fault) return system_error("cannot remove " + path, fault.value());
  return {};
}

}  // namespace balm::agent::modules
