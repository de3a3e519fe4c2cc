// Guards that count, at their limits: exactly there, one below, one above.
#include <gtest/gtest.h>

#include "common/document/guard_fields.h"
#include "master/guard/guards.h"
#include "tests/master/guard_rig.h"

namespace balm::master {
namespace {

BlastRadius radius(const std::string& text) {
  const auto parsed = radius_from_text(text);
  const auto group = Selector::from_text(parsed->group);
  return {parsed->count, parsed->share, *group, text};
}

// web1 .. webN, all of role web.
void add_webs(GuardRig& rig, int upto) {
  for (int i = 2; i <= upto; ++i) rig.host("web" + std::to_string(i), {{"role", "web"}});
}

TEST(CooldownGuard, EndsExactlyWhenItSays) {
  GuardRig rig;
  rig.wish.guard.cooldown = 2min;
  rig.ended(rig.attempt("web1"));
  EXPECT_EQ(text_of(rig.ask(guards::cooldown)), "defer cooling_down");
  EXPECT_EQ(rig.ask(guards::cooldown).ask_again, rig.now.instant + 2min);
  rig.pass(2min - 1ns);
  EXPECT_EQ(text_of(rig.ask(guards::cooldown)), "defer cooling_down");
  rig.pass(1ns);
  EXPECT_EQ(text_of(rig.ask(guards::cooldown)), "allow nothing_against");
}

TEST(CooldownGuard, CountsFromTheEndNotFromTheStart) {
  GuardRig rig;
  const AttemptId id = rig.attempt("web1");
  rig.pass(10min);
  EXPECT_EQ(text_of(rig.ask(guards::cooldown)), "allow nothing_against")
      << "it still runs: the lock's business";
  rig.ended(id);
  EXPECT_EQ(text_of(rig.ask(guards::cooldown)), "defer cooling_down");
}

TEST(CooldownGuard, DoesNotStandBetweenTheRungsOfOneIncident) {
  GuardRig rig;
  rig.ended(rig.attempt("web1", rig.incident.id.number));
  EXPECT_EQ(text_of(rig.ask(guards::cooldown)), "allow nothing_against");
}

TEST(CooldownGuard, ConcernsThisRuleOnThisHost) {
  GuardRig rig;
  rig.ended(rig.attempt("web2"));
  EXPECT_EQ(text_of(rig.ask(guards::cooldown)), "allow nothing_against");
  rig.wish.name = RuleName{"another"};
  rig.ended(rig.attempt("web1", 2));
  rig.wish.name = RuleName{"nginx-down"};
  EXPECT_EQ(text_of(rig.ask(guards::cooldown)), "allow nothing_against");
}

TEST(RateGuard, TheLimitItselfIsTooMany) {
  GuardRig rig;
  rig.wish.guard.max = {2, 1h};
  rig.ended(rig.attempt("web1"));
  EXPECT_EQ(text_of(rig.ask(guards::rate)), "allow nothing_against");
  EXPECT_EQ(rig.ask(guards::rate).counter, "1 of 2 per 1h");
  rig.ended(rig.attempt("web1"));
  EXPECT_EQ(text_of(rig.ask(guards::rate)), "refuse rate_reached");
  rig.ended(rig.attempt("web1"));
  EXPECT_EQ(rig.ask(guards::rate).counter, "3 of 2 per 1h");
}

TEST(RateGuard, AnAttemptCountsForItsWholePeriodAndThenNoMore) {
  GuardRig rig;
  rig.wish.guard.max = {1, 1h};
  rig.ended(rig.attempt("web1"));
  rig.pass(1h - 1ns);
  EXPECT_EQ(text_of(rig.ask(guards::rate)), "refuse rate_reached");
  rig.pass(1ns);
  EXPECT_EQ(text_of(rig.ask(guards::rate)), "allow nothing_against");
}

TEST(RateGuard, WhatNeverRanDoesNotCount) {
  GuardRig rig;
  rig.wish.guard.max = {1, 1h};
  rig.state.attempts.never_ran(rig.attempt("web1"));
  EXPECT_EQ(text_of(rig.ask(guards::rate)), "allow nothing_against");
}

TEST(RateGuard, ALimitOfNoneAllowsNone) {
  GuardRig rig;
  rig.wish.guard.max = {0, 1h};
  EXPECT_EQ(text_of(rig.ask(guards::rate)), "refuse rate_reached");
}

// The book forgets; a limit that looks further back than it remembers would not be a limit.
TEST(RateGuard, TheLongestPeriodOfARuleIsRemembered) {
  GuardRig rig;
  rig.wish.guard.max = *rate_from_text("1 per 30d");
  ASSERT_FALSE(rate_from_text("1 per 31d")) << "a longer period needs a longer memory";
  rig.ended(rig.attempt("web1"));
  rig.pass(rig.wish.guard.max.per - 1ns);
  rig.state.attempts.forget_before(rig.now.instant - AttemptBook::kMemory);
  EXPECT_EQ(text_of(rig.ask(guards::rate)), "refuse rate_reached");
}

TEST(BlastRadiusGuard, CountsHostsUnderRepairOfTheGroup) {
  GuardRig rig;
  add_webs(rig, 4);
  rig.wish.guard.at_once = radius("2 of role=web");
  const AttemptId first = rig.attempt("web2");
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "allow nothing_against");
  EXPECT_EQ(rig.ask(guards::blast_radius).counter, "1 of 2 at once (2 of role=web)");
  rig.attempt("web3", 2);
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "defer too_many_at_once");
  rig.ended(first);
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "allow nothing_against");
}

