#include <algorithm>

#include <gtest/gtest.h>

#include "tests/tidy/functions.h"
#include "tests/tidy/ratchets.h"
#include "tests/tidy/source_tree.h"

namespace balm::tidy {
namespace {

template <class Rule>
Faults functions_that(Rule is_fault, int Function::*measure) {
  Faults faults;
  for (const SourceFile& file : all_sources())
    for (const Function& function : functions_of(file)) {
      if (!is_fault(function)) continue;
      faults.push_back(file.path + ":" + std::to_string(function.first_line) + " " +
                       std::to_string(function.*measure) + ": " + function.head.substr(0, 80));
    }
  return faults;
}

TEST(Shape, FilesStaySmall) {
  Faults faults;
  for (const SourceFile& file : all_sources()) {
    const auto lines = static_cast<int>(lines_of(file.text).size());
    if (lines > ratchets::kFileLinesMax)
      faults.push_back(file.path + " has " + std::to_string(lines) + " lines");
  }
  EXPECT_LE(faults.size(), ratchets::kLongFilesMax) << listed(faults);
}

TEST(Shape, FunctionsStaySmall) {
  const auto long_one = [](const Function& function) { return function.lines > ratchets::kFunctionLinesMax; };
  const Faults faults = functions_that(long_one, &Function::lines);
  EXPECT_LE(faults.size(), ratchets::kLongFunctionsMax) << listed(faults);
}

TEST(Shape, NineOfTenFunctionsAreShort) {
  int all = 0;
  int brief = 0;
  for (const SourceFile& file : all_sources())
    for (const Function& function : functions_of(file)) {
      ++all;
      if (function.lines <= ratchets::kShortFunctionLines) ++brief;
    }
  ASSERT_GT(all, 0);
  EXPECT_GE(brief, ratchets::kShortFunctionsMin * all) << brief << " of " << all;
}

TEST(Shape, FunctionsTakeFewParameters) {
  const auto greedy = [](const Function& function) { return function.parameters > ratchets::kParametersMax; };
  const Faults faults = functions_that(greedy, &Function::parameters);
  EXPECT_LE(faults.size(), ratchets::kGreedyFunctionsMax)
      << "more than four parameters are a struct: " << listed(faults);
}

TEST(Shape, BlocksAreNotNestedDeeply) {
  const auto deep = [](const Function& function) { return function.depth > ratchets::kDepthMax; };
  const Faults faults = functions_that(deep, &Function::depth);
  EXPECT_LE(faults.size(), ratchets::kDeepFunctionsMax)
      << "the branch sits in the parent, the work in leaf functions: " << listed(faults);
}

std::vector<Function> read(std::string text) {
  return functions_of(make_source("a.cpp", std::move(text)));
}

TEST(FunctionReader, FindsFunctionsAndNothingElse) {
  EXPECT_TRUE(
      read("namespace balm {\nstruct A {\n  int a{};\n  std::map<int, int> b{{1, 2}};\n};\n}\n").empty());
  EXPECT_TRUE(read("constexpr Row kRows[] = {\n    {\"a\", f(1)},\n    {\"b\", f(2)},\n};\n").empty());
  EXPECT_TRUE(read("enum class Kind : std::uint8_t { A, B };\nvoid f();\nvoid g(int a = 3);\n").empty());
  EXPECT_EQ(read("int f() { return 1; }\nint g() { return 2; }\n").size(), 2u);
  EXPECT_EQ(
      read("class A {\n public:\n  bool operator==(const A&) const { return true; }\n  int x_ = 0;\n};\n")
          .size(),
      1u);
  EXPECT_EQ(read("template <class T, class U = X<T>>\nclass A {\n  A() : a_{1}, b_(2) {}\n};\n").size(), 1u);
  EXPECT_EQ(
      read("template <class T>\n  requires requires(T v) { v.a(); }\nvoid f(T v) {\n  v.a();\n}\n").size(),
      1u);
  EXPECT_EQ(read("struct tm f(int a) {\n  return {};\n}\n").size(), 1u);
  EXPECT_EQ(read("const auto f = [](int a) { return a; };\nTEST(A, B) {\n  if (true) {\n  }\n}\n").size(),
            1u);
}

TEST(FunctionReader, IsNotFooledByTextsAndComments) {
  EXPECT_EQ(read("int f() {\n  // }\n  auto a = \"}\\\"}\";\n  auto b = R\"x(})\"})x\";\n  char c = '}';\n"
                 "  int d = 1'000'000;\n}\nint g() { return '{'; }\n")
                .size(),
            2u);
  EXPECT_EQ(read("#define A(x) \\\n  { x\nint f() {\n  return 1;\n}\n").size(), 1u);
}

TEST(FunctionReader, Measures) {
  const auto found = read(
      "// A comment.\nint f(std::map<int, int> a, int (*b)(int, int), int c) {\n"
      "  for (;;) {\n    if (c) {\n      return 1;\n    }\n  }\n}\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].first_line, 2);
  EXPECT_EQ(found[0].lines, 7);
  EXPECT_EQ(found[0].parameters, 3);
  EXPECT_EQ(found[0].depth, 2);
}

}  // namespace
}  // namespace balm::tidy
