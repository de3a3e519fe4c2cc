#include "agent/executor/journal_frames.h"

#include <algorithm>

#include "agent/executor/executor_limits.h"
#include "common/crc32c.h"
#include "common/invariant.h"

namespace balm::executor {
namespace {

constexpr std::string_view kHead = "balm-journal 1\n\n";
constexpr std::uint32_t kSeal = 0xBA1ED5EAu;  // no length: lengths end at limits::kJournalRecordBytesMax
constexpr std::size_t kWord = 4;
constexpr std::size_t kFrameHead = 2 * kWord;
static_assert(limits::kJournalRecordBytesMax < kSeal);

void append_word(std::string& out, std::uint32_t word) {
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((word >> shift) & 0xFFu);
}

std::uint32_t word_at(std::string_view bytes, std::size_t offset) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < kWord; ++i)
    word |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[offset + i])) << (8 * i);
  return word;
}

bool all_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
}

std::uint32_t seal_sum(std::uint64_t offset) {
  std::string bytes;
  append_word(bytes, kSeal);
  append_word(bytes, static_cast<std::uint32_t>(offset));
  append_word(bytes, static_cast<std::uint32_t>(offset >> 32));
  return crc32c(bytes);
}

bool seal_at(std::string_view file, std::size_t offset) {
  if (file.size() - offset < kFrameHead) return false;
  return word_at(file, offset) == kSeal && word_at(file, offset + kWord) == seal_sum(offset);
}

bool seal_behind(std::string_view file, std::size_t offset) {
  for (std::size_t at = offset; at + kFrameHead <= file.size(); ++at)
    if (seal_at(file, at)) return true;
  return false;
}

// The body of the frame at `offset`; empty when there is no whole frame.
std::string_view body_at(std::string_view file, std::size_t offset) {
  if (file.size() - offset < kFrameHead) return {};
  const std::size_t length = word_at(file, offset);
  if (length == 0 || length > limits::kJournalRecordBytesMax) return {};
  if (file.size() - offset - kFrameHead < length) return {};
  const std::string_view body = file.substr(offset + kFrameHead, length);
  const std::uint32_t sum = crc32c(body, crc32c(file.substr(offset, kWord)));
  return sum == word_at(file, offset + kWord) ? body : std::string_view{};
}

void judge_fault(std::string_view file, JournalScan& scan) {
  const bool was_synced = seal_behind(file, scan.end);
  scan.verdict = was_synced ? JournalScan::Verdict::Corrupt : JournalScan::Verdict::Torn;
  scan.reason = was_synced ? "damaged at byte " : "the last write was cut off at byte ";
  scan.reason += std::to_string(scan.end);
}

}  // namespace

std::string_view journal_head() {
  return kHead;
}

std::string journal_frame(std::string_view body) {
  BALM_ASSERT(!body.empty() && body.size() <= limits::kJournalRecordBytesMax);
  std::string frame;
  frame.reserve(kFrameHead + body.size());
  append_word(frame, static_cast<std::uint32_t>(body.size()));
  append_word(frame, crc32c(body, crc32c(frame)));
  frame += body;
  return frame;
}

std::string journal_seal(std::uint64_t offset) {
  std::string seal;
  append_word(seal, kSeal);
  append_word(seal, seal_sum(offset));
  return seal;
}

JournalScan scan_journal(std::string_view file) {
  JournalScan scan;
  if (!file.starts_with(kHead))
    return {JournalScan::Verdict::Corrupt, {}, 0, "it does not begin like a journal"};
  scan.end = kHead.size();
  while (!all_zero(file.substr(scan.end, kFrameHead))) {
    if (seal_at(file, scan.end)) {
      scan.end += kFrameHead;
      continue;
    }
    const std::string_view body = body_at(file, scan.end);
    if (body.empty()) return judge_fault(file, scan), scan;
    scan.bodies.push_back(body);
    scan.end += kFrameHead + body.size();
  }
  if (!all_zero(file.substr(scan.end))) judge_fault(file, scan);
  return scan;
}

}  // namespace balm::executor
