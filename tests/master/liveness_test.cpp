// Greetings, heartbeats and silence.
#include "master/liveness.h"

#include <gtest/gtest.h>

#include "common/limits.h"
#include "master/healer.h"
#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

class LivenessTest : public testing::Test {
 protected:
  void greet(const std::string& name, const std::string& spool = "") {
    Hello hello;
    hello.spool = SpoolId{spool.empty() ? "spool-" + name : spool};
    hello.boot = "boot-1";
    hello.stamp = "stamp-1";
    hello.last_fence = last_fence;
    hello.epoch_max = epoch_max;
    hello.open_attempts = open_attempts;
    hello.checks = checks;
    liveness::hello(rig.turn(), HostName{name}, "10.0.0.1", hello);
  }
  const Host& host(const std::string& name) const { return *rig.state.fleet.find(HostName{name}); }
  std::vector<std::string> events() const {
    std::vector<std::string> types;
    for (const StoreEvent& stored : rig.wanted<StoreEvent>()) types.push_back(stored.event.type);
    return types;
  }

  CoreRig rig;
  std::uint64_t last_fence = 0;
  std::uint64_t epoch_max = 0;
  std::vector<AttemptId> open_attempts;
  std::vector<CheckStanding> checks;
};

TEST_F(LivenessTest, AGreetingMakesAHostPresentAndIsAnswered) {
  greet("web1");
  EXPECT_TRUE(host("web1").present);
  EXPECT_EQ(host("web1").row.seen, rig.now.wall);
  EXPECT_EQ(host("web1").stamp, "stamp-1");
  EXPECT_EQ(rig.sent<Standing>().at(0).name.text, "web1");
  EXPECT_EQ(rig.wanted<StoreSpool>().size(), 1u);
}

TEST_F(LivenessTest, FencesNeverGoBack) {
  last_fence = 9;
  greet("web1");
  EXPECT_EQ(host("web1").row.fence, 9u);
  last_fence = 3;
  greet("web1");
  EXPECT_EQ(host("web1").row.fence, 9u);
}

TEST_F(LivenessTest, TheChecksOfAGreetingReplaceWhatWasBelieved) {
  rig.host("web1");
  rig.standing("web1", Status::Critical, "gone");
  checks = {{CheckName{"nginx_http"}, "", Status::Ok, true, {}, {}, 0}};
  greet("web1");
  ASSERT_EQ(host("web1").checks.size(), 1u);
  EXPECT_EQ(host("web1").checks.begin()->first.first.text, "nginx_http");
}

TEST_F(LivenessTest, AnotherHostsSpoolIsNotTakenOver) {
  greet("web1");
  rig.state.spools[SpoolId{"spool-web1"}].seq = 5;
  greet("web2", "spool-web1");
  EXPECT_NE(rig.line("security").text.find("claims the spool of web1"), std::string::npos);
  EXPECT_EQ(rig.state.spools.at(SpoolId{"spool-web1"}).host.text, "web1");
  EXPECT_EQ(rig.sent<Standing>().back().acked_seq, 0u) << "nor is it told how far that spool is";
}

TEST_F(LivenessTest, AHostCannotFillTheMastersMemoryWithSpools) {
  for (int i = 0; i < 300; ++i) greet("web1", "spool-" + std::to_string(i));
  EXPECT_EQ(rig.state.spools.size(), 100u);
  EXPECT_NE(rig.line("security").text.find("too many spools"), std::string::npos);
  greet("web1", "spool-5");
  EXPECT_EQ(rig.wanted<StoreSpool>().size(), 100u) << "known ones go on";
  greet("web2");
  EXPECT_EQ(rig.state.spools.size(), 101u);
}

TEST_F(LivenessTest, ANewerMasterInTheWorldIsWrittenDown) {
  epoch_max = 2;
  greet("web1");
  EXPECT_NE(rig.line("security").text.find("newer master (epoch 2)"), std::string::npos);
}

