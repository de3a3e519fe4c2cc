#include "master/io/queries/select.h"

#include <algorithm>

#include "common/limits.h"

namespace balm::master::queries {

Select& Select::where(const std::string& condition) {
  sql_ += (any_ ? " AND " : " WHERE ") + condition;
  any_ = true;
  return *this;
}

Select& Select::where(const std::string& condition, std::variant<std::int64_t, std::string> value) {
  values_.push_back(std::move(value));
  return where(condition);
}

Select& Select::where_text(const std::string& condition, const Value& argument) {
  const std::string text = argument.string_or();
  return text.empty() ? *this : where(condition, text);
}

Select& Select::where_number(const std::string& condition, const Value& argument) {
  return argument.is_null() ? *this : where(condition, argument.int_or());
}

Select& Select::order(const std::string& text, std::size_t rows_max) {
  sql_ += " ORDER BY " + text + " LIMIT " + std::to_string(rows_max);
  return *this;
}

Result<Statement> Select::prepare(Database& database) const {
  auto statement = database.prepare(sql_);
  if (!statement) return statement.error();
  for (const auto& value : values_) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      statement->bind(*number);
    } else {
      statement->bind(std::get<std::string>(value));
    }
  }
  return statement;
}

Result<ValueList> all_rows(Result<Statement> rows, const RowView& view) {
  if (!rows) return rows.error();
  ValueList list;
  while (true) {
    const auto more = rows->row();
    if (!more) return more.error();
    if (!*more) return list;
    auto shown = view(*rows);
    if (!shown) return shown.error();
    list.push_back(std::move(shown).value());
  }
}

Result<Page> first_page(Result<Statement> rows, std::size_t wanted, std::string_view mark,
                        const RowView& view) {
  auto list = all_rows(std::move(rows), view);
  if (!list) return list.error();
  Page page{std::move(list).value(), {}};
  if (page.rows.size() <= wanted) return page;
  page.rows.resize(wanted);
  page.next = page.rows.back()[mark];
  return page;
}

std::size_t rows_wanted(const Value& args) {
  const auto most = static_cast<std::int64_t>(limits::kOperatorReplyRowsMax);
  return static_cast<std::size_t>(std::clamp<std::int64_t>(args["limit"].int_or(50), 1, most));
}

}  // namespace balm::master::queries
