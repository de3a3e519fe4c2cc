#include "agent/check_scheduler.h"

#include <gtest/gtest.h>

#include "tests/agent/effects_of.h"

namespace balm::agent {
namespace {

PlannedCheck every(Duration interval, Duration phase = {}) {
  return {Schedule::interval(interval, phase), 30s, std::nullopt};
}

class CheckSchedulerTest : public testing::Test {
 protected:
  std::vector<SpawnCheck> tick(double seconds) {
    given_up_ = scheduler_.tick(at(seconds), effects_);
    return started();
  }
  std::vector<SpawnCheck> started() { return ordered<SpawnCheck>(std::exchange(effects_, {})); }

  CheckScheduler scheduler_{2};
  Effects effects_;
  std::vector<CheckName> given_up_;
};

TEST_F(CheckSchedulerTest, StartsWhatIsDue) {
  scheduler_.plan({{{"a"}, every(10s)}, {{"b"}, every(10s, 3s)}}, at(0));
  EXPECT_EQ(scheduler_.next_deadline(), at(3).instant);
  EXPECT_TRUE(tick(2.9).empty());
  const auto first = tick(3);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].check.text, "b");
  EXPECT_EQ(scheduler_.finished(first[0].run, at(4), effects_)->text, "b");
  EXPECT_EQ(tick(10).at(0).check.text, "a");
}

TEST_F(CheckSchedulerTest, NeverRunsOneTwiceAtOnce) {
  scheduler_.plan({{{"a"}, every(10s)}}, at(0));
  EXPECT_EQ(tick(10).size(), 1u);
  EXPECT_TRUE(tick(20).empty());
  EXPECT_EQ(scheduler_.skipped(), 1u);
  EXPECT_TRUE(scheduler_.run_now({"a"}, at(21), effects_)) << "joins the run on its way";
  EXPECT_TRUE(started().empty());
}

TEST_F(CheckSchedulerTest, RunsNoMoreThanAllowedTogether) {
  CheckPlan plan;
  for (const char* name : {"a", "b", "c", "d"}) plan.emplace(CheckName{name}, every(10s));
  scheduler_.plan(plan, at(0));
  const auto first = tick(10);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_TRUE(scheduler_.run_now({"d"}, at(10), effects_));
  EXPECT_TRUE(started().empty());
  scheduler_.finished(first[0].run, at(11), effects_);
  EXPECT_EQ(started().at(0).check.text, "d") << "who asks comes before what is merely due";
}

TEST_F(CheckSchedulerTest, DoesNotCatchUpAfterAPause) {
  scheduler_.plan({{{"a"}, every(10s)}}, at(0));
  const auto runs = tick(1'000);
  EXPECT_EQ(runs.size(), 1u);
  EXPECT_EQ(scheduler_.next_deadline(), at(1'010).instant);
}

TEST_F(CheckSchedulerTest, GivesUpARunWithoutAnswer) {
  scheduler_.plan({{{"a"}, every(100s)}}, at(0));
  const auto runs = tick(100);
  tick(161);
  EXPECT_TRUE(given_up_.empty());
  tick(162);
  ASSERT_EQ(given_up_.size(), 1u);
  EXPECT_EQ(scheduler_.finished(runs[0].run, at(163), effects_), std::nullopt) << "too late";
}

TEST_F(CheckSchedulerTest, FirstRunsComeBeforeTheSchedule) {
  PlannedCheck hourly = every(3600s, 1800s);
  hourly.first = at(5).instant;
  scheduler_.plan({{{"a"}, hourly}}, at(0));
  const auto runs = tick(5);
  ASSERT_EQ(runs.size(), 1u);
  scheduler_.finished(runs[0].run, at(6), effects_);
  EXPECT_EQ(scheduler_.next_deadline(), at(1'800).instant);
}

TEST_F(CheckSchedulerTest, AnAnswerOfARemovedCheckIsNobodys) {
  scheduler_.plan({{{"a"}, every(10s)}}, at(0));
  const auto runs = tick(10);
  scheduler_.plan({}, at(11));
  EXPECT_EQ(scheduler_.finished(runs[0].run, at(12), effects_), std::nullopt);
  EXPECT_FALSE(scheduler_.run_now({"a"}, at(12), effects_));
  EXPECT_EQ(scheduler_.finished(999, at(12), effects_), std::nullopt);
}

TEST_F(CheckSchedulerTest, CalendarsFollowAClockThatIsSet) {
  const auto hourly = Cron::from_text("0 * * * *");
  ASSERT_TRUE(hourly);
  scheduler_.plan({{{"a"}, {Schedule::calendar(*hourly, utc(), 0s), 30s, std::nullopt}}}, at(0));
  const Instant before = *scheduler_.next_deadline();
  Now set = at(1);
  set.wall = set.wall + 20min;
  scheduler_.tick(set, effects_);
  EXPECT_NE(*scheduler_.next_deadline(), before);
}

}  // namespace
}  // namespace balm::agent
