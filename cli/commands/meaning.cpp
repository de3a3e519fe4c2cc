#include "cli/commands/meaning.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/documents.h"
#include "cli/page_tables.h"
#include "cli/show/fields.h"
#include "cli/show/page.h"

namespace balm::cli {
namespace {

// What people write, and the section of docs/RULES.md that lists its fields.
struct Kind {
  std::string_view word;
  std::string_view section;
};
constexpr std::array<Kind, 6> kKinds{{{"rule", "rules"},
                                      {"rules", "rules"},
                                      {"check", "checks"},
                                      {"checks", "checks"},
                                      {"notifier", "notifiers"},
                                      {"notifiers", "notifiers"}}};

bool is_code(std::string_view word) {
  return word.size() == 4 && std::string_view("EWew").find(word[0]) != std::string_view::npos &&
         std::ranges::all_of(word.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

Error nothing_known(const std::string& word) {
  return {Error::Kind::NotFound,
          "\"" + word.substr(0, 64) + "\" is neither an incident, an event, an error code nor a field",
          "balm explain 1042, @8812, E304, rule or rule.guard"};
}

std::string code_page(const Value& data, const Screen& screen) {
  Page page(screen);
  page.line(data["code"].string_or() + "  " + data["wrong"].string_or(), Tone::Strong);
  if (const std::string mend = data["mend"].string_or(); !mend.empty()) page.line("what to do: " + mend);
  return std::move(page).text();
}

Result<Exit> explain_code(Call& call, std::string code) {
  if (code[0] >= 'a') code[0] = static_cast<char>(code[0] - 'a' + 'A');
  for (const TableRow& row : table_rows(errors_document())) {
    if (row.empty() || row[0] != code) continue;
    const Value data = Value::map(
        {{"code", code}, {"wrong", row.size() > 1 ? row[1] : ""}, {"mend", row.size() > 2 ? row[2] : ""}});
    return call.show_page(data, code_page);
  }
  return Error{Error::Kind::NotFound, "there is no error code " + code, "the list: docs/ERRORS.md"};
}

std::string fields_page(const Value& data, const Screen& screen) {
  Page page(screen);
  std::vector<Pieces> rows;
  for (const Value& row : items(data, "fields"))
    rows.push_back(
        {{row["key"].string_or(), Tone::Strong}, {row["default"].string_or()}, {row["meaning"].string_or()}});
  page.rows(rows, 0);
  return std::move(page).text();
}

std::string without_backticks(std::string text) {
  std::erase(text, '`');
  return text;
}

Result<Exit> explain_field(Call& call, const std::string& word) {
  const std::size_t dot = word.find('.');
  const auto* const kind = std::ranges::find(kKinds, word.substr(0, dot), &Kind::word);
  if (kind == kKinds.end()) return nothing_known(word);
  const std::string field = dot == std::string::npos ? "" : word.substr(dot + 1);
  ValueList fields;
  for (const TableRow& row : table_rows(rules_document(), kind->section)) {
    if (row.size() < 3 || (!field.empty() && !names_field(row[0], field, true))) continue;
    fields.push_back(Value::map({{"key", without_backticks(row[0])},
                                 {"default", without_backticks(row[1])},
                                 {"meaning", without_backticks(row[2])}}));
  }
  if (fields.empty())
    return Error{Error::Kind::NotFound, "a " + std::string(kind->word) + " has no field \"" + field + "\"",
                 "balm explain " + std::string(kind->word)};
  return call.show_page(Value::map({{"fields", Value(std::move(fields))}}), fields_page);
}

}  // namespace

Result<Exit> explain_word(Call& call, const std::string& word) {
  return is_code(word) ? explain_code(call, word) : explain_field(call, word);
}

}  // namespace balm::cli
