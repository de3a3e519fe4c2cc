#include "master/guard/guard_chain.h"

#include <gtest/gtest.h>

#include "tests/master/guard_rig.h"

namespace balm::master {
namespace {

std::string asked(const Review& review) {
  std::string names;
  for (const GuardAnswer& answer : review.answers)
    names += (names.empty() ? "" : " ") + std::string(answer.guard);
  return names;
}

TEST(GuardChain, AllowsWhatNothingSpeaksAgainst) {
  const Review review = GuardRig().review();
  EXPECT_EQ(text_of(review.verdict), "allow nothing_against");
  EXPECT_EQ(review.answers.size(), guard_names().size()) << "an allow is the word of every guard";
}

TEST(GuardChain, TheFirstThatDoesNotAllowDecidesAndTheRestIsNotAsked) {
  GuardRig rig;
  rig.state.freeze = {true, rig.now.wall, "fire drill", "dana"};
  rig.wish.mode = RuleMode::Observe;
  const Review review = rig.review();
  EXPECT_EQ(text_of(review.verdict), "defer frozen");
  EXPECT_EQ(asked(review), "storage clock freeze");
}

TEST(GuardChain, AnExplanationHearsEveryGuardAndTheVerdictStays) {
  GuardRig rig;
  rig.wish.mode = RuleMode::Observe;
  rig.state.fleet.remove(HostName{"web1"});
  const Review review = rig.review(true);
  EXPECT_EQ(text_of(review.verdict), "refuse observe_only");
  ASSERT_EQ(review.answers.size(), guard_names().size());
  const auto presence = std::ranges::find(review.answers, std::string_view("presence"), &GuardAnswer::guard);
  ASSERT_NE(presence, review.answers.end());
  EXPECT_EQ(text_of(presence->verdict), "defer host_away");
}

// Each guard is in the chain: spoil what it looks at, and it decides.
TEST(GuardChain, EveryGuardIsAsked) {
  using Spoil = void (*)(GuardRig&);
  const std::vector<std::pair<std::string, Spoil>> spoils = {
      {"storage_broken", [](GuardRig& rig) { rig.storage_ok = false; }},
      {"clock_wrong", [](GuardRig& rig) { rig.now.wall = WallTime{}; }},
      {"frozen", [](GuardRig& rig) { rig.state.freeze.frozen = true; }},
      {"in_maintenance",
       [](GuardRig& rig) { rig.state.maintenance[HostName{"web1"}].until = rig.now.wall + 1h; }},
      {"needs_approval", [](GuardRig& rig) { rig.wish.mode = RuleMode::Ask; }},
      {"attempts_used_up", [](GuardRig& rig) { rig.incident.attempts = 3; }},
      {"settling", [](GuardRig& rig) { rig.settled = false; }},
      {"host_away", [](GuardRig& rig) { rig.down("web1"); }},
      {"not_bad_any_more", [](GuardRig& rig) { rig.standing("web1", Status::Ok); }},
      {"cooling_down", [](GuardRig& rig) { rig.ended(rig.attempt("web1")); }},
      {"rate_reached", [](GuardRig& rig) { rig.wish.guard.max.count = 0; }},
      {"host_busy", [](GuardRig& rig) { rig.attempt("web1"); }},
      {"too_many_at_once", [](GuardRig& rig) { rig.attempt("web2"); }},
  };
  ASSERT_EQ(spoils.size(), guard_names().size());
  for (std::size_t i = 0; i < spoils.size(); ++i) {
    GuardRig rig;
    spoils[i].second(rig);
    const Review review = rig.review();
    EXPECT_EQ(to_text(review.verdict.reason), spoils[i].first);
    EXPECT_EQ(review.answers.back().guard, guard_names()[i]);
  }
}

}  // namespace
}  // namespace balm::master
