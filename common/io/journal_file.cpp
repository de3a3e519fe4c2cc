#include "common/io/journal_file.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>

#include "common/crc32c.h"

namespace balm {
namespace {

// Starts every record. No UTF-8 text contains the last byte, so a text never looks like the start of a
// record.
constexpr std::string_view kMark = "\xBA\x17\x0D\xFE";
constexpr std::size_t kHeadBytes = 12;  // mark, length, checksum

std::uint32_t read_u32(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return value;
}

void append_u32(std::string& bytes, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFu);
}

// The text of the record at the front of `bytes`; empty when there is no whole one.
std::string_view record_at(std::string_view bytes) {
  if (bytes.size() < kHeadBytes || !bytes.starts_with(kMark)) return {};
  const std::size_t length = read_u32(bytes.substr(4));
  if (length == 0 || length > JournalFile::kRecordBytesMax || length > bytes.size() - kHeadBytes) return {};
  const std::string_view text = bytes.substr(kHeadBytes, length);
  if (crc32c(text, crc32c(bytes.substr(4, 4))) != read_u32(bytes.substr(8))) return {};
  return text;
}

bool whole_record_within(std::string_view bytes) {
  for (std::size_t at = bytes.find(kMark); at != std::string_view::npos; at = bytes.find(kMark, at + 1))
    if (!record_at(bytes.substr(at)).empty()) return true;
  return false;
}

Error io_error(const std::string& path, std::string_view what) {
  const auto kind = errno == ENOENT                     ? Error::Kind::NotFound
                    : errno == ELOOP || errno == EACCES ? Error::Kind::Denied
                                                        : Error::Kind::Io;
  return {kind, path + ": " + std::string(what) + ": " + std::strerror(errno), ""};
}

Result<std::string> read_all(const UniqueFd& file, const std::string& path) {
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return io_error(path, "cannot look at it");
  if (!S_ISREG(info.st_mode)) return Error{Error::Kind::Denied, path + " is not a regular file", ""};
  if (info.st_uid != geteuid()) return Error{Error::Kind::Denied, path + " belongs to another user", ""};
  if ((info.st_mode & 0077u) != 0)
    return Error{Error::Kind::Denied, path + " can be used by others", "chmod 0600 " + path};
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got = pread(file.get(), bytes.data() + have, bytes.size() - have, static_cast<off_t>(have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error(path, "cannot read");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

Result<void> sync_folder(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const UniqueFd handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || fsync(handle.get()) != 0) return io_error(folder, "cannot sync");
  return {};
}

}  // namespace

std::string journal_record(std::string_view text) {
  std::string length;
  append_u32(length, static_cast<std::uint32_t>(text.size()));
  std::string record;
  record.reserve(kHeadBytes + text.size());
  record.append(kMark).append(length);
  append_u32(record, crc32c(text, crc32c(length)));
  record.append(text);
  return record;
}

JournalScan scan_journal(std::string_view bytes) {
  JournalScan scan;
  while (scan.whole_bytes < bytes.size()) {
    const std::string_view text = record_at(bytes.substr(scan.whole_bytes));
    if (text.empty()) break;
    scan.records.push_back(text);
    scan.whole_bytes += kHeadBytes + text.size();
  }
  scan.damaged = whole_record_within(bytes.substr(scan.whole_bytes));
  return scan;
}

Result<JournalFile::Opened> JournalFile::open(const Options& options) {
  const int flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | (options.create ? O_CREAT : 0);
  UniqueFd file(::open(options.path.c_str(), flags, 0600));
  if (!file) return io_error(options.path, "cannot open");
  const Result<std::string> bytes = read_all(file, options.path);
  if (!bytes) return bytes.error();
  const std::string header = options.kind + "\n";
  JournalFile journal(std::move(file), header.size(), options.path);
  if (bytes->size() < header.size() && header.starts_with(*bytes)) {  // new, or its making was cut short
    if (auto begun = journal.begin(header); !begun) return begun.error();
    return Opened{std::move(journal), {}, 0, true};
  }
  if (!bytes->starts_with(header))
    return Error{Error::Kind::BadData, options.path + " is not a \"" + options.kind + "\" file", ""};
  const JournalScan scan = scan_journal(std::string_view(*bytes).substr(header.size()));
  journal.bytes_ += scan.whole_bytes;
  if (scan.damaged)
    return Error{Error::Kind::BadData, options.path + " is damaged at byte " + std::to_string(journal.bytes_),
                 ""};
  const std::uint64_t cut_bytes = bytes->size() - journal.bytes_;
  if (auto cut = journal.cut(cut_bytes); !cut) return cut.error();
  journal.dirty_ = true;  // what an earlier process wrote may not be on the disk: the first sync sees to it
  return Opened{std::move(journal), {scan.records.begin(), scan.records.end()}, cut_bytes, false};
}

Result<void> JournalFile::begin(const std::string& header) {
  if (ftruncate(file_.get(), 0) != 0 || !write_all(file_.get(), header)) return failed("cannot write");
  dirty_ = true;
  if (auto synced = sync(); !synced) return synced;
  return sync_folder(path_);
}

Result<void> JournalFile::cut(std::uint64_t torn_bytes) {
  if (torn_bytes == 0) return {};
  if (ftruncate(file_.get(), static_cast<off_t>(bytes_)) != 0) return failed("cannot cut");
  dirty_ = true;
  return sync();
}

Error JournalFile::failed(std::string_view what) {
  broken_ = true;
  return io_error(path_, what);
}

Result<void> JournalFile::append(std::string_view record) {
  auto written = append_hint(record);
  dirty_ = dirty_ || written.ok();
  return written;
}

Result<void> JournalFile::append_hint(std::string_view record) {
  BALM_ASSERT(!record.empty());
  if (broken_) return Error{Error::Kind::Io, path_ + " is closed after an error", ""};
  if (record.size() > kRecordBytesMax) return Error{Error::Kind::Usage, "the record is too large", ""};
  const std::string bytes = journal_record(record);
  if (!write_all(file_.get(), bytes)) return failed("cannot write");
  bytes_ += bytes.size();
  hinted_ = true;
  return {};
}

Result<void> JournalFile::sync_all() {
  dirty_ = dirty_ || hinted_;
  return sync();
}

Result<void> JournalFile::sync() {
  if (broken_) return Error{Error::Kind::Io, path_ + " is closed after an error", ""};
  if (!dirty_) return {};
  if (fdatasync(file_.get()) != 0) return failed("cannot sync");
  dirty_ = hinted_ = false;
  return {};
}

}  // namespace balm
