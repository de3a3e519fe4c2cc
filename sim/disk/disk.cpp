#include "sim/disk/disk.h"

#include <algorithm>
#include <utility>

namespace balm::sim {

void DiskFile::put(std::string& file, std::size_t offset, std::string_view bytes) {
  if (file.size() < offset + bytes.size()) file.resize(offset + bytes.size(), '\0');
  std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

void DiskFile::write(std::size_t offset, std::string_view bytes) {
  put(bytes_, offset, bytes);
  unsynced_.push_back({offset, std::string(bytes), false});
}

void DiskFile::truncate(std::size_t size) {
  bytes_.resize(size, '\0');
  unsynced_.push_back({size, {}, true});
}

void DiskFile::sync() {
  for (const Write& write : unsynced_) {
    if (write.truncates)
      durable_.resize(write.offset, '\0');
    else
      put(durable_, write.offset, write.bytes);
  }
  unsynced_.clear();
}

void DiskFile::replace(std::string_view bytes) {
  bytes_ = durable_ = bytes;
  unsynced_.clear();
}

// Each sector of each write finds its own fate. Writes that come later may survive where earlier ones do not.
void DiskFile::lose_power(Random& random) {
  for (const Write& write : unsynced_) {
    const bool all = random.below(3) == 0;
    const bool none = !all && random.below(2) == 0;
    if (none) continue;
    if (write.truncates) {
      durable_.resize(write.offset, '\0');
      continue;
    }
    for (std::size_t at = 0; at < write.bytes.size(); at += kSectorBytes)
      if (all || random.below(2) == 0)
        put(durable_, write.offset + at, std::string_view(write.bytes).substr(at, kSectorBytes));
  }
  bytes_ = durable_;
  unsynced_.clear();
}

void Disk::rename(const std::string& from, const std::string& to) {
  auto node = files_.extract(from);
  if (node.empty()) return;
  files_.erase(to);
  node.key() = to;
  files_.insert(std::move(node));
}

void Disk::lose_power(Random& random) {
  for (auto& [name, file] : files_) file.lose_power(random);
}

bool Disk::may_write() {
  if (fault == Fault::Gone || fault == Fault::Full) return false;
  if (dies_after_writes > 0 && --dies_after_writes == 0) {
    fault = Fault::Gone;
    return false;
  }
  return true;
}

}  // namespace balm::sim
