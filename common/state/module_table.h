// Every function a step can call, in one table: lint, `balm states doc`, docs/STATES.md and the runner read
// the same rows, and agent/io/modules has one acting function per row (tests compare all three).
//
// To add a function: a row in its module's file (common/state/module_rows_*.cpp), its acting part in
// agent/io/modules/, a line in the dispatch table there, a section in docs/STATES.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace balm {

enum class ArgumentType {
  Text,      // numbers and booleans that were written plain are taken as written
  TextList,  // a text or a list of texts
  Bool,
  Int,
  Number,
  Mode,  // file mode: '0644', 644
  Span,  // 30s; a bare number is seconds, as in Salt
  Size,  // 500M
  Map,
  List,
  Any,
};
std::string_view to_text(ArgumentType type);

struct ArgumentRow {
  std::string_view name;
  ArgumentType type = ArgumentType::Text;
  std::string_view fallback;  // as one would write it; empty: none
  std::string_view doc;
  bool required = false;
};

struct FunctionRow {
  std::string_view name;                   // file.managed
  std::string_view doc;                    // one sentence
  std::string_view name_doc;               // what `name` is; the step's ID when not given
  std::span<const ArgumentRow> arguments;  // sorted by name
  std::string_view example;                // a step, as YAML
  // Whether `test` can say what would change. Of those that cannot, a test says null and nothing is entered.
  bool can_predict = true;
  // Whether the module answers to `watch` and `listen`; elsewhere watch is require, as in Salt.
  bool can_watch = false;

  std::string_view module() const { return name.substr(0, name.find('.')); }
  std::string_view function() const { return name.substr(name.find('.') + 1); }
  const ArgumentRow* argument(std::string_view argument_name) const;
};

// Sorted by name.
std::span<const FunctionRow> module_functions();
// nullptr when there is none.
const FunctionRow* find_function(std::string_view name);
// The names for guesses.
std::vector<std::string_view> function_names();
// "E:..." for an unknown function: nearest name, or what the module offers.
std::string function_guess(std::string_view name);

// What unless and onlyif may ask besides running a command: `- fun: file.file_exists`. Sorted.
std::span<const std::string_view> question_names();

// What every step understands besides its function's own arguments, requisites left out.
std::span<const ArgumentRow> common_arguments();

}  // namespace balm
