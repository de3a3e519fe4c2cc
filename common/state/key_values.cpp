#include "common/state/key_values.h"

#include <algorithm>
#include <cctype>

#include "common/state/text_edit.h"

namespace balm {

namespace {

bool equal(std::string_view a, std::string_view b, bool ignore_case) {
  if (a.size() != b.size()) return false;
  return std::equal(a.begin(), a.end(), b.begin(), [&](unsigned char x, unsigned char y) {
    return x == y || (ignore_case && std::tolower(x) == std::tolower(y));
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

struct KeyLine {
  std::string_view key;  // empty: the line has no key
  std::string_view value;
  bool commented = false;
};

class Editor {
 public:
  explicit Editor(const KeyValues& wanted) : wanted_(wanted), seen_(wanted.values.size()), done_(seen_) {}

  KeyValuesEdited edit(std::string_view text) {
    for (const std::string_view line : lines_of(text)) lines_.push_back(changed_line(line));
    add_missing();
    for (const std::string& line : lines_) result_.text += line + "\n";
    const bool open_end = !text.empty() && !text.ends_with('\n') && result_.changed == 0;
    if (open_end) result_.text.pop_back();
    return std::move(result_);
  }

 private:
  KeyLine read(std::string_view line) const {
    KeyLine read;
    std::string_view rest = line;
    if (!wanted_.uncomment.empty()) {
      const std::size_t begin = std::min(rest.find_first_not_of(wanted_.uncomment), rest.size());
      read.commented = begin > 0 && !trimmed(rest.substr(0, begin)).empty();
      rest.remove_prefix(begin);
    }
    const std::size_t at = rest.find(wanted_.separator);
    if (at == std::string_view::npos) return {};
    read.key = trimmed(rest.substr(0, at));
    read.value = trimmed(rest.substr(at + wanted_.separator.size()));
    return read;
  }

  std::string changed_line(std::string_view line) {
    const KeyLine found = read(line);
    if (found.key.empty()) return std::string(line);
    for (std::size_t i = 0; i < wanted_.values.size(); ++i) {
      const auto& [key, value] = wanted_.values[i];
      if (!equal(found.key, key, wanted_.key_ignore_case)) continue;
      if (wanted_.count >= 0 && done_[i] >= static_cast<std::size_t>(wanted_.count)) return std::string(line);
      ++seen_[i];
      ++done_[i];
      if (!found.commented && equal(found.value, value, wanted_.value_ignore_case)) return std::string(line);
      return report(line, std::string(found.key) + wanted_.separator + value);
    }
    return std::string(line);
  }

  std::string report(std::string_view before, std::string after) {
    ++result_.changed;
    if (!before.empty()) result_.diff += "- " + std::string(before) + "\n";
    result_.diff += "+ " + after + "\n";
    return after;
  }

  void add_missing() {
    std::size_t front = 0;
    for (std::size_t i = 0; i < wanted_.values.size(); ++i) {
      if (seen_[i] > 0) continue;
      const auto& [key, value] = wanted_.values[i];
      if (!wanted_.append_if_not_found && !wanted_.prepend_if_not_found) {
        result_.missing.push_back(key);
        continue;
      }
      std::string line = report("", key + wanted_.separator + value);
      const auto at = wanted_.append_if_not_found ? lines_.size() : front++;
      lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(at), std::move(line));
    }
  }

  const KeyValues& wanted_;
  std::vector<std::size_t> seen_;
  std::vector<std::size_t> done_;
  std::vector<std::string> lines_;
  KeyValuesEdited result_;
};

}  // namespace

KeyValuesEdited with_key_values(std::string_view text, const KeyValues& wanted) {
  return Editor(wanted).edit(text);
}

}  // namespace balm
