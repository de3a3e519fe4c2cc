// docs/BAD_INPUT.md is the promise; the tests it names keep it.
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "tests/tidy/source_tree.h"

namespace balm::tidy {
namespace {

std::set<std::string> found_in(const std::string& text, const RE2& pattern) {
  std::set<std::string> found;
  re2::StringPiece rest(text);
  std::string first, second;
  while (RE2::FindAndConsume(&rest, pattern, &first, &second)) found.insert(first + "." + second);
  return found;
}

std::set<std::string> tests_of_the_sources() {
  static const RE2 test("TEST(?:_F|_P)?\\(\\s*(\\w+),\\s*(\\w+)\\)");
  std::set<std::string> tests;
  for (const SourceFile& file : all_sources())
    if (file.is_test()) tests.merge(found_in(file.text, test));
  return tests;
}

std::string page() {
  return read_in_tree("docs/BAD_INPUT.md");
}

TEST(BadInputPage, EveryTestItNamesExists) {
  static const RE2 named("`([A-Z]\\w+)\\.([A-Z]\\w+)`");
  static const RE2 transcript("`(scenario)/(\\w+)\\.txt`");
  const std::set<std::string> tests = tests_of_the_sources();
  const std::set<std::string> promised = found_in(page(), named);
  ASSERT_GT(promised.size(), 80u);
  for (const std::string& name : promised) EXPECT_TRUE(tests.contains(name)) << name << " is no test";
  for (const std::string& name : found_in(page(), transcript))
    EXPECT_TRUE(exists_in_tree("tests/scenario/" + name.substr(name.find('.') + 1) + ".txt")) << name;
}

TEST(BadInputPage, EveryTestOfARowStandsInIt) {
  static const RE2 of_a_row("\\.[RKLP]\\d+[A-Z]\\w*$");
  const std::string text = page();
  for (const std::string& name : tests_of_the_sources()) {
    const bool said = !RE2::PartialMatch(name, of_a_row) || text.find("`" + name + "`") != std::string::npos;
    EXPECT_TRUE(said) << name << " is not in docs/BAD_INPUT.md";
  }
}

TEST(BadInputPage, K12TheEnvironmentIsReadInFewPlaces) {
  const std::set<std::string> known{"cli/demo/playground.cpp", "cli/program_surroundings.cpp",
                                    "common/io/systemd_notice.cpp"};
  for (const SourceFile& file : all_sources()) {
    const bool reads =
        !file.is_test() && !file.path.starts_with("bench/") && file.code.find("getenv") != std::string::npos;
    EXPECT_TRUE(!reads || known.contains(file.path)) << file.path << " reads the environment";
  }
}

}  // namespace
}  // namespace balm::tidy
