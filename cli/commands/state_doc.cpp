#include "cli/commands/state_doc.h"

#include <utility>

#include "cli/show/fields.h"
#include "cli/show/page.h"
#include "common/nearest.h"
#include "common/state/module_table.h"

namespace balm::cli {
namespace {

Value argument_value(const ArgumentRow& row) {
  return Value::map({{"name", row.name},
                     {"type", to_text(row.type)},
                     {"default", row.fallback.empty() ? Value() : Value(row.fallback)},
                     {"required", row.required},
                     {"doc", row.doc}});
}

Value arguments_value(std::span<const ArgumentRow> rows) {
  ValueList list;
  for (const ArgumentRow& row : rows) list.push_back(argument_value(row));
  return Value(std::move(list));
}

Value function_value(const FunctionRow& row) {
  return Value::map({{"name", row.name},
                     {"doc", row.doc},
                     {"name_doc", row.name_doc},
                     {"arguments", arguments_value(row.arguments)},
                     {"example", row.example},
                     {"predicts", row.can_predict},
                     {"watches", row.can_watch}});
}

std::vector<Pieces> argument_rows(const ValueList& arguments) {
  std::vector<Pieces> rows;
  for (const Value& argument : arguments) {
    const Value& fallback = argument["default"];
    const std::string need =
        argument["required"].bool_or() ? "required" : (fallback.is_null() ? "" : to_display(fallback));
    rows.push_back({{argument["name"].string_or()},
                    {argument["type"].string_or()},
                    {need},
                    {argument["doc"].string_or()}});
  }
  return rows;
}

std::string function_page(const Value& data, const Screen& screen) {
  const Value& function = data["function"];
  Page page(screen);
  page.line(function["name"].string_or(), Tone::Strong);
  page.line(function["doc"].string_or());
  page.line();
  page.rows({{{"name"}, {function["name_doc"].string_or()}}});
  page.rows(argument_rows(items(function, "arguments")));
  if (!function["predicts"].bool_or()) page.line("  A dry run cannot tell what it would change.");
  if (function["watches"].bool_or()) page.line("  Answers to watch and listen.");
  page.line();
  page.block(function["example"].string_or(), "  ");
  page.line();
  page.line("Every step also takes what `balm states doc` lists at its end.", Tone::Dim);
  return std::move(page).text();
}

std::string function_list(const Value& data, const Screen& screen) {
  Page page(screen);
  std::vector<Pieces> rows;
  for (const Value& function : items(data, "functions"))
    rows.push_back({{function["name"].string_or(), Tone::Strong}, {function["doc"].string_or()}});
  page.rows(rows, 0);
  if (items(data, "every_step").empty()) return std::move(page).text();
  page.line();
  page.line("Every step", Tone::Strong);
  page.rows(argument_rows(items(data, "every_step")));
  return std::move(page).text();
}

std::vector<std::string_view> modules() {
  std::vector<std::string_view> names;
  for (const FunctionRow& row : module_functions())
    if (names.empty() || names.back() != row.module()) names.push_back(row.module());
  return names;
}

Error unknown(const std::string& name) {
  std::vector<std::string_view> known = function_names();
  for (const std::string_view module : modules()) known.push_back(module);
  const std::string guess = nearest_name(name, known);
  return {Error::Kind::NotFound, "there is no function or module \"" + name + "\"",
          guess.empty() ? "balm states doc" : "did you mean: " + guess};
}

}  // namespace

Result<Exit> state_doc(Call& call) {
  const std::string name = call.given().positional(0);
  if (const FunctionRow* const row = find_function(name))
    return call.show_page(Value::map({{"function", function_value(*row)}}), function_page);
  ValueList functions;
  for (const FunctionRow& row : module_functions())
    if (name.empty() || row.module() == name) functions.push_back(function_value(row));
  if (functions.empty()) return unknown(name);
  const Value every_step = name.empty() ? arguments_value(common_arguments()) : Value();
  return call.show_page(Value::map({{"functions", Value(std::move(functions))}, {"every_step", every_step}}),
                        function_list);
}

}  // namespace balm::cli
