// docs/CEL.md and the tables of functions and macros say the same.
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "common/expression/function_table.h"
#include "common/expression/macros.h"

namespace balm::expression {
namespace {

// First cells of table rows that begin with code: "| `...` | ... |" -> "... | ...".
std::set<std::string> rows_of_page() {
  std::ifstream file(std::string(BALM_SOURCE_DIR) + "/docs/CEL.md");
  EXPECT_TRUE(file.is_open());
  std::set<std::string> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("| `") && line.find("` | ") != std::string::npos) rows.insert(line);
  }
  return rows;
}

std::set<std::string> rows_of_tables() {
  const auto row = [](std::string_view code, std::string_view meaning) {
    return "| `" + std::string(code) + "` | " + std::string(meaning) + " |";
  };
  std::set<std::string> rows;
  for (const FunctionRow& function : function_rows()) rows.insert(row(function.signature, function.meaning));
  for (const Macro& macro : macros()) rows.insert(row(macro.form, macro.meaning));
  return rows;
}

TEST(Page, HasEveryFunctionAndMacroAndNoOther) {
  const std::set<std::string> page = rows_of_page();
  const std::set<std::string> tables = rows_of_tables();
  for (const std::string& row : tables) EXPECT_TRUE(page.contains(row)) << "missing in docs/CEL.md: " << row;
  for (const std::string& row : page) EXPECT_TRUE(tables.contains(row)) << "only in docs/CEL.md: " << row;
}

}  // namespace
}  // namespace balm::expression
