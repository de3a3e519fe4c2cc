// Guards about what people and the master itself have said.
#include <gtest/gtest.h>

#include "common/limits.h"
#include "common/version.h"
#include "master/guard/guards.h"
#include "tests/master/guard_rig.h"

namespace balm::master {
namespace {

TEST(StorageGuard, WhatCannotBeRecordedIsNotDone) {
  GuardRig rig;
  EXPECT_EQ(text_of(rig.ask(guards::storage)), "allow nothing_against");
  rig.storage_ok = false;
  EXPECT_EQ(text_of(rig.ask(guards::storage)), "defer storage_broken");
  EXPECT_FALSE(rig.ask(guards::storage).ask_again) << "time alone mends no disk";
}

TEST(ClockGuard, NothingIsDoneBeforeTheDayThisWasMade) {
  GuardRig rig;
  rig.now.wall = kEarliestTime;
  EXPECT_EQ(text_of(rig.ask(guards::clock)), "allow nothing_against");
  rig.now.wall = kEarliestTime - 1ns;
  EXPECT_EQ(text_of(rig.ask(guards::clock)), "defer clock_wrong");
  EXPECT_EQ(rig.ask(guards::clock).ask_again, rig.now.instant + 1min);
}

TEST(FreezeGuard, SaysWhoFrozeAndWhy) {
  GuardRig rig;
  EXPECT_EQ(text_of(rig.ask(guards::freeze)), "allow nothing_against");
  rig.state.freeze = {true, rig.now.wall, "fire drill", "dana"};
  EXPECT_EQ(text_of(rig.ask(guards::freeze)), "defer frozen");
  EXPECT_EQ(rig.ask(guards::freeze).counter, "by dana: fire drill");
  EXPECT_FALSE(rig.ask(guards::freeze).ask_again) << "a freeze has no end of its own";
}

TEST(MaintenanceGuard, HoldsUntilItsLastMomentAndNoLonger) {
  GuardRig rig;
  const WallTime end = rig.now.wall + 1h;
  rig.state.maintenance[HostName{"web1"}] = {HostName{"web1"}, rig.now.wall, end, "new disk", "dana"};
  EXPECT_EQ(text_of(rig.ask(guards::maintenance)), "defer in_maintenance");
  EXPECT_EQ(rig.ask(guards::maintenance).ask_again, rig.now.instant + 1h);
  rig.pass(1h - 1ns);
  EXPECT_EQ(text_of(rig.ask(guards::maintenance)), "defer in_maintenance");
  rig.pass(1ns);
  EXPECT_EQ(text_of(rig.ask(guards::maintenance)), "allow nothing_against");
}

TEST(MaintenanceGuard, ConcernsItsOwnHostOnly) {
  GuardRig rig;
  rig.state.maintenance[HostName{"web2"}] = {HostName{"web2"}, rig.now.wall, rig.now.wall + 1h, "x", "dana"};
  EXPECT_EQ(text_of(rig.ask(guards::maintenance)), "allow nothing_against");
}

// The wall clock of maintenance may be set; what is asked again is counted on the clock that never jumps.
TEST(MaintenanceGuard, AClockSetBackMakesItLongerNeverShorter) {
  GuardRig rig;
  const WallTime end = rig.now.wall + 1h;
  rig.state.maintenance[HostName{"web1"}] = {HostName{"web1"}, rig.now.wall, end, "x", "dana"};
  rig.now.wall = rig.now.wall - 2h;
  EXPECT_EQ(rig.ask(guards::maintenance).ask_again, rig.now.instant + 3h);
}

TEST(ModeGuard, ObserveNeverActsNotEvenWhenAPersonSaysYes) {
  GuardRig rig;
  rig.wish.mode = RuleMode::Observe;
  EXPECT_EQ(text_of(rig.ask(guards::mode)), "refuse observe_only");
  rig.incident.approved = true;
  EXPECT_EQ(text_of(rig.ask(guards::mode)), "refuse observe_only");
}

TEST(ModeGuard, AskWaitsForAPerson) {
  GuardRig rig;
  rig.wish.mode = RuleMode::Ask;
  EXPECT_EQ(text_of(rig.ask(guards::mode)), "refuse needs_approval");
  rig.incident.approved = true;
  EXPECT_EQ(text_of(rig.ask(guards::mode)), "allow nothing_against");
}

TEST(AttemptsGuard, TheLastOneIsAllowedTheNextIsNot) {
  GuardRig rig;
  rig.wish.guard.attempts = 3;
  rig.incident.attempts = 2;
  EXPECT_EQ(text_of(rig.ask(guards::attempts_left)), "allow nothing_against");
  EXPECT_EQ(rig.ask(guards::attempts_left).counter, "2 of 3");
  rig.incident.attempts = 3;
  EXPECT_EQ(text_of(rig.ask(guards::attempts_left)), "refuse attempts_used_up");
  rig.incident.attempts = 4;
  EXPECT_EQ(text_of(rig.ask(guards::attempts_left)), "refuse attempts_used_up");
}

TEST(AttemptsGuard, ALongerLadderMayBeClimbedToItsEnd) {
  GuardRig rig;
  rig.wish.guard.attempts = 1;
  rig.incident.attempts = 1;
  ASSERT_EQ(rig.wish.ladder.size(), 2u);
  EXPECT_EQ(text_of(rig.ask(guards::attempts_left)), "allow nothing_against");
  rig.incident.attempts = 2;
  EXPECT_EQ(text_of(rig.ask(guards::attempts_left)), "refuse attempts_used_up");
}

TEST(AttemptsGuard, WhatTheHostDeclinedDoesNotCount) {
  GuardRig rig;
  rig.incident.attempts = 5;
  rig.incident.declined = 3;
  EXPECT_EQ(rig.ask(guards::attempts_left).counter, "2 of 3");
  EXPECT_EQ(text_of(rig.ask(guards::attempts_left)), "allow nothing_against");
}

TEST(AttemptsGuard, APersonLiftsTheRulesBoundButNotTheLastOne) {
  GuardRig rig;
  rig.incident.approved = true;
  rig.incident.attempts = limits::kAttemptsPerIncidentMax - 1;
  EXPECT_EQ(text_of(rig.ask(guards::attempts_left)), "allow nothing_against");
  rig.incident.attempts = limits::kAttemptsPerIncidentMax;
  EXPECT_EQ(text_of(rig.ask(guards::attempts_left)), "refuse attempts_used_up");
  rig.incident.declined = limits::kAttemptsPerIncidentMax;
  EXPECT_EQ(text_of(rig.ask(guards::attempts_left)), "refuse attempts_used_up")
      << "a host that declines for ever must not be asked for ever";
}

TEST(SettleGuard, WaitsForTheWorldAfterTheStart) {
  GuardRig rig;
  EXPECT_EQ(text_of(rig.ask(guards::settle)), "allow nothing_against");
  rig.settled = false;
  rig.settled_at = rig.now.instant + 20s;
  EXPECT_EQ(text_of(rig.ask(guards::settle)), "defer settling");
  EXPECT_EQ(rig.ask(guards::settle).ask_again, rig.now.instant + 20s);
}

}  // namespace
}  // namespace balm::master
