#include "common/expression/literal.h"

#include <charconv>

#include "common/utf8.h"

namespace balm::expression {
namespace {

// The characters that mean one other character after a backslash, and what they mean.
constexpr std::string_view kSimple = "\\?\"'`abfnrtv";
constexpr std::string_view kMeaning = "\\?\"'`\a\b\f\n\r\t\v";
static_assert(kSimple.size() == kMeaning.size());

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

// Length of the digits after the letter of a numeric escape, 0 when it is none.
std::size_t hex_digits(char letter) {
  if (letter == 'x' || letter == 'X') return 2;
  if (letter == 'u') return 4;
  return letter == 'U' ? 8 : 0;
}

bool is_code_point(std::uint32_t code) {
  return code < 0xD800 || (code > 0xDFFF && code <= 0x10FFFF);
}

class Reader {
 public:
  Reader(std::string_view body, bool bytes) : body_(body), bytes_(bytes) {}

  Unescaped read() {
    while (at_ < body_.size() && out_.error.empty()) {
      const char c = body_[at_];
      if (c == '\\') {
        escape();
      } else if (c == '\r') {
        out_.data += '\n';
        at_ += body_.substr(at_).starts_with("\r\n") ? 2 : 1;
      } else {
        out_.data += c;
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  void escape() {
    const std::string_view rest = body_.substr(at_ + 1);
    if (rest.empty()) return fail("a backslash at the end");
    if (const auto simple = kSimple.find(rest[0]); simple != std::string_view::npos) {
      out_.data += kMeaning[simple];
      at_ += 2;
    } else if (rest[0] >= '0' && rest[0] <= '3') {
      octal(rest);
    } else if (const std::size_t digits = hex_digits(rest[0]); digits > 0) {
      hexadecimal(rest, digits);
    } else {
      fail("no such escape; a backslash itself is written \\\\");
    }
  }

  void octal(std::string_view rest) {
    if (rest.size() < 3 || !is_octal(rest[1]) || !is_octal(rest[2]))
      return fail("an octal escape has three digits");
    const int code = (rest[0] - '0') * 64 + (rest[1] - '0') * 8 + (rest[2] - '0');
    put(static_cast<std::uint32_t>(code), 4);
  }

  void hexadecimal(std::string_view rest, std::size_t digits) {
    const std::string_view hex = rest.substr(1, digits);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
    if (hex.size() < digits || end != hex.data() + digits) return fail("a hexadecimal escape is too short");
    if (bytes_ && digits > 2) return fail("\\u and \\U have no meaning in bytes");
    if (!is_code_point(code)) return fail("not a Unicode code point");
    put(code, digits + 2);
  }

  void put(std::uint32_t code, std::size_t length) {
    if (bytes_) {
      out_.data += static_cast<char>(code);
    } else {
      append_utf8(out_.data, static_cast<char32_t>(code));
    }
    at_ += length;
  }

  void fail(std::string error) {
    out_.error = std::move(error);
    out_.error_offset = static_cast<int>(at_);
  }

  std::string_view body_;
  bool bytes_;
  std::size_t at_ = 0;
  Unescaped out_;
};

}  // namespace

Unescaped unescape(std::string_view body, bool bytes) {
  return Reader(body, bytes).read();
}

std::string raw_text(std::string_view body) {
  std::string text;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '\r') {
      text += body[i];
    } else {
      text += '\n';
      if (i + 1 < body.size() && body[i + 1] == '\n') ++i;
    }
  }
  return text;
}

std::optional<std::uint64_t> whole_number(std::string_view digits) {
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex) digits.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, hex ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace balm::expression
