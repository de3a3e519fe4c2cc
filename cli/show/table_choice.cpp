#include "cli/show/table_choice.h"

#include <algorithm>

#include "cli/show/fields.h"
#include "common/nearest.h"

namespace balm::cli {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool same_title(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

Error no_such_column(const std::vector<Column>& columns, std::string_view wanted) {
  std::vector<std::string_view> titles;
  std::string all;
  for (const Column& column : columns) {
    titles.push_back(column.title);
    all += (all.empty() ? "" : ", ") + std::string(column.title);
  }
  const std::string guess = nearest_name(wanted, titles);
  return {Error::Kind::Usage, "there is no column \"" + std::string(wanted) + "\"; there are " + all,
          guess.empty() ? "" : "did you mean: " + guess};
}

const Column* find_column(const std::vector<Column>& columns, std::string_view title) {
  const auto found =
      std::ranges::find_if(columns, [&](const Column& column) { return same_title(column.title, title); });
  return found == columns.end() ? nullptr : &*found;
}

// The run of digits at `at` without leading zeros.
std::string_view digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return text.substr(at, end - at);
}

std::string_view without_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? "" : digits.substr(first);
}

bool value_less(const Value& a, const Value& b) {
  if (is_number(a) && is_number(b)) return a.number_or() < b.number_or();
  return natural_less(to_display(a), to_display(b));
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const std::string_view run_a = digits_at(a, i);
      const std::string_view run_b = digits_at(b, j);
      const std::string_view x = without_zeros(run_a);
      const std::string_view y = without_zeros(run_b);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      i += run_a.size();
      j += run_b.size();
      continue;
    }
    if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
    ++i;
    ++j;
  }
  return a.size() - i < b.size() - j;
}

Result<std::vector<Column>> chosen_columns(const std::vector<Column>& columns, const TableChoice& choice) {
  std::vector<Column> chosen;
  for (const std::string& title : choice.columns) {
    const Column* const column = find_column(columns, title);
    if (!column) return no_such_column(columns, title);
    chosen.push_back(*column);
    chosen.back().rank = 0;  // what was asked for by name is not left out
  }
  if (!choice.columns.empty()) return chosen;
  for (const Column& column : columns)
    if (!column.only_wide || choice.wide) chosen.push_back(column);
  return chosen;
}

Result<ValueList> sorted_rows(const std::vector<Column>& columns, const ValueList& rows,
                              const TableChoice& choice) {
  if (choice.sort.empty()) return rows;
  const bool reverse = choice.sort.starts_with('-');
  const std::string title = choice.sort.substr(reverse ? 1 : 0);
  const Column* const column = find_column(columns, title);
  if (!column) return no_such_column(columns, title);
  ValueList ordered = rows;
  std::ranges::stable_sort(ordered, [&](const Value& a, const Value& b) {
    const Value& x = field(a, column->path);
    const Value& y = field(b, column->path);
    if (x.is_null() || y.is_null()) return !x.is_null() && y.is_null();  // nothing stands last either way
    return reverse ? value_less(y, x) : value_less(x, y);
  });
  return ordered;
}

}  // namespace balm::cli
