#include "cli/show/table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "cli/show/fields.h"
#include "cli/show/table_choice.h"
#include "cli/show/times.h"
#include "common/utf8.h"

namespace balm::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kFreeWidthMin = 12;

using Texts = std::vector<std::string>;

std::string cell_text(const Column& column, const Value& row, const Screen& screen) {
  if (column.text) return column.text(row, screen);
  const Value& value = field(row, column.path);
  switch (column.kind) {
    case Column::Kind::When:
      return when_text(value, screen);
    case Column::Kind::Age:
      return age_text(value, screen);
    case Column::Kind::Took:
      return took_text(value);
    case Column::Kind::Word:
      return spoken(value.string_or("-"));
    default:
      break;
  }
  if (value.is_null()) return "-";
  if (value.is(Value::Kind::List)) return joined(value.as_list());
  if (value.is(Value::Kind::Map)) return labels_text(value);
  return to_display(value);
}

// A cell is one line, whatever stands in it, and never nothing.
std::string shown_cell(const Column& column, const Value& row, const Screen& screen) {
  const std::string text = one_line(cell_text(column, row, screen));
  return text.empty() ? "-" : text;
}

class Layout {
 public:
  Layout(std::vector<Column> columns, const ValueList& rows, const Screen& screen)
      : columns_(std::move(columns)), screen_(screen) {
    for (const Value& row : rows) {
      Texts texts;
      for (const Column& column : columns_) texts.push_back(shown_cell(column, row, screen));
      rows_.push_back(std::move(texts));
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) widths_.push_back(width_of(i));
    shown_.assign(columns_.size(), true);
  }

  // Leaves columns out until the rest fits, then gives free text what is left.
  std::vector<std::string_view> fit() {
    std::vector<std::string_view> left_out;
    while (least_width() > screen_.width) {
      const std::size_t victim = highest_rank();
      if (victim == columns_.size()) break;
      shown_[victim] = false;
      left_out.push_back(columns_[victim].title);
    }
    shrink_free_text();
    return left_out;
  }

  std::string padded_text(bool headers) const {
    std::string text;
    if (headers) text += line(titles(), nullptr);
    for (const Texts& row : rows_) text += line(row, &row);
    return text;
  }

  std::string tabbed_text(bool headers) const {
    std::string text;
    if (headers) text += tabbed(titles());
    for (const Texts& row : rows_) text += tabbed(row);
    return text;
  }

 private:
  Texts titles() const {
    Texts titles;
    for (const Column& column : columns_) titles.emplace_back(column.title);
    return titles;
  }

  std::size_t width_of(std::size_t i) const {
    std::size_t width = display_width(columns_[i].title);
    for (const Texts& row : rows_) width = std::max(width, display_width(row[i]));
    return width;
  }

  bool is_free(std::size_t i) const { return columns_[i].kind == Column::Kind::Free; }