TEST(BlastRadiusGuard, CountsHostsThatAreDownAlready) {
  GuardRig rig;
  add_webs(rig, 3);
  rig.wish.guard.at_once = radius("1 of role=web");
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "allow nothing_against");
  rig.down("web3", {{"role", "web"}});
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "defer too_many_at_once");
}

TEST(BlastRadiusGuard, AHostDownAndUnderRepairIsOneHost) {
  GuardRig rig;
  add_webs(rig, 3);
  rig.wish.guard.at_once = radius("2 of role=web");
  rig.attempt("web3");
  rig.down("web3", {{"role", "web"}});
  EXPECT_EQ(rig.ask(guards::blast_radius).counter, "1 of 2 at once (2 of role=web)");
}

TEST(BlastRadiusGuard, RepairsOfAnyRuleCountAndSoDoUnprovenOnes) {
  GuardRig rig;
  add_webs(rig, 3);
  rig.wish.guard.at_once = radius("1 of role=web");
  rig.state.attempts.proof_begins(IncidentId{3}, RuleName{"another"}, HostName{"web2"});
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "defer too_many_at_once");
  rig.state.attempts.proof_ends(IncidentId{3});
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "allow nothing_against");
  rig.state.attempts.lost_track(rig.attempt("web2"));
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "defer too_many_at_once") << "an unknown outcome counts";
}

TEST(BlastRadiusGuard, TheHostToBeMendedAndHostsOutsideDoNotCount) {
  GuardRig rig;
  add_webs(rig, 2);
  rig.down("db1", {{"role", "db"}});
  rig.attempt("db1");
  rig.state.attempts.proof_begins(IncidentId{3}, rig.wish.name, HostName{"web1"});
  rig.wish.guard.at_once = radius("1 of role=web");
  EXPECT_EQ(rig.ask(guards::blast_radius).counter, "0 of 1 at once (1 of role=web)");
}

struct Share {
  int hosts;
  const char* text;
  const char* allowed;
};

TEST(BlastRadiusGuard, SharesAreRoundedDownButOneIsAlwaysAllowed) {
  const std::vector<Share> shares = {
      {1, "20% of role=web", "0 of 1"},    {4, "20% of role=web", "0 of 1"},
      {5, "20% of role=web", "0 of 1"},    {9, "20% of role=web", "0 of 1"},
      {10, "20% of role=web", "0 of 2"},   {100, "29% of role=web", "0 of 29"},
      {100, "58% of role=web", "0 of 58"}, {10, "100% of role=web", "0 of 10"}};
  for (const Share& share : shares) {
    GuardRig rig;
    add_webs(rig, share.hosts);
    rig.wish.guard.at_once = radius(share.text);
    EXPECT_TRUE(rig.ask(guards::blast_radius).counter.starts_with(share.allowed))
        << share.text << " with " << share.hosts << ": " << rig.ask(guards::blast_radius).counter;
  }
}

TEST(BlastRadiusGuard, WithoutASettingOneInTwentyOfAllHostsForThisRule) {
  GuardRig rig;
  add_webs(rig, 39);
  rig.attempt("web2");
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "defer too_many_at_once");
  rig.host("web40");
  EXPECT_EQ(rig.ask(guards::blast_radius).counter, "1 of 2 at once (default)");
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "allow nothing_against");
  rig.wish.name = RuleName{"another"};
  EXPECT_EQ(rig.ask(guards::blast_radius).counter, "0 of 2 at once (default)");
}

// `at_once: 1 of role=wbe`, or a rule that also acts on hosts outside of the group it names.
TEST(BlastRadiusGuard, AHostOutsideTheGroupIsNotWithoutALimit) {
  GuardRig rig;
  add_webs(rig, 3);
  for (const char* const group : {"2 of role=wbe", "2 of role=db"}) {
    rig.wish.guard.at_once = radius(group);
    EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "allow nothing_against");
  }
  rig.attempt("web2");
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "defer too_many_at_once");
  EXPECT_EQ(rig.ask(guards::blast_radius).counter, "1 of 1 at once (default)");
}

TEST(BlastRadiusGuard, AnEmptySelectorSelectsNobody) {
  GuardRig rig;
  add_webs(rig, 3);
  EXPECT_TRUE(rig.state.fleet.select(Selector()).empty());
  rig.wish.guard.at_once = BlastRadius{5, 0, Selector(), "5 of nobody"};
  rig.attempt("web2");
  EXPECT_EQ(text_of(rig.ask(guards::blast_radius)), "defer too_many_at_once");
}

}  // namespace
}  // namespace balm::master
