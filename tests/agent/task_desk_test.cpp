#include "agent/task_desk.h"

#include <gtest/gtest.h>

#include "common/limits.h"
#include "tests/agent/effects_of.h"

namespace balm::agent {
namespace {

const CheckName kCheck{"nginx"};

Task task_of(std::uint64_t incident) {
  Task task;
  task.attempt = {IncidentId{incident}, 1};
  task.trigger = kCheck;
  return task;
}

Observation seen_at(double seconds, Status status, std::string instance = "") {
  Observation seen;
  seen.check = kCheck;
  seen.instance = std::move(instance);
  seen.status = status;
  seen.at = at(seconds).wall;
  return seen;
}

TaskStatus status_of(std::uint64_t incident, TaskPhase phase) {
  TaskStatus status;
  status.attempt = {IncidentId{incident}, 1};
  status.phase = phase;
  return status;
}

class TaskDeskTest : public testing::Test {
 protected:
  std::vector<Execute> executed() { return ordered<Execute>(std::exchange(effects_, {})); }

  TaskDesk desk_;
  Effects effects_;
};

TEST_F(TaskDeskTest, ThatAnAttemptIsUnknownIsSaidOnceAndNeverRepeated) {
  TaskStatus unknown = status_of(1, TaskPhase::Refused);
  unknown.refusal = Refusal::UnknownAttempt;
  desk_.updated(unknown, true, at(10), effects_);
  EXPECT_EQ(sent<TaskReport>(effects_).size(), 1u);
  effects_.clear();
  desk_.tick(true, at(60), effects_);
  desk_.resume(at(61), effects_);
  EXPECT_TRUE(effects_.empty()) << "the attempt may have begun meanwhile";
  EXPECT_TRUE(desk_.open_attempts().empty());
}

TEST_F(TaskDeskTest, AFreshResultNeedsNoSecondLook) {
  EXPECT_EQ(desk_.ordered(task_of(1), seen_at(9, Status::Ok), at(10), effects_), std::nullopt);
  EXPECT_EQ(desk_.ordered(task_of(2), seen_at(9, Status::Critical), at(10), effects_), std::nullopt);
  const auto executes = executed();
  ASSERT_EQ(executes.size(), 2u);
  EXPECT_TRUE(executes[0].trigger_ok);
  EXPECT_FALSE(executes[1].trigger_ok);
}

TEST_F(TaskDeskTest, AnOldOrMissingResultIsLookedAtFirst) {
  EXPECT_EQ(desk_.ordered(task_of(1), seen_at(5, Status::Ok), at(10), effects_), kCheck);
  EXPECT_EQ(desk_.ordered(task_of(2), std::nullopt, at(10), effects_), kCheck);
  EXPECT_EQ(desk_.ordered(task_of(2), std::nullopt, at(10), effects_), std::nullopt)
      << "repeated while it waits";
  EXPECT_TRUE(executed().empty());
  desk_.looked({"other"}, {seen_at(11, Status::Ok)}, effects_);
  EXPECT_TRUE(executed().empty());
  desk_.looked(kCheck, {seen_at(11, Status::Ok)}, effects_);
  const auto executes = executed();
  ASSERT_EQ(executes.size(), 2u);
  EXPECT_TRUE(executes[0].trigger_ok);
}

TEST_F(TaskDeskTest, UnknownIsNoReasonToHoldARepairBack) {
  desk_.ordered(task_of(1), seen_at(9, Status::Unknown), at(10), effects_);
  desk_.ordered(task_of(2), std::nullopt, at(10), effects_);
  desk_.looked(kCheck, {}, effects_);
  for (const Execute& execute : executed()) EXPECT_FALSE(execute.trigger_ok);
}

TEST_F(TaskDeskTest, LooksAtThePartTheTaskIsAbout) {
  Task task = task_of(1);
  task.scope = Value::map({{"event", Value::map({{"instance", "/var"}})}});
  EXPECT_EQ(TaskDesk::instance_of(task), "/var");
  desk_.ordered(task, std::nullopt, at(10), effects_);
  desk_.looked(kCheck, {seen_at(11, Status::Ok), seen_at(11, Status::Critical, "/var")}, effects_);
  EXPECT_FALSE(executed().at(0).trigger_ok);
}

TEST_F(TaskDeskTest, ATaskWithoutTriggerGoesAtOnce) {
  Task task = task_of(1);
  task.trigger = {};
  EXPECT_EQ(desk_.ordered(task, std::nullopt, at(0), effects_), std::nullopt);
  EXPECT_FALSE(executed().at(0).trigger_ok);
}

TEST_F(TaskDeskTest, RepeatsAResultUntilTheMasterHasIt) {
  desk_.updated(status_of(1, TaskPhase::Done), true, at(0), effects_);
  EXPECT_EQ(sent<TaskReport>(std::exchange(effects_, {})).size(), 1u);
  desk_.tick(true, at(9), effects_);
  EXPECT_TRUE(effects_.empty());
  desk_.tick(true, at(10), effects_);
  EXPECT_EQ(sent<TaskReport>(std::exchange(effects_, {})).size(), 1u);
  desk_.resume(at(11), effects_);
  EXPECT_EQ(sent<TaskReport>(std::exchange(effects_, {})).size(), 1u);
  EXPECT_EQ(desk_.open_attempts().size(), 1u);
  desk_.acknowledged({IncidentId{1}, 1}, effects_);
  EXPECT_EQ(ordered<AckResult>(effects_).size(), 1u);
  EXPECT_TRUE(desk_.open_attempts().empty());
  EXPECT_EQ(desk_.next_deadline(), std::nullopt);
}

TEST_F(TaskDeskTest, KnowsWhichTaskRunsNow) {
  EXPECT_FALSE(desk_.running().incident);
  desk_.updated(status_of(7, TaskPhase::Running), false, at(0), effects_);
  EXPECT_EQ(desk_.running().incident.number, 7u);
  desk_.updated(status_of(8, TaskPhase::Refused), false, at(1), effects_);
  EXPECT_EQ(desk_.running().incident.number, 7u);
  desk_.updated(status_of(7, TaskPhase::Done), false, at(2), effects_);
  EXPECT_FALSE(desk_.running().incident);
}

TEST_F(TaskDeskTest, TheNextRunOfACheckAfterATaskIsItsDoing) {
  const AttemptId task{IncidentId{7}, 1};
  const CheckName other{"other"};
  const auto wall = [](double seconds) { return at(seconds).wall; };
  EXPECT_EQ(desk_.cause_of(kCheck, wall(0), at(0)), AttemptId{});
  desk_.updated(status_of(7, TaskPhase::Running), false, at(1), effects_);
  EXPECT_EQ(desk_.cause_of(kCheck, wall(0), at(2)), task) << "while it runs";
  desk_.updated(status_of(7, TaskPhase::Done), false, at(10), effects_);
  EXPECT_EQ(desk_.cause_of(kCheck, wall(9), at(11)), task) << "begun before the task had ended";
  EXPECT_EQ(desk_.cause_of(kCheck, wall(12), at(13)), task) << "the first whole run after it";
  EXPECT_EQ(desk_.cause_of(kCheck, wall(14), at(15)), AttemptId{});
  EXPECT_EQ(desk_.cause_of(other, wall(14), at(15)), task) << "each check has a next run of its own";
  desk_.updated(status_of(8, TaskPhase::Running), false, at(20), effects_);
  desk_.updated(status_of(8, TaskPhase::Done), false, at(21), effects_);
  EXPECT_EQ(desk_.cause_of(kCheck, wall(22), at(23)).incident.number, 8u);
}

TEST_F(TaskDeskTest, ATaskOfLongAgoIsNoCause) {
  desk_.updated(status_of(7, TaskPhase::Running), false, at(0), effects_);
  desk_.updated(status_of(7, TaskPhase::Done), false, at(1), effects_);
  const double held = 1 + std::chrono::duration<double>(limits::kCauseHolds).count();
  EXPECT_EQ(desk_.cause_of(kCheck, at(held).wall, at(held)).incident.number, 7u);
  EXPECT_EQ(desk_.cause_of({"other"}, at(held + 1).wall, at(held + 1)), AttemptId{});
}

}  // namespace
}  // namespace balm::agent
