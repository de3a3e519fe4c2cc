#include "sim/disk/journal_disk.h"

namespace balm::sim {
namespace {

constexpr const char* kName = "journal";

Error failed(const Disk& disk) {
  const bool full = disk.fault == Disk::Fault::Full;
  return {full ? Error::Kind::Refused : Error::Kind::Io, full ? "no space left" : "input/output error", ""};
}

}  // namespace

Result<std::string> SimJournalDisk::read() {
  if (!disk_.has(kName)) return Error{Error::Kind::NotFound, "no journal", ""};
  return disk_.file(kName).bytes() + std::string(64, '\0');
}

Result<void> SimJournalDisk::write_at(std::uint64_t offset, std::string_view bytes) {
  if (disk_.fault != Disk::Fault::Full && !disk_.may_write()) return failed(disk_);
  disk_.file(kName).write(offset, bytes);  // a full disk still takes what was reserved
  return {};
}

Result<void> SimJournalDisk::reserve(std::uint64_t) {
  if (!disk_.may_write()) return failed(disk_);
  return {};
}

Result<void> SimJournalDisk::sync() {
  if (!disk_.may_sync()) return failed(disk_);
  disk_.file(kName).sync();
  return {};
}

Result<void> SimJournalDisk::replace(std::string_view bytes) {
  if (!disk_.may_write() || !disk_.may_sync()) return failed(disk_);
  disk_.file(kName).replace(bytes.substr(0, bytes.find_last_not_of('\0') + 1));
  return {};
}

Result<void> SimJournalDisk::set_aside() {
  if (!disk_.may_write()) return failed(disk_);
  disk_.rename(kName, "journal.damaged");
  return {};
}

}  // namespace balm::sim
