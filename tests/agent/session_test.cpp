#include "agent/session.h"

#include <gtest/gtest.h>

#include "tests/agent/effects_of.h"

namespace balm::agent {
namespace {

class SessionTest : public testing::Test {
 protected:
  Session::Due tick(double seconds) { return session_.tick(at(seconds), random_, effects_); }
  std::size_t connects() const { return all_of_kind<Connect>(effects_).size(); }
  void become_known(double seconds) {
    session_.link_up(at(seconds));
    tick(seconds);
    Standing standing;
    standing.heartbeat_ms = 10'000;
    session_.heard(at(seconds));
    EXPECT_TRUE(session_.told(standing, at(seconds)));
  }

  Session session_;
  Random random_{1};
  Effects effects_;
};

TEST_F(SessionTest, GreetsOnEveryNewConnection) {
  session_.start(at(0), effects_);
  EXPECT_EQ(connects(), 1u);
  EXPECT_FALSE(tick(1).hello);
  session_.link_up(at(2));
  EXPECT_TRUE(tick(2).hello);
  EXPECT_FALSE(tick(2.1).hello);
  session_.link_down(false, at(3), random_);
  session_.link_up(at(4));
  EXPECT_TRUE(tick(4).hello);
}

TEST_F(SessionTest, ALateWordOfAConnectionThatWasGivenUpIsNone) {
  become_known(0);
  session_.distrust(at(5), random_, effects_);
  session_.link_up(at(5));
  EXPECT_FALSE(tick(5).hello) << "nobody would hear it";
  const std::size_t before = connects();
  for (double second = 5; second < 60; second += 0.5) tick(second);
  EXPECT_EQ(connects(), before + 1);
}

TEST_F(SessionTest, AMasterThatHasForgottenUsIsGreetedAgain) {
  become_known(0);
  Standing standing;
  standing.epoch = 1;
  EXPECT_FALSE(session_.told(standing, at(5)));
  EXPECT_TRUE(tick(5).hello) << "a new epoch on the same connection";
  EXPECT_TRUE(session_.told(standing, at(6)));
  EXPECT_FALSE(session_.told(standing, at(7))) << "freeze or maintenance has changed";
  EXPECT_FALSE(tick(7).hello);
}

TEST_F(SessionTest, AMasterThatTakesNoHeartbeatIsGreetedAgain) {
  become_known(0);
  for (double second = 1; second < 29; ++second) {
    session_.heard(at(second));
    EXPECT_FALSE(tick(second).hello);
  }
  session_.alive(at(20));
  for (double second = 29; second < 50; ++second) {
    session_.heard(at(second));
    EXPECT_FALSE(tick(second).hello) << second;
  }
  session_.heard(at(50));
  EXPECT_TRUE(tick(50).hello);
}

TEST_F(SessionTest, GreetsAgainUntilItIsKnown) {
  session_.link_up(at(0));
  int hellos = 0;
  for (double second = 0; second < 120; second += 0.5) hellos += tick(second).hello ? 1 : 0;
  EXPECT_GE(hellos, 120 / 16);
  EXPECT_LE(hellos, 5 + 120 / 8);
  become_known(120);
  EXPECT_FALSE(tick(121).hello);
}

TEST_F(SessionTest, BeatsAsOftenAsItWasTold) {
  become_known(0);
  EXPECT_FALSE(tick(9).heartbeat);
  EXPECT_TRUE(tick(10).heartbeat);
  EXPECT_FALSE(tick(11).heartbeat);
  session_.heard(at(11));
  EXPECT_TRUE(tick(20).heartbeat);
  EXPECT_EQ(session_.next_deadline(), at(30).instant);
}

TEST_F(SessionTest, LeavesASilentMasterAndComesBackAfterAWhile) {
  become_known(0);
  tick(29.9);
  EXPECT_TRUE(session_.known());
  tick(30);
  EXPECT_EQ(session_.state(), Session::State::Away);
  EXPECT_EQ(all_of_kind<Disconnect>(effects_).size(), 1u);
  EXPECT_EQ(connects(), 0u);
  ASSERT_TRUE(session_.next_deadline());
  EXPECT_GT(*session_.next_deadline(), at(30.2).instant);
  EXPECT_LE(*session_.next_deadline(), at(30.5).instant);
  tick(31);
  EXPECT_EQ(connects(), 1u);
}

TEST_F(SessionTest, WaitsLongerAfterEachRefusal) {
  Duration before{};
  double second = 0;
  for (int i = 0; i < 12; ++i) {
    session_.link_down(true, at(second), random_);
    const Duration wait = *session_.next_deadline() - at(second).instant;
    EXPECT_LE(wait, Duration(30s));
    EXPECT_GE(wait * 2, std::min(before, Duration(15s)));
    before = wait;
    second += 100;
    tick(second);
  }
  EXPECT_GE(before, Duration(15s));
  EXPECT_EQ(connects(), 12u);
}

TEST_F(SessionTest, ALostConnectionIsDialledByTheShell) {
  become_known(0);
  session_.link_down(false, at(5), random_);
  EXPECT_EQ(session_.next_deadline(), std::nullopt);
  EXPECT_FALSE(session_.known());
}

}  // namespace
}  // namespace balm::agent
