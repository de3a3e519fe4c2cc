// The bytes of the executor's journal behind a door of few calls, so that a disk can be made to fail on
// purpose.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/io/unique_fd.h"
#include "common/result.h"

namespace balm::agent {

class JournalDisk {
 public:
  virtual ~JournalDisk() = default;

  // All bytes. Errors: NotFound (there is no journal yet), Denied, Io.
  virtual Result<std::string> read() = 0;

  // Within what was reserved. Errors: Io.
  virtual Result<void> write_at(std::uint64_t offset, std::string_view bytes) = 0;

  // The file is at least this long, zeros where nothing was written. Errors: Refused (disk full), Io.
  virtual Result<void> reserve(std::uint64_t bytes) = 0;

  // What was written is durable. After an error nobody knows what is, and no repetition can tell. Errors: Io.
  virtual Result<void> sync() = 0;

  // Puts a file with these bytes in the place of the present one, in one step, durable when it returns. The
  // present one stays when it fails. Errors: Io.
  virtual Result<void> replace(std::string_view bytes) = 0;

  // Puts the present file out of the way, for people to look at; one is kept. Errors: Io.
  virtual Result<void> set_aside() = 0;
};

// `folder`/journal, mode 0600.
class FileJournalDisk : public JournalDisk {
 public:
  explicit FileJournalDisk(std::string folder) : folder_(std::move(folder)) {}

  Result<std::string> read() override;
  Result<void> write_at(std::uint64_t offset, std::string_view bytes) override;
  Result<void> reserve(std::uint64_t bytes) override;
  Result<void> sync() override;
  Result<void> replace(std::string_view bytes) override;
  Result<void> set_aside() override;

 private:
  Result<void> sync_folder();
  Error failed(std::string_view what) const;

  std::string folder_;
  UniqueFd file_;
  std::uint64_t reserved_ = 0;
};

}  // namespace balm::agent
