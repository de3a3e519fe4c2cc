#include "common/wire_text.h"

#include "common/limits.h"

namespace balm::wire {
namespace {

constexpr std::size_t kSpoolIdDigits = 32;
constexpr std::int64_t kWallTimeMsMax = INT64_MAX / 1'000'000;  // WallTime counts nanoseconds in 64 bits

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool is_type_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

}  // namespace

bool from_plain(std::string_view text, AttemptId& id) {
  id = attempt_from_text(text);
  return id.incident && to_text(id) == text;  // one spelling only: "007.1" is not attempt 7.1
}

bool from_plain(std::string_view text, Status& status) {
  const auto known = status_from_text(text);
  if (known) status = *known;
  return known.has_value();
}

bool from_plain(std::string_view text, TaskPhase& phase) {
  for (const TaskPhase known : {TaskPhase::Running, TaskPhase::Refused, TaskPhase::Done}) {
    if (to_text(known) != text) continue;
    phase = known;
    return true;
  }
  return false;
}

bool from_plain(std::string_view text, SpoolId& id) {
  id.text = text;
  if (text.size() != kSpoolIdDigits) return false;
  for (const char c : text)
    if (!is_hex_digit(c)) return false;
  return true;
}

bool from_plain(std::int64_t ms, WallTime& at) {
  if (ms > kWallTimeMsMax || ms < -kWallTimeMsMax) return false;
  at = WallTime::from_ms(ms);
  return true;
}

bool valid_event_type(std::string_view text) {
  if (text.size() > limits::kEventTypeBytesMax || text.find('.') == std::string_view::npos) return false;
  for (const char c : text)
    if (!is_type_character(c)) return false;
  return text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
}

}  // namespace balm::wire
