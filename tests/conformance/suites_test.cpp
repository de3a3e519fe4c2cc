#include "cli/conformance/suites.h"

#include <gtest/gtest.h>

#include "common/io/file_text.h"

namespace balm::conformance {
namespace {

TEST(Suites, OurOwnCasesPass) {
  const auto files = run_suites(
      BALM_SOURCE_DIR "/tests/conformance/cases", [](const FileOutcome&, bool) {}, false);
  ASSERT_TRUE(files.ok()) << files.error().message;
  EXPECT_GE(files->size(), 4u);
  for (const FileOutcome& file : *files) {
    EXPECT_EQ(file.core, file.core_passed) << outcome_text(file, true);
    EXPECT_TRUE(file.core > 0 || !file.skipped.empty() || !file.built) << file.name;
  }
}

TEST(Suites, ALineTellsHowAFileWent) {
  FileOutcome file{
      .name = "cel/logic.jsonl", .core = 24, .core_passed = 23, .extended = 2, .extended_passed = 2};
  file.failed.push_back({.id = "cel/x", .tag = "core", .expected = "true", .got = "an\nerror"});
  EXPECT_EQ(outcome_text(file, false), "cel/logic.jsonl core 23/24 extended 2/2\n");
  EXPECT_EQ(outcome_text(file, true),
            "cel/logic.jsonl core 23/24 extended 2/2\n  cel/x (core)\n    expected true\n    got      "
            "an\\nerror\n");
  EXPECT_EQ(outcome_text({.name = "webhooks/*.json", .built = false}, true),
            "webhooks/*.json not built yet\n");
}

TEST(Suites, OnlyCoreCasesWithoutAReasonCount) {
  FileOutcome file{.name = "x"};
  file.failed = {{.id = "a", .tag = "core"}, {.id = "b", .tag = "extended"}, {.id = "c", .tag = "core"}};
  const Result<Exceptions> exceptions = parse_exceptions("# why\n\nc because it is so\n");
  ASSERT_TRUE(exceptions.ok());
  EXPECT_EQ(unexcused({file}, *exceptions), std::vector<std::string>{"a"});
  EXPECT_FALSE(parse_exceptions("c\n").ok());
  EXPECT_FALSE(parse_exceptions("c \n").ok());
}

TEST(Suites, TheExceptionsAreReadable) {
  const Result<std::string> text = read_file(BALM_SOURCE_DIR "/tests/conformance/exceptions.txt");
  ASSERT_TRUE(text.ok());
  EXPECT_TRUE(parse_exceptions(*text).ok());
}

TEST(Suites, NothingToRunIsAnError) {
  EXPECT_FALSE(run_suites(
                   "/nonexistent", [](const FileOutcome&, bool) {}, false)
                   .ok());
}

}  // namespace
}  // namespace balm::conformance
