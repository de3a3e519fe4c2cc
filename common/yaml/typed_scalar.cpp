#include "common/yaml/typed_scalar.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string_view>

#include "common/duration_text.h"
#include "common/ids.h"
#include "common/limits.h"
#include "common/size_text.h"

namespace balm {
namespace {

bool plain_scalar(const YamlNode& node) {
  return node.is_scalar() && node.style == YamlNode::Style::Plain;
}

std::string quoted(const YamlNode& node) {
  constexpr std::size_t kShownMax = 40;
  if (!node.is_scalar()) return std::string(kind_name(node));
  if (node.text.size() > kShownMax) return "this text";
  return "`" + node.text + "`";
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

template <class T>
std::optional<T> in_range(std::optional<T> value, Range<T> range) {
  if (value && (*value < range.min || *value > range.max)) return std::nullopt;
  return value;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Digits without a leading zero, after at most one minus sign.
bool decimal_shape(std::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return all_digits(text) && (text.size() == 1 || text[0] != '0');
}

std::string range_text(const std::string& min, const std::string& max) {
  return "from " + min + " to " + max;
}

std::string number_text(double number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

void report(Issues& issues, const YamlNode& node, std::string_view code, const std::string& due) {
  issues.push_back(node.error(code, quoted(node) + " is not " + due));
}

// Reads a text by one of the Result-giving readers of common/ and moves its words into an issue.
template <class T, class Read>
std::optional<T> by(Read read, const YamlNode& node, std::string_view code, Issues& issues) {
  if (!node.is_scalar()) {
    issues.push_back(node.error("E204", "text is due here, not " + std::string(kind_name(node))));
    return std::nullopt;
  }
  Result<T> result = read(node.text);
  if (result.ok()) return std::move(result).value();
  issues.push_back(node.error(code, result.error().message, result.error().hint));
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> whole_from(std::string_view text) {
  std::int64_t number = 0;
  if (!decimal_shape(text)) return std::nullopt;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> number_from(std::string_view text) {
  constexpr std::size_t kDigitsMax = 30;
  const std::size_t point = text.find('.');
  const bool shape = decimal_shape(text.substr(0, point)) &&
                     (point == std::string_view::npos || all_digits(text.substr(point + 1)));
  double number = 0;
  if (!shape || text.size() > kDigitsMax) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<std::string> read_text(const YamlNode& node, Issues& issues) {
  if (node.is_scalar()) return node.text;
  issues.push_back(node.error("E204", "text is due here, not " + std::string(kind_name(node))));
  return std::nullopt;
}

std::optional<std::string> read_filled_text(const YamlNode& node, Issues& issues) {
  std::optional<std::string> text = read_text(node, issues);
  if (!text || text->find_first_not_of(" \t\n") != std::string::npos) return text;
  issues.push_back(node.error("E214", "the text is empty"));
  return std::nullopt;
}

std::optional<bool> read_flag(const YamlNode& node, Issues& issues) {
  if (plain_scalar(node) && node.text == "true") return true;
  if (plain_scalar(node) && node.text == "false") return false;
  Issue issue = node.error("E205", quoted(node) + " is neither true nor false");
  const std::string word = lower(node.text);
  constexpr std::array<std::string_view, 5> kMeaningYes = {"yes", "on", "y", "1", "true"};
  constexpr std::array<std::string_view, 5> kMeaningNo = {"no", "off", "n", "0", "false"};
  const bool yes = std::find(kMeaningYes.begin(), kMeaningYes.end(), word) != kMeaningYes.end();
  const bool no = std::find(kMeaningNo.begin(), kMeaningNo.end(), word) != kMeaningNo.end();
  issue.guess = yes ? "write true" : no ? "write false" : "write true or false";
  issues.push_back(std::move(issue));
  return std::nullopt;
}

std::optional<std::int64_t> read_whole(const YamlNode& node, Range<std::int64_t> range, Issues& issues) {
  const std::optional<std::int64_t> number =
      plain_scalar(node) ? in_range(whole_from(node.text), range) : std::nullopt;
  if (number) return number;
  const std::string bounds = range_text(std::to_string(range.min), std::to_string(range.max));
  report(issues, node, "E206", "a whole number " + bounds);
  if (node.is_scalar() && !plain_scalar(node)) issues.back().guess = "write it without quotes";
  if (plain_scalar(node) && all_digits(node.text) && node.text[0] == '0')
    issues.back().guess = "a leading zero is octal to some and decimal to others: leave it out";
  return std::nullopt;
}

std::optional<double> read_number(const YamlNode& node, Range<double> range, Issues& issues) {
  const std::optional<double> number =
      plain_scalar(node) ? in_range(number_from(node.text), range) : std::nullopt;
  if (!number)
    report(issues, node, "E207", "a number " + range_text(number_text(range.min), number_text(range.max)));
  return number;
}

std::optional<Duration> read_duration(const YamlNode& node, Range<Duration> range, Issues& issues) {
  const std::optional<Duration> duration = by<Duration>(duration_from_text, node, "E208", issues);
  if (!duration || in_range(duration, range)) return duration;
  report(issues, node, "E208",
         "in the range of this field: " + range_text(duration_text(range.min), duration_text(range.max)));
  return std::nullopt;
}

std::optional<std::uint64_t> read_size(const YamlNode& node, Range<std::uint64_t> range, Issues& issues) {
  const std::optional<std::uint64_t> size = by<std::uint64_t>(size_from_text, node, "E209", issues);
  if (!size || in_range(size, range)) return size;
  report(issues, node, "E209",
         "in the range of this field: " + range_text(size_text(range.min), size_text(range.max)));
  return std::nullopt;
}

std::optional<double> read_percent(const YamlNode& node, Issues& issues) {
  return by<double>(percent_from_text, node, "E210", issues);
}

std::optional<std::string> read_id(const YamlNode& node, Issues& issues) {
  const std::optional<std::string> text = read_filled_text(node, issues);
  if (!text || valid_id(*text)) return text;
  Issue issue =
      node.error("E211", quoted(node) + " is not a name: small letters, digits, `.`, `_` and `-`, at most " +
                             std::to_string(limits::kIdBytesMax) + ", not starting with `.` or `-`");
  if (valid_id(lower(*text))) issue.guess = "write `" + lower(*text) + "`";
  issues.push_back(std::move(issue));
  return std::nullopt;
}

std::optional<std::vector<std::string>> read_texts(const YamlNode& node, Issues& issues) {
  if (node.is_sequence()) return read_text_list(node, issues);
  std::optional<std::string> one = read_filled_text(node, issues);
  if (!one) return std::nullopt;
  return std::vector<std::string>{std::move(*one)};
}

std::optional<std::vector<std::string>> read_text_list(const YamlNode& node, Issues& issues) {
  if (!node.is_sequence()) {
    issues.push_back(
        node.error("E212", "a list is due here, not " + std::string(kind_name(node)), "write [a, b]"));
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const YamlNode& item : node.items)
    if (std::optional<std::string> text = read_filled_text(item, issues)) texts.push_back(std::move(*text));
  if (texts.size() != node.items.size()) return std::nullopt;
  return texts;
}

std::optional<Selector> read_selector(const YamlNode& node, Issues& issues) {
  const std::optional<std::string> text = read_text(node, issues);
  if (!text) return std::nullopt;
  Parsed<Selector> parsed = Selector::parse(*text, {"", 1, 1, 1});
  relocate(parsed.issues, node);
  issues.insert(issues.end(), parsed.issues.begin(), parsed.issues.end());
  if (!parsed.ok()) return std::nullopt;
  return std::move(parsed.value);
}

}  // namespace balm
