#include "common/state/module_table.h"

#include <algorithm>

#include "common/invariant.h"
#include "common/nearest.h"
#include "common/state/module_rows.h"

namespace balm {

namespace {

// What every step understands. Requisites are words of their own (requisite_words.h).
constexpr ArgumentRow kCommonArguments[] = {
    {"check_cmd", ArgumentType::TextList, "",
     "commands that must succeed afterwards, or the step has failed"},
    {"creates", ArgumentType::TextList, "", "skip the step when this path, or all of these, exist"},
    {"failhard", ArgumentType::Bool, "false", "when the step fails the run ends"},
    {"if", ArgumentType::Text, "", "CEL; the step runs only when it is true"},
    {"names", ArgumentType::List, "", "do the same for each of these names"},
    {"onlyif", ArgumentType::TextList, "", "commands; the step runs only when all succeed"},
    {"order", ArgumentType::Int, "", "place among the steps: a number, `first` or `last`"},
    {"parallel", ArgumentType::Bool, "false", "taken for Salt's sake; steps run one after the other"},
    {"retry", ArgumentType::Map, "",
     "{attempts, every, splay, until}: try again until the result is `until`"},
    {"secret", ArgumentType::Bool, "false", "comment and changes are not kept nor shown"},
    {"timeout", ArgumentType::Span, "", "longest time for the step's program, then TERM and KILL"},
    {"unless", ArgumentType::TextList, "", "commands; the step is skipped when all succeed"},
};

constexpr std::string_view kQuestions[] = {
    "file.directory_exists", "file.file_exists", "file.is_link", "service.status", "test.false",
    "test.retcode",          "test.true",
};

std::vector<FunctionRow> all_rows() {
  std::vector<FunctionRow> rows;
  for (const auto part : {cmd_rows(), file_rows(), process_rows(), service_rows(), test_rows()})
    rows.insert(rows.end(), part.begin(), part.end());
  const bool sorted = std::is_sorted(
      rows.begin(), rows.end(), [](const FunctionRow& a, const FunctionRow& b) { return a.name < b.name; });
  BALM_ASSERT(sorted);  // look-ups search by halves
  return rows;
}

}  // namespace

std::string_view to_text(ArgumentType type) {
  switch (type) {
    case ArgumentType::Text:
      return "text";
    case ArgumentType::TextList:
      return "text or list";
    case ArgumentType::Bool:
      return "bool";
    case ArgumentType::Int:
      return "int";
    case ArgumentType::Number:
      return "number";
    case ArgumentType::Mode:
      return "mode";
    case ArgumentType::Span:
      return "duration";
    case ArgumentType::Size:
      return "size";
    case ArgumentType::Map:
      return "map";
    case ArgumentType::List:
      return "list";
    case ArgumentType::Any:
      return "any";
  }
  return "";
}

const ArgumentRow* FunctionRow::argument(std::string_view argument_name) const {
  for (const ArgumentRow& row : arguments)
    if (row.name == argument_name) return &row;
  return nullptr;
}

std::span<const FunctionRow> module_functions() {
  static const std::vector<FunctionRow> rows =
      all_rows();  // immutable, made once: steps keep pointers into it
  return rows;
}

const FunctionRow* find_function(std::string_view name) {
  const auto rows = module_functions();
  const auto row = std::lower_bound(rows.begin(), rows.end(), name,
                                    [](const FunctionRow& a, std::string_view b) { return a.name < b; });
  return row != rows.end() && row->name == name ? &*row : nullptr;
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names;
  for (const FunctionRow& row : module_functions()) names.push_back(row.name);
  return names;
}

std::string function_guess(std::string_view name) {
  std::string guess = did_you_mean(name, function_names());
  if (!guess.empty()) return guess;
  const std::string_view module = name.substr(0, name.find('.'));
  std::string offers;
  for (const FunctionRow& row : module_functions())
    if (row.module() == module) offers += (offers.empty() ? "" : ", ") + std::string(row.function());
  if (!offers.empty()) return "`" + std::string(module) + "` has " + offers;
  return "`balm states doc` lists all functions";
}

std::span<const std::string_view> question_names() {
  return kQuestions;
}

std::span<const ArgumentRow> common_arguments() {
  return kCommonArguments;
}

}  // namespace balm
