// A journal's disk in memory, which remembers what was synced, and one that fails on purpose.
#pragma once

#include <algorithm>
#include <string>

#include "agent/io/journal_disk.h"

namespace balm::agent {

class MemoryJournalDisk : public JournalDisk {
 public:
  Result<std::string> read() override {
    if (!exists) return Error{Error::Kind::NotFound, "none", {}};
    return bytes;
  }
  Result<void> write_at(std::uint64_t offset, std::string_view text) override {
    if (!exists) return Error{Error::Kind::Io, "none", {}};
    bytes.resize(std::max<std::size_t>(bytes.size(), offset + text.size()), '\0');
    bytes.replace(offset, text.size(), text);
    return {};
  }
  Result<void> reserve(std::uint64_t size) override {
    if (!exists) return Error{Error::Kind::Io, "none", {}};
    bytes.resize(std::max<std::size_t>(bytes.size(), size), '\0');
    return {};
  }
  Result<void> sync() override {
    if (!exists) return Error{Error::Kind::Io, "none", {}};
    synced = bytes;
    return {};
  }
  Result<void> replace(std::string_view text) override {
    exists = true;
    bytes = synced = text;
    return {};
  }
  Result<void> set_aside() override {
    if (!exists) return Error{Error::Kind::NotFound, "none", {}};
    aside = bytes;
    bytes.clear();
    synced.clear();
    exists = false;
    return {};
  }

  std::string bytes;
  std::string synced;
  std::string aside;
  bool exists = false;
};

// Passes `good_calls` calls on, then fails all; a failing write may leave the first half of its bytes behind.
class FaultyJournalDisk : public JournalDisk {
 public:
  explicit FaultyJournalDisk(JournalDisk& below) : below_(below) {}
  int good_calls = 1'000'000;
  Error::Kind fault = Error::Kind::Refused;  // disk full
  bool torn_writes = true;

  Result<std::string> read() override {
    if (fails()) return error();
    return below_.read();
  }
  Result<void> write_at(std::uint64_t offset, std::string_view text) override {
    if (!fails()) return below_.write_at(offset, text);
    if (torn_writes) (void)below_.write_at(offset, text.substr(0, text.size() / 2));
    return error();
  }
  Result<void> reserve(std::uint64_t size) override {
    if (fails()) return error();
    return below_.reserve(size);
  }
  Result<void> sync() override {
    if (fails()) return error();
    return below_.sync();
  }
  Result<void> replace(std::string_view text) override {
    if (fails()) return error();
    return below_.replace(text);
  }
  Result<void> set_aside() override {
    if (fails()) return error();
    return below_.set_aside();
  }

 private:
  bool fails() { return good_calls-- <= 0; }
  Error error() const { return {fault, "No space left on device", {}}; }
  JournalDisk& below_;
};

}  // namespace balm::agent
