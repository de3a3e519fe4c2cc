// Lists for people and programs. One list of columns serves the table, the tab-separated form of pipes and
// CSV.
//
// Tables have no box lines and never wrap or cut an identifier. On a narrow terminal free text is cut at its
// end and the least important columns are left out; which ones is told, so that the caller can say so on
// stderr.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/show/screen.h"
#include "common/result.h"
#include "common/value.h"

namespace balm::cli {

struct Column {
  enum class Kind {
    Text,
    Word,    // coloured by tone_of()
    When,    // *_ms: a moment
    Age,     // *_ms: only how long ago
    Took,    // *_us: a length of time
    Number,  // set to the right
    Free,    // text that may be cut at its end
  };
  std::string_view title;  // "HOST"
  std::string_view path;   // the field in the data, also the name in CSV: "maintenance.until_ms"
  Kind kind = Kind::Text;
  int rank = 1;            // 0 is never left out; the highest goes first
  bool only_wide = false;  // shown with -o wide and in CSV, or when asked for by --columns
  std::string (*text)(const Value& row, const Screen& screen) = nullptr;  // instead of the field's own text
};

// How the reader wants the list; from the flags.
struct TableChoice {
  std::vector<std::string> columns;  // titles, in this order; empty: the usual ones
  std::string sort;                  // a title, "-TITLE" for the reverse; empty: as the master gave it
  bool headers = true;
  bool wide = false;
};

struct TableText {
  std::string text;
  std::vector<std::string_view> left_out;  // titles of columns there was no room for
};

// Rows are harmless() data. Errors: Kind::Usage for a column that does not exist, with the nearest one.
Result<TableText> table_text(const std::vector<Column>& columns, const ValueList& rows,
                             const TableChoice& choice, const Screen& screen);

// RFC 4180 with a header line: raw values, times in ISO. Takes the data as it came. Errors: as above.
Result<std::string> csv_text(const std::vector<Column>& columns, const ValueList& rows,
                             const TableChoice& choice);

// One line per row: the first column, nothing else.
std::string names_text(const std::vector<Column>& columns, const ValueList& rows);

}  // namespace balm::cli