TEST_F(LivenessTest, AttemptsTheHostKnowsAndWeDoNotAreAskedAbout) {
  open_attempts = {{IncidentId{9}, 1}};
  greet("web1");
  EXPECT_EQ(rig.sent<StatusQuery>().at(0).attempt, open_attempts[0]);
}

TEST_F(LivenessTest, SilenceIsAnEventAndSoIsTheReturn) {
  greet("web1");
  rig.pass(rig.state.settings.lost_after - 1ns);
  liveness::tick(rig.turn());
  EXPECT_TRUE(events().empty());
  rig.pass(1ns);
  liveness::tick(rig.turn());
  liveness::tick(rig.turn());
  EXPECT_EQ(events(), std::vector<std::string>{"host.down"}) << "said once";
  EXPECT_FALSE(host("web1").present);
  EXPECT_TRUE(rig.wanted<StoreHost>().back().row.down) << "or it would be said again after a restart";
  greet("web1");
  EXPECT_EQ(events(), (std::vector<std::string>{"host.down", "host.up"}));
  EXPECT_FALSE(host("web1").row.down);
}

TEST_F(LivenessTest, AnyWordIsASignOfLifeButStoredSeldom) {
  greet("web1");
  Host& web = *rig.state.fleet.find(HostName{"web1"});
  const std::size_t before = rig.wanted<StoreHost>().size();
  rig.pass(60s - 1ns);
  liveness::heard(rig.turn(), web);
  EXPECT_EQ(web.heard, rig.now.instant);
  EXPECT_EQ(rig.wanted<StoreHost>().size(), before);
  rig.pass(1ns);
  liveness::heard(rig.turn(), web);
  EXPECT_EQ(rig.wanted<StoreHost>().size(), before + 1);
  rig.now.wall = rig.now.wall - 24h;
  liveness::heard(rig.turn(), web);
  EXPECT_EQ(web.row.seen, rig.now.wall) << "a clock that was set back is followed";
}

// Restored, it believes what it had told before: no event will come, and no incident is open any more.
TEST_F(LivenessTest, WhatIsBadOnAHostThatWasSetBackIsTakenUpWhenItsCheckHasRun) {
  rig.host("web1");
  rig.standing("web1", Status::Critical);
  checks = {host("web1").checks.begin()->second};
  rig.state.spools.at(host("web1").spool).seq = 5;
  greet("web1");
  EXPECT_TRUE(rig.state.incidents.empty()) << "it may be an old belief";
  liveness::news(rig.turn(), HostName{"web1"}, {checks});
  ASSERT_EQ(rig.state.incidents.size(), 1u);
  incidents::close(rig.turn(), rig.state.incidents.begin()->first, IncidentOutcome::Closed, "by hand");
  liveness::news(rig.turn(), HostName{"web1"}, {checks});
  EXPECT_TRUE(rig.state.incidents.empty()) << "asked once";
}

TEST_F(LivenessTest, AHeartbeatRefreshesTheStampAndIsAnswered) {
  greet("web1");
  liveness::heartbeat(rig.turn(), HostName{"web1"}, {"boot-1", "stamp-2", 7});
  EXPECT_EQ(host("web1").stamp, "stamp-2");
  EXPECT_EQ(host("web1").spooled, 7u);
  EXPECT_EQ(rig.sent<Alive>().size(), 1u);
  liveness::heartbeat(rig.turn(), HostName{"stranger"}, {"b", "s", 0});
  EXPECT_EQ(rig.sent<Alive>().size(), 1u);
}

TEST_F(LivenessTest, AHostIsToldOfFreezeAndOfMaintenanceThatLasts) {
  rig.host("web1");
  rig.state.freeze.frozen = true;
  rig.state.maintenance[HostName{"web1"}] = {HostName{"web1"}, rig.now.wall, rig.now.wall + 1h, "x", "dana"};
  liveness::tell_standing(rig.turn(), HostName{"web1"});
  EXPECT_TRUE(rig.sent<Standing>().back().frozen);
  EXPECT_EQ(rig.sent<Standing>().back().maintenance->by, "dana");
  rig.pass(1h);
  liveness::tell_standing(rig.turn(), HostName{"web1"});
  EXPECT_FALSE(rig.sent<Standing>().back().maintenance) << "it is over at its last moment";
}

