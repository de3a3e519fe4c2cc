#include "agent/io/executor_journal.h"

#include <utility>

#include "agent/executor/executor_limits.h"
#include "agent/executor/journal_frames.h"
#include "agent/executor/record_json.h"

namespace balm::agent {
namespace {

constexpr std::uint64_t kAttemptBytes = 2 * limits::kJournalRecordBytesMax;

std::uint64_t blocks_for(std::uint64_t bytes) {
  constexpr std::uint64_t block = limits::kJournalBlockBytes;
  return (bytes + block - 1) / block * block;
}

// Every record must be readable and possible: one that is not makes the whole journal unbelievable.
Result<executor::Ledger> fold(const executor::JournalScan& scan) {
  executor::Ledger ledger;
  for (const std::string_view body : scan.bodies) {
    const auto record = executor::decode_record(body);
    if (!record) return record.error();
    if (auto applied = ledger.apply(*record); !applied) return applied.error();
  }
  return ledger;
}

}  // namespace

Result<ExecutorJournal::Loaded> ExecutorJournal::load() {
  const Result<std::string> bytes = disk_.read();
  if (!bytes && bytes.error().kind == Error::Kind::NotFound) return Loaded{};
  if (!bytes) return bytes.error();
  const executor::JournalScan scan = executor::scan_journal(*bytes);
  Result<executor::Ledger> ledger = fold(scan);
  const bool damaged = scan.verdict == executor::JournalScan::Verdict::Corrupt || !ledger;
  if (!damaged) return Loaded{std::move(*ledger), false, scan.reason};
  if (auto aside = disk_.set_aside(); !aside) return aside.error();
  return Loaded{{}, true, ledger ? scan.reason : ledger.error().message};
}

Error ExecutorJournal::failed(Error error) {
  usable_ = false;
  return error;
}

Result<void> ExecutorJournal::reserve(std::uint64_t upto) {
  if (upto <= reserved_) return {};
  const std::uint64_t wanted = blocks_for(upto);
  if (wanted > limits::kJournalBytesMax) return Error{Error::Kind::Refused, "the journal is full", {}};
  if (auto made = disk_.reserve(wanted); !made) return made;
  reserved_ = wanted;
  return {};
}

Result<void> ExecutorJournal::append(const executor::Record& record) {
  if (!usable_) return Error{Error::Kind::Io, "the journal is closed after an error", {}};
  const std::string body = executor::encode_record(record);
  if (body.size() > limits::kJournalRecordBytesMax)
    return failed({Error::Kind::Io, "a record is too large", {}});
  const std::string frame = executor::journal_frame(body);
  if (auto room = reserve(end_ + frame.size()); !room) return failed(room.error());
  if (auto written = disk_.write_at(end_, frame); !written) return failed(written.error());
  end_ += frame.size();
  return {};
}

Result<void> ExecutorJournal::sync() {
  if (!usable_) return Error{Error::Kind::Io, "the journal is closed after an error", {}};
  if (auto synced = disk_.sync(); !synced) return failed(synced.error());
  const std::string seal = executor::journal_seal(end_);
  if (auto room = reserve(end_ + seal.size()); !room) return {};  // the next append meets this
  if (auto written = disk_.write_at(end_, seal); !written) return failed(written.error());
  end_ += seal.size();
  return {};
}

Result<void> ExecutorJournal::rewrite(const executor::Records& records) {
  usable_ = false;
  std::string bytes(executor::journal_head());
  for (const executor::Record& record : records)
    bytes += executor::journal_frame(executor::encode_record(record));
  bytes += executor::journal_seal(bytes.size());
  end_ = bytes.size();
  bytes.resize(blocks_for(bytes.size() + kAttemptBytes), '\0');
  if (auto replaced = disk_.replace(bytes); !replaced) return replaced;
  reserved_ = bytes.size();
  rewritten_bytes_ = end_;
  usable_ = true;
  return {};
}

bool ExecutorJournal::has_room() {
  return usable_ && reserve(end_ + kAttemptBytes).ok();
}

bool ExecutorJournal::grown() const {
  return usable_ && end_ > limits::kJournalRewriteBytes && end_ > 2 * rewritten_bytes_;
}

}  // namespace balm::agent
