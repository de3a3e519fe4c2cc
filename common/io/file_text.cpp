#include "common/io/file_text.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "common/io/system_error.h"
#include "common/io/unique_fd.h"
#include "common/size_text.h"

namespace balm {
namespace {

Error bad_file(const std::string& path, const std::string& why) {
  return {Error::Kind::BadData, "cannot read " + path + ": " + why, ""};
}

std::string octal(mode_t mode) {
  std::string digits;
  for (int shift = 6; shift >= 0; shift -= 3) digits += static_cast<char>('0' + ((mode >> shift) & 7u));
  return "0" + digits;
}

std::optional<Error> check_rules(const std::string& path, const struct stat& info, const ReadRules& rules) {
  if (S_ISDIR(info.st_mode)) return bad_file(path, "it is a folder");
  if (!S_ISREG(info.st_mode)) return bad_file(path, "it is no regular file");
  const mode_t loose = info.st_mode & rules.forbidden_mode;
  if (loose != 0)
    return Error{Error::Kind::Denied,
                 "will not read " + path + ": its mode " + octal(info.st_mode) + " lets others in",
                 "chmod " + octal(info.st_mode & 0777u & ~rules.forbidden_mode) + " " + path};
  if (rules.owner && info.st_uid != *rules.owner && info.st_uid != 0)
    return Error{Error::Kind::Denied,
                 "will not read " + path + ": it belongs to user " + std::to_string(info.st_uid), ""};
  if (info.st_size > 0 && static_cast<std::size_t>(info.st_size) > rules.bytes_max)
    return bad_file(path, "it is larger than " + size_text(rules.bytes_max) + " bytes");
  return std::nullopt;
}

// Reads to the end or to one byte beyond the bound; files in /proc have no size beforehand.
Result<std::string> read_all(int fd, const std::string& path, std::size_t bytes_max) {
  std::string text;
  char buffer[16 * 1024];
  for (;;) {
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("cannot read " + path, errno);
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > bytes_max)
      return bad_file(path, "it is larger than " + size_text(bytes_max) + " bytes");
  }
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// Next to the target, hidden, and different for every process and call.
std::string draft_name(const std::string& path) {
  static std::atomic<unsigned> calls{0};
  const std::size_t slash = path.rfind('/') + 1;  // 0 when there is none
  return path.substr(0, slash) + "." + path.substr(slash) + "." + std::to_string(::getpid()) + "-" +
         std::to_string(calls++) + ".draft";
}

enum class Durable { No, Yes };

Result<void> write_draft(const std::string& draft, std::string_view text, mode_t mode, Durable durable) {
  const UniqueFd fd(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!fd) return system_error("cannot create " + draft, errno);
  if (::fchmod(fd.get(), mode) != 0) return system_error("cannot set the mode of " + draft, errno);
  if (auto written = write_all(fd.get(), text, draft); !written) return written;
  if (durable == Durable::Yes && ::fsync(fd.get()) != 0) return system_error("cannot write " + draft, errno);
  return {};
}

Result<void> replace(const std::string& path, std::string_view text, mode_t mode, Durable durable) {
  const std::string draft = draft_name(path);
  auto done = write_draft(draft, text, mode, durable);
  if (done && ::rename(draft.c_str(), path.c_str()) != 0)
    done = system_error("cannot replace " + path, errno);
  if (!done) {
    ::unlink(draft.c_str());
    return done;
  }
  return durable == Durable::Yes ? sync_folder(folder_of(path)) : done;
}

bool ends_in_one(std::string_view name, const std::vector<std::string>& suffixes) {
  return std::any_of(suffixes.begin(), suffixes.end(),
                     [name](const std::string& suffix) { return name.ends_with(suffix); });
}

}  // namespace

Result<void> write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t put = ::write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return system_error("cannot write " + path, errno);
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

Result<void> sync_folder(const std::string& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return system_error("cannot open " + path, errno);
  if (::fsync(fd.get()) != 0) return system_error("cannot write " + path, errno);
  return {};
}

Result<std::string> read_file(const std::string& path, const ReadRules& rules) {
  // O_NONBLOCK: opening a pipe nobody writes to must not hang; it means nothing for regular files.
  const int link = rules.follow_link ? 0 : O_NOFOLLOW;
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | link));
  if (!fd && errno == ELOOP && !rules.follow_link) return bad_file(path, "it is a symbolic link");
  if (!fd) return system_error("cannot read " + path, errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return system_error("cannot read " + path, errno);
  if (auto refused = check_rules(path, info, rules)) return *std::move(refused);
  return read_all(fd.get(), path, rules.bytes_max);
}

Result<void> replace_file(const std::string& path, std::string_view text, mode_t mode) {
  return replace(path, text, mode, Durable::Yes);
}

Result<void> replace_file_quickly(const std::string& path, std::string_view text, mode_t mode) {
  return replace(path, text, mode, Durable::No);
}

Result<std::vector<std::string>> list_folder(const std::string& path,
                                             const std::vector<std::string>& suffixes) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  if (!folder) return system_error("cannot read the folder " + path, errno);
  std::vector<std::string> paths;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): only calls on one stream disturb each other
  for (errno = 0; const dirent* entry = ::readdir(folder.get()); errno = 0) {
    const std::string_view name = entry->d_name;
    if (name.starts_with('.') || !ends_in_one(name, suffixes)) continue;
    paths.push_back(path + (path.ends_with('/') ? "" : "/") + std::string(name));
  }
  if (errno != 0) return system_error("cannot read the folder " + path, errno);
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<void> make_folder(const std::string& path, mode_t mode) {
  if (::mkdir(path.c_str(), mode) == 0) return {};
  if (errno != EEXIST) return system_error("cannot make the folder " + path, errno);
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) return {};
  return Error{Error::Kind::BadData, "cannot make the folder " + path + ": something else is there", ""};
}

}  // namespace balm
