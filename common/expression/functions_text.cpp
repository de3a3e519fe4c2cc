// Texts: the strings extension of CEL (https://github.com/google/cel-go/blob/master/ext/README.md,
// "Strings").
#include <algorithm>
#include <array>
#include <limits>

#include "common/expression/code_points.h"
#include "common/expression/functions.h"
#include "common/limits.h"
#include "common/utf8.h"

namespace balm::expression::functions {
namespace {

using Kind = Value::Kind;

Outcome out_of_range(std::int64_t index) {
  return fail("index out of range: " + std::to_string(index));
}
Outcome too_long() {
  return fail("a text beyond 1 MiB");
}

// A limit that may be left out: all when negative.
std::size_t limit_of(Arguments arguments, std::size_t index) {
  if (arguments.size() <= index || arguments[index]->as_int() < 0)
    return std::numeric_limits<std::size_t>::max();
  return static_cast<std::size_t>(arguments[index]->as_int());
}

template <class Change>
Outcome changed(const Value& value, Change change) {
  std::string text = value.as_string();
  for (char& c : text) c = change(c);
  return Value(std::move(text));
}

bool is_white_space(char32_t code) {  // Unicode's White_Space
  constexpr std::array<char32_t, 8> kSingles = {0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F};
  return (code >= 0x09 && code <= 0x0D) || (code >= 0x2000 && code <= 0x200A) || code == 0x3000 ||
         std::ranges::find(kSingles, code) != kSingles.end();
}

// Pieces of `text` between separators; at most `limit`, the last has the rest.
ValueList pieces(std::string_view text, std::string_view separator, std::size_t limit) {
  ValueList list;
  while (list.size() + 1 < limit) {
    std::size_t end = text.find(separator);
    if (separator.empty()) end = text.size() > 1 ? utf8_at(text, 0).size : std::string_view::npos;
    if (end == std::string_view::npos || (separator.empty() && end >= text.size())) break;
    list.emplace_back(text.substr(0, end));
    text.remove_prefix(end + separator.size());
  }
  list.emplace_back(text);
  return list;
}

}  // namespace

Outcome char_at(Arguments arguments, const Scope&) {
  const std::string& text = arguments[0]->as_string();
  const std::int64_t index = arguments[1]->as_int();
  const std::vector<std::size_t> starts = code_point_starts(text);
  const auto count = static_cast<std::int64_t>(starts.size()) - 1;
  if (index < 0 || index > count) return out_of_range(index);
  if (index == count) return Value("");
  const auto at = static_cast<std::size_t>(index);
  return Value(text.substr(starts[at], starts[at + 1] - starts[at]));
}

Outcome index_of(Arguments arguments, const Scope&) {
  const std::string& text = arguments[0]->as_string();
  const std::int64_t from = arguments.size() > 2 ? arguments[2]->as_int() : 0;
  const std::vector<std::size_t> starts = code_point_starts(text);
  const auto count = static_cast<std::int64_t>(starts.size()) - 1;
  if (from < 0 || from > count) return out_of_range(from);
  const std::size_t found = text.find(arguments[1]->as_string(), starts[static_cast<std::size_t>(from)]);
  if (found == std::string::npos) return Value(-1);
  return Value(std::ranges::lower_bound(starts, found) - starts.begin());
}

Outcome last_index_of(Arguments arguments, const Scope&) {
  const std::string& text = arguments[0]->as_string();
  const std::vector<std::size_t> starts = code_point_starts(text);
  const auto count = static_cast<std::int64_t>(starts.size()) - 1;
  const std::int64_t from = arguments.size() > 2 ? arguments[2]->as_int() : count;
  if (from < 0 || from > count) return out_of_range(from);
  const std::size_t found = text.rfind(arguments[1]->as_string(), starts[static_cast<std::size_t>(from)]);
  if (found == std::string::npos) return Value(-1);
  return Value(std::ranges::lower_bound(starts, found) - starts.begin());
}

Outcome join(Arguments arguments, const Scope&) {
  const std::string separator = arguments.size() > 1 ? arguments[1]->as_string() : "";
  std::string text;
  bool first = true;
  for (const Value& value : arguments[0]->as_list()) {
    if (!value.is(Kind::String)) return fail("join takes texts, not " + std::string(type_name(value)));
    if (!first) text += separator;
    first = false;
    text += value.as_string();
    if (text.size() > limits::kValueBytesMax) return too_long();
  }
  return Value(std::move(text));
}

Outcome lower_ascii(Arguments arguments, const Scope&) {
  return changed(*arguments[0],
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
}

Outcome upper_ascii(Arguments arguments, const Scope&) {
  return changed(*arguments[0],
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
}

Outcome quote(Arguments arguments, const Scope&) {
  constexpr std::string_view kEscaped = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view kLetters = "abfnrtv\\\"";
  std::string text = "\"";
  for (const char c : clean_utf8(arguments[0]->as_string())) {
    const auto place = kEscaped.find(c);
    if (place != std::string_view::npos) text += '\\';
    text += place != std::string_view::npos ? kLetters[place] : c;
  }
  return Value(text + "\"");
}

Outcome replace(Arguments arguments, const Scope&) {
  const std::string& text = arguments[0]->as_string();
  const std::string& from = arguments[1]->as_string();
  const std::string& to = arguments[2]->as_string();
  std::size_t left = limit_of(arguments, 3);
  std::string result;
  std::size_t at = 0;
  while (left > 0 && at <= text.size()) {
    const std::size_t found = from.empty() ? at : text.find(from, at);
    if (found == std::string::npos) break;
    result.append(text, at, found - at).append(to);
    at = found + from.size();
    if (from.empty() && at >= text.size()) return Value(std::move(result));
    if (from.empty()) {  // before every code point, and at the end
      const std::size_t step = utf8_at(text, at).size;
      result.append(text, at, step);
      at += step;
    }
    --left;
    if (result.size() > limits::kValueBytesMax) return too_long();
  }
  if (at < text.size()) result.append(text, at);
  if (result.size() > limits::kValueBytesMax) return too_long();
  return Value(std::move(result));
}

Outcome reverse_text(Arguments arguments, const Scope&) {
  const std::string& text = arguments[0]->as_string();
  const std::vector<std::size_t> starts = code_point_starts(text);
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = starts.size() - 1; i-- > 0;) result.append(text, starts[i], starts[i + 1] - starts[i]);
  return Value(std::move(result));
}

Outcome split(Arguments arguments, const Scope&) {
  const std::size_t limit = limit_of(arguments, 2);
  const std::string& text = arguments[0]->as_string();
  if (limit == 0 || (text.empty() && arguments[1]->as_string().empty())) return Value(ValueList{});
  // More pieces than an evaluation has steps are refused by the caller; no need to make them all first.
  return Value(pieces(text, arguments[1]->as_string(), std::min(limit, limits::kExpressionStepsMax + 1)));
}

Outcome substring(Arguments arguments, const Scope&) {
  const std::string& text = arguments[0]->as_string();
  const std::vector<std::size_t> starts = code_point_starts(text);
  const auto count = static_cast<std::int64_t>(starts.size()) - 1;
  const std::int64_t from = arguments[1]->as_int();
  const std::int64_t to = arguments.size() > 2 ? arguments[2]->as_int() : count;
  if (from < 0 || from > count) return out_of_range(from);
  if (to < 0 || to > count) return out_of_range(to);
  if (from > to) return fail("the range ends before it starts");
  const std::size_t start = starts[static_cast<std::size_t>(from)];
  return Value(text.substr(start, starts[static_cast<std::size_t>(to)] - start));
}

Outcome trim(Arguments arguments, const Scope&) {
  std::string_view text = arguments[0]->as_string();
  const std::vector<std::size_t> starts = code_point_starts(text);
  std::size_t from = 0;
  std::size_t to = starts.size() - 1;
  while (from < to && is_white_space(utf8_at(text, starts[from]).code)) ++from;
  while (to > from && is_white_space(utf8_at(text, starts[to - 1]).code)) --to;
  return Value(text.substr(starts[from], starts[to] - starts[from]));
}

}  // namespace balm::expression::functions
