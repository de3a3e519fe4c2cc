#include "common/ids.h"

#include <charconv>

#include "common/limits.h"

namespace balm {
namespace {

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

}  // namespace

bool valid_id(std::string_view text) {
  if (text.empty() || text.size() > limits::kIdBytesMax) return false;
  if (text.front() == '.' || text.front() == '-') return false;
  for (const char c : text)
    if (!is_id_character(c)) return false;
  return true;
}

std::string to_text(AttemptId attempt) {
  return std::to_string(attempt.incident.number) + "." + std::to_string(attempt.n);
}

AttemptId attempt_from_text(std::string_view text) {
  AttemptId id;
  const char* const end = text.data() + text.size();
  const auto incident = std::from_chars(text.data(), end, id.incident.number);
  if (incident.ec != std::errc{} || incident.ptr == end || *incident.ptr != '.') return {};
  const auto n = std::from_chars(incident.ptr + 1, end, id.n);
  if (n.ec != std::errc{} || n.ptr != end || id.n == 0) return {};
  return id;
}

}  // namespace balm
