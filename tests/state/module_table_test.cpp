#include "common/state/module_table.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "common/state/module_rows.h"
#include "common/state/state_file.h"

namespace balm {
namespace {

TEST(ModuleTable, IsSortedAndComplete) {
  const auto rows = module_functions();
  EXPECT_TRUE(
      std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.name < b.name; }));
  for (const FunctionRow& row : rows) {
    EXPECT_EQ(find_function(row.name), &row);
    EXPECT_FALSE(row.doc.empty()) << row.name;
    EXPECT_FALSE(row.name_doc.empty()) << row.name;
    EXPECT_TRUE(std::is_sorted(row.arguments.begin(), row.arguments.end(), [](const auto& a, const auto& b) {
      return a.name < b.name;
    })) << row.name;
  }
}

TEST(ModuleTable, HoldsTheRowsOfEachModule) {
  std::size_t rows = 0;
  for (const auto part : {cmd_rows(), file_rows(), process_rows(), service_rows(), test_rows()}) {
    rows += part.size();
    for (const FunctionRow& row : part) EXPECT_EQ(row.module(), part.front().module());
  }
  EXPECT_EQ(rows, module_functions().size());
}

TEST(ModuleTable, ArgumentsDoNotHideCommonOnes) {
  // check_cmd of file.managed is Salt's own, and means the draft of the file.
  const std::set<std::string_view> known = {"check_cmd"};
  for (const FunctionRow& row : module_functions())
    for (const ArgumentRow& common : common_arguments()) {
      if (known.contains(common.name)) continue;
      EXPECT_EQ(row.argument(common.name), nullptr) << row.name << " " << common.name;
    }
}

TEST(ModuleTable, ExamplesLoad) {
  for (const FunctionRow& row : module_functions()) {
    ASSERT_FALSE(row.example.empty()) << row.name;
    StateFiles files;
    files["example"] =
        std::string(row.example) + "nginx configuration: test.nop\nfonts are there: test.nop\n";
    const auto parsed = compile_state(files, "example");
    EXPECT_TRUE(parsed.ok()) << row.name << "\n" << render(parsed.issues);
    EXPECT_NE(row.example.find(row.name), std::string::npos);
  }
}

TEST(ModuleTable, UnknownNamesGetAGuess) {
  EXPECT_EQ(find_function("cmd.runn"), nullptr);
  EXPECT_EQ(function_guess("cmd.runn"), "did you mean `cmd.run`?");
  EXPECT_EQ(function_guess("zzz.yyyyyyy"), "`balm states doc` lists all functions");
}

TEST(ModuleTable, QuestionsAreSorted) {
  const auto names = question_names();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

}  // namespace
}  // namespace balm
