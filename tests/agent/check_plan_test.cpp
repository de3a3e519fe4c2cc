#include "agent/check_plan.h"

#include <set>

#include <gtest/gtest.h>

#include "tests/agent/effects_of.h"

namespace balm::agent {
namespace {

CheckDocument check_every(Duration every) {
  CheckDocument check;
  check.name = CheckName{"http"};
  check.every = every;
  check.timeout = 7s;
  return check;
}

HostFacts host(const std::string& name) {
  return {HostName{name}, {{"role", "web"}}};
}

TEST(CheckPlan, AChecksConcernsTheHostsItSelects) {
  CheckDocument check = check_every(10s);
  EXPECT_TRUE(concerns(check, host("web1"))) << "without a selector all hosts are meant";
  check.hosts = *Selector::from_text("role=web");
  EXPECT_TRUE(concerns(check, host("web1")));
  check.hosts = *Selector::from_text("role=db");
  EXPECT_FALSE(concerns(check, host("web1")));
  check.hosts = Selector();
  EXPECT_FALSE(concerns(check, host("web1"))) << "an empty selector selects nobody";
}

TEST(CheckPlan, ACheckThatIsSwitchedOffConcernsNobody) {
  CheckDocument check = check_every(10s);
  check.enabled = false;
  EXPECT_FALSE(concerns(check, host("web1")));
}

TEST(CheckPlan, AFreshCheckRunsSoonButNotOnAllHostsAtOnce) {
  const Now now = at(100);
  std::set<Duration> firsts;
  for (int i = 0; i < 20; ++i) {
    const PlannedCheck planned = plan_check(check_every(1h), host("web" + std::to_string(i)), nullptr, &now);
    ASSERT_TRUE(planned.first);
    EXPECT_GE(*planned.first, now.instant);
    EXPECT_LT(*planned.first, now.instant + 10s);
    firsts.insert(*planned.first - now.instant);
  }
  EXPECT_GT(firsts.size(), 10u);
}

TEST(CheckPlan, TheFirstRunIsNotLaterThanItsInterval) {
  const Now now = at(100);
  for (int i = 0; i < 20; ++i)
    EXPECT_LT(*plan_check(check_every(1s), host("web" + std::to_string(i)), nullptr, &now).first,
              now.instant + 1s);
}

TEST(CheckPlan, AKnownCheckAndACalendarKeepTheirTimes) {
  EXPECT_FALSE(plan_check(check_every(1h), host("web1"), nullptr, nullptr).first);
  CheckDocument nightly = check_every(0s);
  nightly.cron = *Cron::from_text("0 3 * * *");
  const Now now = at(100);
  EXPECT_FALSE(plan_check(nightly, host("web1"), nullptr, &now).first);
}

// The part of a second in which a check comes due.
Duration beat_of(const std::string& host_name, const std::string& check_name, Duration every) {
  CheckDocument check = check_every(every);
  check.name = CheckName{check_name};
  const Now now = at(100'000);
  const auto due = plan_check(check, host(host_name), nullptr, nullptr).schedule.next(now);
  EXPECT_TRUE(due && *due > now.instant && *due <= now.instant + every);
  return due->since_boot % 1s;
}

TEST(CheckPlan, ChecksOfAHostComeDueTogetherAndHostsApart) {
  std::set<Duration> beats;
  for (int i = 0; i < 20; ++i) {
    const std::string name = "web" + std::to_string(i);
    const Duration beat = beat_of(name, "http", 10s);
    EXPECT_EQ(beat_of(name, "disk", 60s), beat);
    EXPECT_EQ(beat_of(name, "load", 15s), beat);
    beats.insert(beat);
  }
  EXPECT_GT(beats.size(), 10u);
}

TEST(CheckPlan, ACheckThatRunsOftenOrAtOddTimesKeepsItsOwn) {
  std::set<Duration> beats;
  for (int i = 0; i < 20; ++i) {
    beats.insert(beat_of("web", "often" + std::to_string(i), 1s));
    beats.insert(beat_of("web", "odd" + std::to_string(i), 10'500ms));
  }
  EXPECT_GT(beats.size(), 20u);
}

TEST(CheckPlan, TheTimeoutIsTheChecksOwn) {
  EXPECT_EQ(plan_check(check_every(1h), host("web1"), nullptr, nullptr).timeout, 7s);
}

}  // namespace
}  // namespace balm::agent
