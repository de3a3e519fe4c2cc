#include "common/json_text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "common/utf8.h"
#include "common/value_json.h"

namespace balm::json {
namespace {

bool is_plain(unsigned char c) {
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, unsigned char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u00";
  out += kHex[c / 16];
  out += kHex[c % 16];
}

template <class Number>
void append_digits(std::string& out, Number number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end.ptr);
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;  // what stands before is in `out` already
  std::size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (is_plain(c)) {
      ++i;
      continue;
    }
    const Utf8Character character = c < 0x80 ? Utf8Character{c, 1, true} : utf8_at(text, i);
    if (c < 0x80 || !character.valid) {
      out.append(text, copied, i - copied);
      character.valid ? append_escaped(out, c) : append_utf8(out, character.code);
      copied = i + character.size;
    }
    i += character.size;
  }
  out.append(text, copied);
  out += '"';
}

void append_number(std::string& out, std::int64_t number) {
  append_digits(out, number);
}
void append_number(std::string& out, std::uint64_t number) {
  append_digits(out, number);
}
void append_number(std::string& out, double number) {
  if (std::isfinite(number))
    append_digits(out, number);
  else
    out += "null";
}

void append_value(std::string& out, const Value& value) {
  out += to_json(value);
}

}  // namespace balm::json
