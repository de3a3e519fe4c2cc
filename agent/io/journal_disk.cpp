#include "agent/io/journal_disk.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>

#include "agent/executor/executor_limits.h"

namespace balm::agent {
namespace {

constexpr const char* kName = "/journal";
constexpr const char* kNext = "/journal.new";
constexpr const char* kAside = "/journal.damaged";

bool write_all(int fd, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t put = pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
  return true;
}

// Zeros that are really written: a later write over them changes no metadata, so that fdatasync has only data
// to write.
bool write_zeros(int fd, std::uint64_t from, std::uint64_t upto) {
  const std::string zeros(64 * 1024, '\0');
  while (from < upto) {
    const std::size_t part = std::min<std::uint64_t>(zeros.size(), upto - from);
    if (!write_all(fd, std::string_view(zeros).substr(0, part), from)) return false;
    from += part;
  }
  return true;
}

}  // namespace

Error FileJournalDisk::failed(std::string_view what) const {
  const int number = errno;
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  const auto kind = number == ENOENT                      ? Error::Kind::NotFound
                    : full                                ? Error::Kind::Refused
                    : number == EACCES || number == ELOOP ? Error::Kind::Denied
                                                          : Error::Kind::Io;
  return {kind, folder_ + ": " + std::string(what) + ": " + std::strerror(number), {}};
}

Result<std::string> FileJournalDisk::read() {
  file_ = UniqueFd(open((folder_ + kName).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file_) return failed("cannot open the journal");
  struct stat facts {};
  if (fstat(file_.get(), &facts) != 0) return failed("cannot look at the journal");
  if (!S_ISREG(facts.st_mode) || facts.st_uid != geteuid() || (facts.st_mode & 077u) != 0)
    return Error{Error::Kind::Denied, folder_ + kName + " is not a file of ours alone", "chmod 0600, chown"};
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  if (size > limits::kJournalBytesMax) return std::string(1, '?');  // no journal of ours: damaged
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got =
        pread(file_.get(), bytes.data() + have, bytes.size() - have, static_cast<off_t>(have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("cannot read the journal");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  reserved_ = have;
  return bytes;
}

Result<void> FileJournalDisk::write_at(std::uint64_t offset, std::string_view bytes) {
  if (!file_ || !write_all(file_.get(), bytes, offset)) return failed("cannot write the journal");
  reserved_ = std::max<std::uint64_t>(reserved_, offset + bytes.size());
  return {};
}

Result<void> FileJournalDisk::reserve(std::uint64_t bytes) {
  if (bytes <= reserved_) return {};
  if (!file_ || !write_zeros(file_.get(), reserved_, bytes))
    return failed("cannot make room for the journal");
  reserved_ = bytes;
  return {};
}

Result<void> FileJournalDisk::sync() {
  if (!file_ || fdatasync(file_.get()) != 0) return failed("cannot sync the journal");
  return {};
}

Result<void> FileJournalDisk::replace(std::string_view bytes) {
  const std::string next = folder_ + kNext;
  unlink(next.c_str());  // of an attempt that was cut short
  UniqueFd file(open(next.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file || !write_all(file.get(), bytes, 0) || fsync(file.get()) != 0)
    return failed("cannot write a new journal");
  if (rename(next.c_str(), (folder_ + kName).c_str()) != 0)
    return failed("cannot put a new journal in place");
  file_ = std::move(file);
  reserved_ = bytes.size();
  return sync_folder();
}

Result<void> FileJournalDisk::set_aside() {
  file_.reset();
  if (rename((folder_ + kName).c_str(), (folder_ + kAside).c_str()) != 0)
    return failed("cannot set the journal aside");
  return sync_folder();
}

Result<void> FileJournalDisk::sync_folder() {
  const UniqueFd folder(open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || fsync(folder.get()) != 0) return failed("cannot sync the folder");
  return {};
}

}  // namespace balm::agent
