// A SELECT put together from conditions that are only there when an argument was given. Values are always
// bound, never pasted; column names come from our own code only.
#pragma once

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

// How many rows to answer: the argument `limit`, within 1 and limits::kOperatorReplyRowsMax; 50 without one.
std::size_t rows_wanted(const Value& args);

}  // namespace balm::master::queries
