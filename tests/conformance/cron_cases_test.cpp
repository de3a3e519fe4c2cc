#include "cli/conformance/cron_cases.h"

#include <gtest/gtest.h>

#include "common/io/time_zones.h"

namespace balm::conformance {
namespace {

CaseOutcome run(const char* line) {
  static const TimeZones zones;
  return run_cron_case(line, zones);
}

TEST(CronCases, GoodAnswersPass) {
  for (
      const char* line :
      {R"({"id":"n","expr":"0 2 * * *","tz":"Europe/Berlin","from":"2024-01-01T00:00:00+01:00","next":["2024-01-01T02:00:00+01:00","2024-01-02T01:00:00Z"]})",
       R"({"id":"n","expr":"0 0 30 2 *","tz":"UTC","from":"2024-01-01T00:00:00.5Z","never":true})",
       R"({"id":"n","expr":"* * * * * * 2024","at":"2024-01-01T00:00:00Z","fires":true})",
       R"({"id":"n","expr":"0 0 10 * wed","at":"2020-06-10T00:00:00Z","fires":true,"options":{"day_or":false}})",
       R"({"id":"n","expr":"30 * * * * *","fields":"seconds-first","from":"2024-01-01T00:00:00Z","next":["2024-01-01T00:00:30Z"]})",
       R"({"id":"n","expr":"61 * * * *","error":true})", R"({"id":"n","a":"@hourly","b":"0 */1 * * *"})",
       R"({"id":"n","a":"0 0 1-31 * ?","b":"0 0 * * *"})"}) {
    const CaseOutcome outcome = run(line);
    EXPECT_TRUE(outcome.passed) << line << "\n" << outcome.expected << "\n" << outcome.got;
    EXPECT_EQ(outcome.id, "n");
    EXPECT_EQ(outcome.skipped, "");
  }
}

TEST(CronCases, WrongAnswersFail) {
  for (const char* line :
       {R"({"id":"n","expr":"0 2 * * *","from":"2024-01-01T00:00:00Z","next":["2024-01-01T03:00:00Z"]})",
        R"({"id":"n","expr":"0 2 * * *","from":"2024-01-01T00:00:00Z","never":true})",
        R"({"id":"n","expr":"0 2 * * *","from":"yesterday","never":true})",
        R"({"id":"n","expr":"* * * * *","error":true})", R"({"id":"n","a":"@hourly","b":"1 * * * *"})",
        R"({"id":"n","a":"@hourly","b":"x"})", R"({"id":"n","expr":"x","at":"2024-01-01T00:00:00Z"})",
        "no json", "[]"})
    EXPECT_FALSE(run(line).passed) << line;
}

TEST(CronCases, WhatBalmDoesNotOfferIsSkippedWithAReason) {
  EXPECT_NE(
      run(R"({"id":"n","expr":"* * * * *","options":{"expand_from_start_time":true},"next":[]})").skipped,
      "");
  EXPECT_NE(run(R"({"id":"n","expr":"* * * * *","tz":"Mars/Olympus","next":[]})").skipped, "");
  EXPECT_NE(run(R"({"id":"n","expr":"* * * * *"})").skipped, "");
}

}  // namespace
}  // namespace balm::conformance