TEST_F(LivenessTest, TheMasterSettlesWhenAllHaveGreetedOrAfterItsTime) {
  rig.state.settled = false;
  rig.host("web1").greeted = false;
  liveness::tick(rig.turn());
  EXPECT_FALSE(rig.state.settled);
  greet("web1");
  EXPECT_TRUE(rig.state.settled);
}

TEST_F(LivenessTest, SettlingDoesNotWaitForEver) {
  rig.state.settled = false;
  rig.host("web1").greeted = false;
  rig.pass(rig.state.settings.settle - 1ns);
  liveness::tick(rig.turn());
  EXPECT_FALSE(rig.state.settled);
  rig.pass(1ns);
  liveness::tick(rig.turn());
  EXPECT_TRUE(rig.state.settled);
}

// A master that stood still finds the last frames of a connection that is gone between the first of the new
// one. That is one machine which was restarted meanwhile, not two.
TEST_F(LivenessTest, LateFramesOfAnEarlierBootAreNoSecondMachine) {
  greet("web1");
  const auto beat = [&](const std::string& boot) {
    liveness::heartbeat(rig.turn(), HostName{"web1"}, {boot, "stamp", 0});
  };
  for (int frame = 0; frame < 20; ++frame) {
    beat("boot-2");
    beat("boot-1");
    rig.pass(10ms);
  }
  EXPECT_NE(rig.state.fleet.find(HostName{"web1"}), nullptr);
  EXPECT_EQ(rig.line("security").text, "");
}

// Two that take turns are found out however close together they speak.
TEST_F(LivenessTest, TwoMachinesWithOneKeyAreFoundOut) {
  for (const Duration apart : {1ms, 5000ms, 9999ms}) {
    CoreRig two;
    two.host("web1").boot = "boot-1";
    KeyRow key;
    key.public_key = "key-web1";
    key.state = KeyState::Accepted;
    key.name = "web1";
    two.state.keys.restore(key);
    for (int turns = 0; turns < 6; ++turns) {
      liveness::heartbeat(two.turn(), HostName{"web1"}, {"boot-1", "stamp", 0});
      two.pass(apart);
      liveness::heartbeat(two.turn(), HostName{"web1"}, {"boot-2", "stamp", 0});
      two.pass(10s - apart);
    }
    EXPECT_EQ(two.state.fleet.find(HostName{"web1"}), nullptr) << apart.count();
  }
}

// What is unknown for now keeps an incident waiting; the word that ends it need not be an event.
TEST_F(LivenessTest, NewsOfACheckLetWhatWaitedForThemGoOn) {
  rig.host("web1");
  OpenIncident& incident = rig.open("web1");
  rig.standing("web1", Status::Unknown);
  healer::consider(rig.turn(), incident.row.id);
  ASSERT_EQ(incident.row.waiting_reason, "state_unknown");
  CheckNews news;
  news.checks = {{CheckName{"nginx_http"}, "", Status::Critical, true, {}, {}, 0}};
  liveness::news(rig.turn(), HostName{"web1"}, news);
  EXPECT_EQ(incident.row.phase, Phase::Trying);
}

TEST_F(LivenessTest, NewsOfChecksAreBounded) {
  rig.host("web1");
  CheckNews news;
  for (std::size_t i = 0; i <= limits::kStandingsPerMessageMax; ++i)
    news.checks.push_back({CheckName{"c" + std::to_string(i)}, "", Status::Ok, true, {}, {}, 0});
  liveness::news(rig.turn(), HostName{"web1"}, news);
  EXPECT_EQ(host("web1").checks.size(), limits::kStandingsPerMessageMax);
  news.checks = {{CheckName{"c1"}, "", Status::Critical, true, {}, {}, 0}};
  liveness::news(rig.turn(), HostName{"web1"}, news);
  EXPECT_EQ(host("web1").checks.at({CheckName{"c1"}, ""}).status, Status::Critical) << "known ones go on";
}

}  // namespace
}  // namespace balm::master
