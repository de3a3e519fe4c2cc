#include "common/state/module_doc.h"

#include <algorithm>

namespace balm {

namespace {

std::string notes_of(const FunctionRow& function) {
  std::string notes;
  if (!function.can_predict) notes += "It cannot say beforehand what it would do: a test answers null. ";
  if (function.can_watch) notes += "It can `watch` and `listen`. ";
  if (!notes.empty()) notes.pop_back();
  return notes;
}

std::string fallback_of(const ArgumentRow& argument) {
  if (argument.required) return "required";
  return argument.fallback.empty() ? "" : std::string(argument.fallback);
}

std::string line_of(const ArgumentRow& argument, std::size_t width) {
  std::string line = "  " + std::string(argument.name);
  line.resize(std::max(line.size(), width + 4), ' ');
  line += std::string(to_text(argument.type)) + ": " + std::string(argument.doc);
  if (const std::string fallback = fallback_of(argument); !fallback.empty()) line += " (" + fallback + ")";
  return line + "\n";
}

// `|` would end a cell.
std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, "\\");
  return text;
}

std::string row(const ArgumentRow& argument) {
  const std::string fallback = fallback_of(argument);
  const std::string shown = argument.required || fallback.empty() ? fallback : "`" + fallback + "`";
  return "| `" + std::string(argument.name) + "` | " + std::string(to_text(argument.type)) + " | " +
         cell(shown) + " | " + cell(std::string(argument.doc)) + " |\n";
}

std::string section(const FunctionRow& function) {
  std::string text = "### " + std::string(function.name) + "\n\n" + std::string(function.doc);
  if (const std::string notes = notes_of(function); !notes.empty()) text += " " + notes;
  text += "\n\n| argument | type | default | |\n|---|---|---|---|\n";
  text += "| `name` | text | `ID` | " + cell(std::string(function.name_doc)) + " |\n";
  for (const ArgumentRow& argument : function.arguments) text += row(argument);
  return text + "\n```yaml\n" + std::string(function.example) + "```\n";
}

}  // namespace

std::string function_text(const FunctionRow& function) {
  std::string text = std::string(function.name) + "\n\n" + std::string(function.doc) + "\n";
  if (const std::string notes = notes_of(function); !notes.empty()) text += notes + "\n";
  std::size_t width = 4;
  for (const ArgumentRow& argument : function.arguments) width = std::max(width, argument.name.size());
  text += "\nArguments\n";
  text += line_of({"name", ArgumentType::Text, "the ID", function.name_doc}, width);
  for (const ArgumentRow& argument : function.arguments) text += line_of(argument, width);
  return text + "\nExample\n\n" + std::string(function.example);
}

std::string module_reference() {
  std::string text;
  for (const FunctionRow& function : module_functions())
    text += (text.empty() ? "" : "\n") + section(function);
  return text;
}

}  // namespace balm
