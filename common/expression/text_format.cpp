// string.format(list): https://github.com/google/cel-spec (doc/extensions/strings.md).
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "common/expression/functions.h"
#include "common/limits.h"
#include "common/utf8.h"
#include "common/value_text.h"

namespace balm::expression::functions {
namespace {

using Kind = Value::Kind;

constexpr int kPrecisionMax = 1000;
constexpr int kPrecisionUsual = 6;

// Runs of bytes that are no UTF-8 become one U+FFFD each.
std::string mended(std::string_view bytes) {
  std::string text;
  bool bad = false;
  for (std::size_t at = 0; at < bytes.size();) {
    const Utf8Character character = utf8_at(bytes, at);
    if (character.valid)
      text += bytes.substr(at, character.size);
    else if (!bad)
      text += "\xEF\xBF\xBD";
    bad = !character.valid;
    at += character.size;
  }
  return text;
}

std::string plain_number(double number) {
  if (!std::isfinite(number)) return double_text(number);
  std::array<char, 400>
      digits{};  // the longest double has 309 digits before the point, the smallest 767 after it
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
  return error == std::errc{} ? std::string(digits.data(), end) : double_text(number);
}

std::string shown(const Value& value);

std::string shown_list(const ValueList& list) {
  std::string text;
  for (const Value& element : list) {
    if (!text.empty()) text += ", ";
    text += shown(element);
    if (text.size() > limits::kValueBytesMax) break;  // refused as a whole later
  }
  return "[" + text + "]";
}

std::string shown_map(const ValueMap& map) {
  std::vector<std::pair<std::string, std::string>> entries;
  std::size_t bytes = 0;
  for (const auto& [key, value] : map) {
    entries.emplace_back(shown(key), shown(value));
    bytes += entries.back().first.size() + entries.back().second.size();
    if (bytes > limits::kValueBytesMax) break;
  }
  std::ranges::sort(entries);
  std::string text;
  for (const auto& [key, value] : entries) text += (text.empty() ? "" : ", ") + key + ": " + value;
  return "{" + text + "}";
}

// %s
std::string shown(const Value& value) {
  switch (value.kind()) {
    case Kind::Bytes:
      return mended(value.as_bytes());
    case Kind::Double:
      return plain_number(value.as_double());
    case Kind::List:
      return shown_list(value.as_list());
    case Kind::Map:
      return shown_map(value.as_map());
    case Kind::Optional:
      return value.as_optional().held ? shown(*value.as_optional().held) : "none";
    default:
      return to_display(value);
  }
}

std::string hex_bytes(std::string_view bytes, bool upper) {
  const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    const auto number = static_cast<unsigned char>(byte);
    text += digits[number / 16];
    text += digits[number % 16];
  }
  return text;
}

std::string in_base(const Value& value, int base) {
  std::array<char, 72> digits{};
  const auto end = value.is(Kind::Int)
                       ? std::to_chars(digits.data(), digits.data() + digits.size(), value.as_int(), base)
                       : std::to_chars(digits.data(), digits.data() + digits.size(), value.as_uint(), base);
  return {digits.data(), end.ptr};
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// %f and %e
std::string fractional(double number, char verb, int precision) {
  if (!std::isfinite(number)) return double_text(number);
  std::string text(static_cast<std::size_t>(precision) + 400, '\0');
  const int length = verb == 'f' ? std::snprintf(text.data(), text.size(), "%.*f", precision, number)
                                 : std::snprintf(text.data(), text.size(), "%.*e", precision, number);
  text.resize(static_cast<std::size_t>(length));
  return text;
}

class Formatter {
 public:
  Formatter(std::string_view pattern, const ValueList& values) : rest_(pattern), values_(values) {}

  Outcome run() {
    while (!rest_.empty() && error_.empty()) {
      const std::size_t percent = std::min(rest_.find('%'), rest_.size());
      text_ += rest_.substr(0, percent);
      rest_.remove_prefix(percent);
      if (!rest_.empty()) clause();
      if (text_.size() > limits::kValueBytesMax) error_ = "a text beyond 1 MiB";
    }
    if (!error_.empty()) return fail(error_);
    return Value(std::move(text_));
  }

 private:
  void clause() {
    rest_.remove_prefix(1);
    if (rest_.starts_with('%')) {
      text_ += '%';
      return rest_.remove_prefix(1);
    }
    const int precision = read_precision();
    if (!error_.empty()) return;
    if (rest_.empty()) return complain("a % at the end of the format");
    const char verb = rest_.front();
    rest_.remove_prefix(1);
    if (std::string_view("sdfexXob").find(verb) == std::string_view::npos)
      return complain("no format %" + for_terminal(std::string(1, verb)));
    if (next_ >= values_.size()) return complain("more formats than values");
    add(values_[next_++], verb, precision);
  }

  int read_precision() {
    if (!rest_.starts_with('.')) return kPrecisionUsual;
    rest_.remove_prefix(1);
    int precision = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), precision);
    if (error != std::errc{} || precision < 0 || precision > kPrecisionMax) {
      complain("a precision is a number from 0 to 1000");
      return 0;
    }
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return precision;
  }

  void add(const Value& value, char verb, int precision) {
    const bool whole = value.is(Kind::Int) || value.is(Kind::Uint);
    const bool bytes = value.is(Kind::String) || value.is(Kind::Bytes);
    const bool hex = verb == 'x' || verb == 'X';
    if (verb == 's') {
      text_ += shown(value);
    } else if (verb == 'd' && is_number(value)) {
      text_ += shown(value);
    } else if ((verb == 'f' || verb == 'e') && is_number(value)) {
      text_ += fractional(value.number_or(), verb, precision);
    } else if (hex && bytes) {
      text_ += hex_bytes(value.is(Kind::String) ? value.as_string() : value.as_bytes(), verb == 'X');
    } else if (hex && whole) {
      text_ += verb == 'X' ? upper(in_base(value, 16)) : in_base(value, 16);
    } else if (verb == 'o' && whole) {
      text_ += in_base(value, 8);
    } else if (verb == 'b' && whole) {
      text_ += in_base(value, 2);
    } else if (verb == 'b' && value.is(Kind::Bool)) {
      text_ += value.as_bool() ? '1' : '0';
    } else {
      complain("%" + std::string(1, verb) + " does not take " + std::string(type_name(value)));
    }
  }

  void complain(std::string error) { error_ = std::move(error); }

  std::string_view rest_;
  const ValueList& values_;
  std::size_t next_ = 0;
  std::string text_;
  std::string error_;
};

}  // namespace

Outcome format(Arguments arguments, const Scope&) {
  return Formatter(arguments[0]->as_string(), arguments[1]->as_list()).run();
}

}  // namespace balm::expression::functions