  std::size_t total(bool free_text_at_least) const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!shown_[i]) continue;
      sum += (sum == 0 ? 0 : kGap) +
             (free_text_at_least && is_free(i) ? std::min(widths_[i], kFreeWidthMin) : widths_[i]);
    }
    return sum;
  }
  std::size_t least_width() const { return total(true); }

  std::size_t highest_rank() const {
    std::size_t victim = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!shown_[i] || columns_[i].rank == 0) continue;
      if (victim == columns_.size() || columns_[i].rank >= columns_[victim].rank) victim = i;
    }
    return victim;
  }

  void shrink_free_text() {
    for (std::size_t i = columns_.size(); i-- > 0;) {
      const std::size_t used = total(false);
      if (used <= screen_.width) return;
      if (!shown_[i] || !is_free(i)) continue;
      const std::size_t surplus = used - screen_.width;
      widths_[i] -= std::min(surplus, widths_[i] - std::min(widths_[i], kFreeWidthMin));
    }
  }

  std::string cell(std::size_t i, const std::string& text, bool is_title) const {
    std::string fitted = is_free(i) && display_width(text) > widths_[i] ? cut(text, widths_[i]) : text;
    const bool right = columns_[i].kind == Column::Kind::Number || columns_[i].kind == Column::Kind::Took;
    const std::string filled = right ? padded_left(fitted, widths_[i]) : padded(fitted, widths_[i]);
    if (is_title || columns_[i].kind != Column::Kind::Word) return filled;
    const std::string coloured = paint(fitted, tone_of(text), screen_);
    return coloured + filled.substr(fitted.size());
  }

  std::string cut(const std::string& text, std::size_t width) const {
    std::string shorter = cut_to_width(text, width);
    if (screen_.utf8) return shorter;
    return text.substr(0, width == 0 ? 0 : width - 1) + "~";  // the text is ASCII on such a screen
  }

  std::string line(const Texts& texts, const Texts* row) const {
    std::string text;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (!shown_[i]) continue;
      if (!text.empty()) text.append(kGap, ' ');
      text += cell(i, texts[i], row == nullptr);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return (row ? text : paint(text, Tone::Dim, screen_)) + "\n";
  }

  static std::string tabbed(const Texts& texts) {
    std::string text;
    for (const std::string& cell : texts) text += (text.empty() ? "" : "\t") + cell;
    return text + "\n";
  }

  std::vector<Column> columns_;
  const Screen& screen_;
  std::vector<Texts> rows_;
  std::vector<std::size_t> widths_;
  std::vector<bool> shown_;
};

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string csv_cell(const Column& column, const Value& row) {
  const Value& value = field(row, column.path);
  if (value.is_null()) return "";
  const bool moment = column.kind == Column::Kind::When || column.kind == Column::Kind::Age;
  if (moment) return value.int_or() == 0 ? "" : iso_text(value.int_or());
  if (value.is(Value::Kind::Map)) return labels_text(value);
  if (value.is(Value::Kind::List)) return joined(value.as_list(), " ");
  return to_display(value);
}

std::string csv_name(const Column& column) {
  std::string name(column.path);
  const bool moment = column.kind == Column::Kind::When || column.kind == Column::Kind::Age;
  if (moment && name.ends_with("_ms")) name.resize(name.size() - 3);
  return name;
}

}  // namespace

Result<TableText> table_text(const std::vector<Column>& columns, const ValueList& rows,
                             const TableChoice& choice, const Screen& screen) {
  Result<std::vector<Column>> chosen = chosen_columns(columns, choice);
  if (!chosen) return chosen.error();
  const Result<ValueList> ordered = sorted_rows(columns, rows, choice);
  if (!ordered) return ordered.error();
  Layout layout(std::move(*chosen), *ordered, screen);
  if (!screen.terminal) return TableText{layout.tabbed_text(choice.headers), {}};
  std::vector<std::string_view> left_out = layout.fit();
  return TableText{layout.padded_text(choice.headers), std::move(left_out)};
}

Result<std::string> csv_text(const std::vector<Column>& columns, const ValueList& rows,
                             const TableChoice& choice) {
  TableChoice everything = choice;
  everything.wide = true;
  const Result<std::vector<Column>> chosen = chosen_columns(columns, everything);
  if (!chosen) return chosen.error();
  const Result<ValueList> ordered = sorted_rows(columns, rows, choice);
  if (!ordered) return ordered.error();
  std::string text;
  for (const Column& column : *chosen) text += (text.empty() ? "" : ",") + csv_field(csv_name(column));
  if (choice.headers)
    text += "\r\n";
  else
    text.clear();
  for (const Value& row : *ordered) {
    std::string line;
    for (std::size_t i = 0; i < chosen->size(); ++i)
      line += (i ? "," : "") + csv_field(csv_cell((*chosen)[i], row));
    text += line + "\r\n";
  }
  return text;
}

std::string names_text(const std::vector<Column>& columns, const ValueList& rows) {
  std::string text;
  for (const Value& row : rows) {
    const Value& name = field(row, columns.front().path);
    if (!name.is_null()) text += to_display(name) + "\n";
  }
  return text;
}

}  // namespace balm::cli
