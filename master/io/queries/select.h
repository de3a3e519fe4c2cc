// A SELECT put together from conditions that are only there when an argument was given. Values are always
// bound, never pasted; column names come from our own code only.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "common/result.h"
#include "common/value.h"
#include "master/io/database.h"

namespace balm::master::queries {

class Select {
 public:
  // `head` is "SELECT ... FROM ...".
  explicit Select(std::string head) : sql_(std::move(head)) {}

  Select& where(const std::string& condition);  // without a value
  Select& where(const std::string& condition, std::variant<std::int64_t, std::string> value);  // with one ?
  // The same, only when the argument was given and is not empty.
  Select& where_text(const std::string& condition, const Value& argument);
  Select& where_number(const std::string& condition, const Value& argument);
  Select& order(const std::string& text, std::size_t rows_max);

  Result<Statement> prepare(Database& database) const;

 private:
  std::string sql_;
  bool any_ = false;
  std::vector<std::variant<std::int64_t, std::string>> values_;
};

// What is shown of a row.
using RowView = std::function<Result<Value>(const Statement& row)>;

// All rows; the SELECT says how many at most.
Result<ValueList> all_rows(Result<Statement> rows, const RowView& view);

struct Page {
  ValueList rows;
  Value next;  // where the next page begins; null when there is none
};

// The first `wanted` of the rows, when the SELECT asks for one more; `mark` is the member of a row's view
// that the next page goes on from.
Result<Page> first_page(Result<Statement> rows, std::size_t wanted, std::string_view mark,
                        const RowView& view);

// How many rows to answer: the argument `limit`, within 1 and limits::kOperatorReplyRowsMax; 50 without one.
std::size_t rows_wanted(const Value& args);

}  // namespace balm::master::queries
