#include "common/nagios/number.h"

#include <charconv>

namespace balm::nagios {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<LeadingNumber> leading_number(std::string_view text) {
  const std::size_t sign = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  std::string_view digits = text.substr(sign);
  const bool begins = !digits.empty() &&
                      (is_digit(digits[0]) || (digits.size() > 1 && digits[0] == '.' && is_digit(digits[1])));
  if (!begins) return std::nullopt;
  double value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc{}) return std::nullopt;
  const std::size_t size = sign + static_cast<std::size_t>(read.ptr - digits.data());
  return LeadingNumber{text[0] == '-' ? -value : value, size};
}

std::optional<double> whole_number(std::string_view text) {
  const auto number = leading_number(text);
  if (!number || number->size != text.size()) return std::nullopt;
  return number->value;
}

}  // namespace balm::nagios
