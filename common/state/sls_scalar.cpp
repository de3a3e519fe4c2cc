#include "common/state/sls_scalar.h"

#include <charconv>
#include <string>
#include <utility>

namespace balm {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view without_sign(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return text;
}

bool all_digits(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text)
    if (!is_digit(c)) return false;
  return true;
}

// "e+3", "E-12"; YAML 1.1 wants the sign.
bool is_exponent(std::string_view text) {
  if (text.size() < 3 || (text[0] != 'e' && text[0] != 'E') || (text[1] != '+' && text[1] != '-'))
    return false;
  return all_digits(text.substr(2));
}

}  // namespace

std::optional<bool> sls_bool(std::string_view text) {
  for (const char* yes : {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"})
    if (text == yes) return true;
  for (const char* no : {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"})
    if (text == no) return false;
  return std::nullopt;
}

std::optional<std::int64_t> sls_int(std::string_view text) {
  const std::string_view digits = without_sign(text);
  if (!all_digits(digits) || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> sls_float(std::string_view text) {
  const std::string_view digits = without_sign(text);
  const std::size_t dot = digits.find('.');
  if (dot == std::string_view::npos || !all_digits(digits.substr(0, dot))) return std::nullopt;
  std::size_t end = dot + 1;
  while (end < digits.size() && is_digit(digits[end])) ++end;
  if (end == dot + 1) return std::nullopt;
  if (end < digits.size() && !is_exponent(digits.substr(end))) return std::nullopt;
  double number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (read.ec != std::errc()) return std::nullopt;
  return text.front() == '-' ? -number : number;
}

Value sls_scalar(const YamlNode& node) {
  if (node.is_null()) return {};
  if (node.is_quoted() || node.is_block_text()) return Value(node.text);
  if (const auto truth = sls_bool(node.text)) return Value(*truth);
  if (const auto whole = sls_int(node.text)) return Value(*whole);
  if (const auto number = sls_float(node.text)) return Value(*number);
  return Value(node.text);
}

Value sls_value(const YamlNode& node) {
  if (node.is_sequence()) {
    ValueList list;
    for (const YamlNode& item : node.items) list.push_back(sls_value(item));
    return Value(std::move(list));
  }
  if (node.is_map()) {
    ValueMap map;
    for (const YamlEntry& entry : node.entries) map[Value(entry.key.text)] = sls_value(entry.value);
    return Value(std::move(map));
  }
  return sls_scalar(node);
}

}  // namespace balm
