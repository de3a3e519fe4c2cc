// An append-only file of records that tells whether it is whole: a header line, then for each record a mark
// (4 bytes), its length (4 bytes, little-endian), its CRC-32C (4 bytes, over length and text) and its text,
// UTF-8. Used for the agent's spool and the executor's journal; what a record says is theirs.
//
// A crash may tear the last records, which were not synced and so promised nothing: they are cut off. Damage
// in front of a whole record is no tear: the file is refused, and its owner must start a new life
// (reliability: D2, D5).
//
// After any write or sync error the file refuses all further work: what the disk holds is unknown until it is
// opened and read again (a failed fsync must never be repeated).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/io/unique_fd.h"
#include "common/result.h"

namespace balm {

class JournalFile {
 public:
  static constexpr std::size_t kRecordBytesMax = 4 * 1024 * 1024;

  struct Options {
    std::string path;
    std::string kind;  // header line: what the file is, its format and owner, e.g. "balm spool 1 <spool id>"
    bool create = true;  // when it is not there
  };
  struct Opened;

  // Errors: NotFound (and not to be created), Denied (link, mode, owner), BadData (another kind; damaged),
  // Io.
  static Result<Opened> open(const Options& options);

  // Into the operating system's hands: survives a crash of the process, not of the host.
  // Errors: Usage (too large), Io. REQUIRES: !record.empty()
  Result<void> append(std::string_view record);

  // The same for what may be lost with the host: alone it is no reason to sync; it goes along with the next
  // sync that has one.
  Result<void> append_hint(std::string_view record);

  // All that was appended is on disk when it returns. Hints alone are left for later.
  Result<void> sync();
  // Hints as well: before another file may be taken for the one that follows this one.
  Result<void> sync_all();

  std::uint64_t bytes() const { return bytes_; }
  bool wants_sync() const { return dirty_; }
  bool broken() const { return broken_; }

 private:
  JournalFile(UniqueFd file, std::uint64_t bytes, std::string path)
      : file_(std::move(file)), bytes_(bytes), path_(std::move(path)) {}
  Result<void> begin(const std::string& header);
  Result<void> cut(std::uint64_t torn_bytes);
  Error failed(std::string_view what);

  UniqueFd file_;
  std::uint64_t bytes_ = 0;
  std::string path_;
  bool dirty_ = false;
  bool hinted_ = false;  // a hint was appended since the last sync
  bool broken_ = false;
};

struct JournalFile::Opened {
  JournalFile file;
  std::vector<std::string> records;
  std::uint64_t cut_bytes = 0;  // of torn records at the end
  bool fresh = false;           // made just now
};

// The records in the bytes behind a header, and where the whole ones end. Pure: takes any bytes.
struct JournalScan {
  std::vector<std::string_view> records;
  std::size_t whole_bytes = 0;
  bool damaged = false;  // a whole record stands behind a broken one
};
JournalScan scan_journal(std::string_view bytes);

// One record as it stands in the file.
std::string journal_record(std::string_view text);

}  // namespace balm
