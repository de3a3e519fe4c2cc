// A disk that remembers what was written and, apart from it, what was synced. When the power goes, each
// unsynced write is lost, kept or torn at sectors of 512 bytes, in any order; what was synced stays. Can be
// made to fail.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/random.h"

namespace balm::sim {

inline constexpr std::size_t kSectorBytes = 512;

class DiskFile {
 public:
  const std::string& bytes() const { return bytes_; }      // as a process sees it
  const std::string& durable() const { return durable_; }  // as it is after the next power loss, at least

  void write(std::size_t offset, std::string_view bytes);
  void truncate(std::size_t size);
  void sync();
  // A new file in the place of this one, durable at once (write, sync, rename, sync of the folder).
  void replace(std::string_view bytes);
  void lose_power(Random& random);
  bool dirty() const { return !unsynced_.empty(); }

 private:
  struct Write {
    std::size_t offset = 0;
    std::string bytes;
    bool truncates = false;
  };
  static void put(std::string& file, std::size_t offset, std::string_view bytes);

  std::string bytes_;
  std::string durable_;
  std::vector<Write> unsynced_;
};

// The files of one machine that one program owns, and how they fail.
class Disk {
 public:
  enum class Fault {
    None,
    Full,       // nothing more can be written
    SyncFails,  // nobody knows what a sync has kept
    Gone,       // the process that used it has died: nothing of it reaches the disk any more
  };

  DiskFile& file(const std::string& name) { return files_[name]; }
  bool has(const std::string& name) const { return files_.contains(name); }
  void remove(const std::string& name) { files_.erase(name); }
  void rename(const std::string& from, const std::string& to);
  void lose_power(Random& random);

  Fault fault = Fault::None;
  // The process dies when it has written so often again; 0: it does not.
  std::uint32_t dies_after_writes = 0;
  // To be asked before each write: false when it fails.
  bool may_write();
  bool may_sync() const { return fault == Fault::None || fault == Fault::Full; }

 private:
  std::map<std::string, DiskFile> files_;
};

}  // namespace balm::sim
