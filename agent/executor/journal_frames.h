// The bytes of the executor's journal: a file header, then frames, each {length u32, CRC-32C u32 over length
// and body, body}, little-endian. After every successful sync a seal {kSeal u32, CRC-32C u32 over kSeal and
// its own offset} follows, itself unsynced: it says that everything before it was durable once. Behind the
// last frame stand zeros.
//
// The seals tell a crash from damage. A crash can only spoil what stands behind the last sync, so a broken
// frame with no seal behind it is a torn tail and is cut; a broken frame with a seal behind it was whole
// once: the file is corrupt and nothing in it may be believed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace balm::executor {

// What a journal starts with.
std::string_view journal_head();

// REQUIRES: 1 <= body.size() <= limits::kJournalRecordBytesMax
std::string journal_frame(std::string_view body);

// `offset`: where in the file the seal will stand.
std::string journal_seal(std::uint64_t offset);

struct JournalScan {
  enum class Verdict { Clean, Torn, Corrupt };
  Verdict verdict = Verdict::Clean;
  std::vector<std::string_view> bodies;  // into the scanned bytes; those before the fault
  std::size_t end = 0;                   // where the next frame belongs, or the fault begins
  std::string reason;                    // for people; empty when clean
};

JournalScan scan_journal(std::string_view file);

}  // namespace balm::executor
