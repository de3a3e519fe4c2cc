#include "common/nagios/perfdata_reader.h"

#include <array>

#include "common/limits.h"
#include "common/nagios/number.h"
#include "common/nagios/threshold.h"
#include "common/utf8.h"

namespace balm::nagios {
namespace {

constexpr std::size_t kRejectedKept = 16;
constexpr std::size_t kFieldsUsed = 5;  // what comes after max is ignored

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

// value;warn;crit;min;max: missing ones are empty.
std::array<std::string_view, kFieldsUsed> split_fields(std::string_view text) {
  std::array<std::string_view, kFieldsUsed> fields;
  for (std::string_view& field : fields) {
    const std::size_t end = text.find(';');
    field = text.substr(0, end);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return fields;
}

}  // namespace

void PerfdataReader::read_into(PluginOutput& output) {
  while (skip_blanks()) {
    const std::size_t begin = at_;
    auto item = read_item();
    if (item && output.perfdata.size() < limits::kPerfdataMax) {
      output.perfdata.push_back(*std::move(item));
      continue;
    }
    ++output.rejected_count;
    if (output.rejected.size() < kRejectedKept)
      output.rejected.push_back(for_terminal(text_.substr(begin, at_ - begin)));
  }
  output.mended_count += mended_;
}

// False at the end.
bool PerfdataReader::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  return at_ < text_.size();
}

std::size_t PerfdataReader::item_end() const {
  std::size_t end = at_;
  while (end < text_.size() && !is_blank(text_[end])) ++end;
  return end;
}

// Always moves on by at least one character, also when there is no good item.
std::optional<Measurement> PerfdataReader::read_item() {
  Measurement item;
  auto label = text_[at_] == '\'' ? read_quoted_label() : read_label();
  if (!label) {
    skip_item();
    return std::nullopt;
  }
  item.label = *std::move(label);
  const std::size_t end = item_end();
  const auto fields = split_fields(text_.substr(at_, end - at_));
  at_ = end;
  if (item.label.empty() || !read_value(fields[0], item)) return std::nullopt;
  const bool whole = read_threshold(fields[1], item.warning) & read_threshold(fields[2], item.critical) &
                     read_bound(fields[3], item.min) & read_bound(fields[4], item.max);
  if (!whole) ++mended_;
  return item;
}

// Up to the `=`, which is taken too.
std::optional<std::string> PerfdataReader::read_label() {
  const std::string_view item = text_.substr(at_, item_end() - at_);
  const std::size_t mark = item.find('=');
  if (mark == std::string_view::npos) return std::nullopt;
  at_ += mark + 1;
  return for_terminal(item.substr(0, mark));
}

// 'it''s here'= : two quotes stand for one. An unclosed quote spoils only the word it begins.
std::optional<std::string> PerfdataReader::read_quoted_label() {
  std::string label;
  for (std::size_t at = at_ + 1; at + 1 < text_.size(); ++at) {
    if (text_[at] != '\'') {
      label += text_[at];
    } else if (text_[at + 1] == '\'') {
      label += text_[at++];
    } else if (text_[at + 1] == '=') {
      at_ = at + 2;
      return for_terminal(label);
    } else {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

bool PerfdataReader::read_value(std::string_view field, Measurement& item) {
  if (field == "U") return true;
  const auto number = leading_number(field);
  if (!number) return false;
  const std::string_view unit = field.substr(number->size);
  if (unit.find_first_of("0123456789'\"=|") != std::string_view::npos) return false;
  item.value = number->value;
  item.unit = for_terminal(unit);
  return true;
}

bool PerfdataReader::read_bound(std::string_view field, std::optional<double>& bound) {
  bound = whole_number(field);
  return bound || field.empty();
}

bool PerfdataReader::read_threshold(std::string_view field, std::string& threshold) {
  if (!looks_like_range(field)) return field.empty();
  threshold = field;
  return true;
}

}  // namespace balm::nagios
