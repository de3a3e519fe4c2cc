// The executor's journal on a simulated disk, under the real journal code.
#pragma once

#include "agent/io/journal_disk.h"
#include "sim/disk/disk.h"

namespace balm::sim {

// Of the room a journal reserves only the beginning is kept in memory: behind it stand zeros.
class SimJournalDisk : public agent::JournalDisk {
 public:
  explicit SimJournalDisk(Disk& disk) : disk_(disk) {}

  Result<std::string> read() override;
  Result<void> write_at(std::uint64_t offset, std::string_view bytes) override;
  Result<void> reserve(std::uint64_t bytes) override;
  Result<void> sync() override;
  Result<void> replace(std::string_view bytes) override;
  Result<void> set_aside() override;

 private:
  Disk& disk_;
};

}  // namespace balm::sim
