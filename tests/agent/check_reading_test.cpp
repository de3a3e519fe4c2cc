#include "agent/check_reading.h"

#include <map>

#include "common/limits.h"
#include "common/random.h"
#include "common/utf8.h"
#include "tests/agent/check_samples.h"

namespace balm::agent {
namespace {

Observation one(const CheckDocument& check, const CheckRan& run) {
  const auto all = read_observations(check, run);
  EXPECT_EQ(all.size(), 1u);
  return all.at(0);
}

std::map<std::string, Observation> parts(const CheckDocument& check, const CheckRan& run) {
  std::map<std::string, Observation> all;
  for (const Observation& seen : read_observations(check, run)) all.emplace(seen.instance, seen);
  return all;
}

TEST(CheckReading, ReadsWhatAPluginSays) {
  const Observation seen =
      one(check_named("disk"), ran(1, "DISK WARNING - / 81% | '/'=81%;80;90;0;100\nmore text\n"));
  EXPECT_EQ(seen.status, Status::Warning);
  EXPECT_EQ(seen.output, "DISK WARNING - / 81%");
  EXPECT_EQ(seen.long_output, "more text");
  EXPECT_EQ(seen.metrics, (Metrics{{"/", 81.0}}));
  EXPECT_EQ(seen.trouble, "");
  EXPECT_EQ(seen.check.text, "disk");
}

TEST(CheckReading, OtherEndsAreUnknownWithAReason) {
  CheckRan killed = ran(9, "CRITICAL - half a");
  killed.end = CheckRan::End::Signalled;
  CheckRan slow = ran(0, "");
  slow.end = CheckRan::End::TimedOut;
  CheckRan missing = ran(2, "");
  missing.end = CheckRan::End::NotStarted;
  missing.reason = "no such file: /opt/check";
  for (const CheckRan& run : {ran(4, "?"), ran(127, ""), ran(-1, ""), killed, slow, missing}) {
    const Observation seen = one(check_named("x"), run);
    EXPECT_EQ(seen.status, Status::Unknown);
    EXPECT_FALSE(seen.trouble.empty());
    EXPECT_FALSE(seen.output.empty());
  }
  EXPECT_NE(one(check_named("x"), missing).trouble.find("/opt/check"), std::string::npos);
  EXPECT_NE(one(check_named("x"), slow).trouble.find("30"), std::string::npos);
}

TEST(CheckReading, ExitCodeThreeIsTheProgramsOwnWord) {
  const Observation seen = one(check_named("x"), ran(3, "UNKNOWN - no route"));
  EXPECT_EQ(seen.status, Status::Unknown);
  EXPECT_EQ(seen.trouble, "");
}

TEST(CheckReading, ConditionsDecideInsteadOfTheExitCode) {
  CheckDocument check = check_named("load");
  check.warning = condition("metrics.load5 > 4.0");
  check.critical = condition("metrics.load5 > 8.0");
  EXPECT_EQ(one(check, ran(2, "x | load5=1")).status, Status::Ok);
  EXPECT_EQ(one(check, ran(0, "x | load5=5")).status, Status::Warning);
  EXPECT_EQ(one(check, ran(0, "x | load5=9")).status, Status::Critical);
  EXPECT_EQ(one(check, ran(3, "x | load5=9")).status, Status::Unknown) << "the program says it does not know";
}

TEST(CheckReading, AConditionThatCannotBeEvaluatedIsUnknown) {
  CheckDocument check = check_named("load");
  check.critical = condition("metrics.load5 > 8.0");
  const Observation seen = one(check, ran(0, "fine | other=1"));
  EXPECT_EQ(seen.status, Status::Unknown);
  EXPECT_NE(seen.trouble.find("metrics.load5 > 8.0"), std::string::npos) << seen.trouble;
}

TEST(CheckReading, TheErrorsOfAProgramAreShownWhenItFailed) {
  CheckRan run = ran(2, "");
  run.errors = "curl: (7) refused\nsecond line\n";
  const Observation seen = one(check_named("x"), run);
  EXPECT_EQ(seen.output, "curl: (7) refused");
  EXPECT_NE(seen.long_output.find("second line"), std::string::npos);
  run.code = 0;
  run.output = "fine";
  EXPECT_EQ(one(check_named("x"), run).long_output, "");
}

TEST(CheckReading, SplitsARunIntoItsParts) {
  CheckDocument check = check_named("disk");
  check.per = "mount";
  const auto all = parts(check, ran(2, "DISK CRITICAL | '/'=50%;80;90 '/var'=95%;80;90 '/srv'=85%;80;90"));
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all.at("/").status, Status::Ok);
  EXPECT_EQ(all.at("/var").status, Status::Critical);
  EXPECT_EQ(all.at("/srv").status, Status::Warning);
  EXPECT_EQ(all.at("/var").metrics, (Metrics{{"value", 95.0}}));
  EXPECT_EQ(all.at("").status, Status::Ok) << "the run itself is explained by its parts";
}

TEST(CheckReading, PartsAreJudgedByConditionsOverTheirOwnNumbers) {
  CheckDocument check = check_named("disk");
  check.per = "mount";
  check.critical = condition("metrics.used > 90.0 || metrics.inodes > 90.0");
  const auto all = parts(check, ran(0, "x | /::used=10 /::inodes=95 /var::used=20 /var::inodes=5"));
  EXPECT_EQ(all.at("/").status, Status::Critical);
  EXPECT_EQ(all.at("/var").status, Status::Ok);
  EXPECT_EQ(all.at("/").metrics, (Metrics{{"inodes", 95.0}, {"used", 10.0}}));
}

TEST(CheckReading, ABadRunNoPartExplainsStaysBad) {
  CheckDocument check = check_named("disk");
  check.per = "mount";
  const auto all = parts(check, ran(2, "CRITICAL - cannot read /proc | '/'=50%;80;90"));
  EXPECT_EQ(all.at("").status, Status::Critical);
  EXPECT_EQ(all.at("/").status, Status::Ok);
  const auto blind = parts(check, ran(2, "CRITICAL | '/'=50"));
  EXPECT_EQ(blind.at("/").status, Status::Unknown) << "without thresholds nobody knows which part is meant";
}

TEST(CheckReading, AnUnreadableRunSaysNothingAboutParts) {
  CheckDocument check = check_named("disk");
  check.per = "mount";
  const auto all = parts(check, ran(99, "'/'=50%;80;90"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all.at("").status, Status::Unknown);
}

TEST(CheckReading, KeepsItsBoundsForAnyOutput) {
  Random random(9);
  CheckDocument check = check_named("x");
  for (int round = 0; round < 300; ++round) {
    CheckRan run = ran(static_cast<int>(random.below(6)), "");
    check.per = random.below(2) == 0 ? "part" : "";
    for (std::uint64_t i = random.below(40'000); i > 0; --i) {
      const bool odd = random.below(3) == 0;
      run.output += odd ? static_cast<char>(random.below(256)) : "a=1 |\n;'"[random.below(8)];
    }
    run.errors = run.output;
    const auto all = read_observations(check, run);
    ASSERT_FALSE(all.empty());
    EXPECT_LE(all.size(), limits::kInstancesPerCheckMax + 1);
    for (const Observation& seen : all) {
      EXPECT_LE(seen.output.size(), limits::kOutputHeadBytes);
      EXPECT_LE(seen.long_output.size(), limits::kOutputHeadBytes + limits::kOutputTailBytes);
      EXPECT_LE(seen.instance.size(), limits::kInstanceBytesMax);
      EXPECT_LE(seen.metrics.size(), limits::kPerfdataMax);
      EXPECT_TRUE(valid_utf8(seen.output) && valid_utf8(seen.long_output) && valid_utf8(seen.instance));
    }
  }
}

}  // namespace
}  // namespace balm::agent
