// The executor's journal: records of agent/executor/record.h, durable in their order. The bytes are those of
// agent/executor/journal_frames.h.
//
// After any failed write the file is not touched again until rewrite() has put a new one in its place: what
// the old one holds is not known, and a failed sync must never be repeated.
#pragma once

#include <cstdint>
#include <string>

#include "agent/executor/ledger.h"
#include "agent/executor/record.h"
#include "agent/io/journal_disk.h"
#include "common/result.h"

namespace balm::agent {

class ExecutorJournal {
 public:
  // `disk` must outlive the journal.
  explicit ExecutorJournal(JournalDisk& disk) : disk_(disk) {}

  struct Loaded {
    executor::Ledger ledger;
    bool damaged = false;  // nothing in it can be believed; it was set aside and the ledger is empty
    std::string note;      // for the log; empty when all is well
  };
  // What the journal says. Call rewrite() before appending. Errors: Denied, Io (it may be fine, yet cannot be
  // read: do not go on without it).
  Result<Loaded> load();

  // Into the operating system's hands. Errors: Refused (disk full), Io.
  Result<void> append(const executor::Record& record);
  // All that was appended is durable. Errors: Io.
  Result<void> sync();
  // A new journal with these records alone, durable. Errors: Io, Refused.
  Result<void> rewrite(const executor::Records& records);

  // Whether a whole attempt with its results fits in; makes room first.
  bool has_room();
  // It has become much longer than what it was after the last rewrite, and can be written.
  bool grown() const;

 private:
  Result<void> reserve(std::uint64_t upto);
  Error failed(Error error);

  JournalDisk& disk_;
  std::uint64_t end_ = 0;
  std::uint64_t reserved_ = 0;
  std::uint64_t rewritten_bytes_ = 0;
  bool usable_ = false;
};

}  // namespace balm::agent
