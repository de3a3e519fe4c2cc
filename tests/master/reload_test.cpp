// What a new configuration means for what is bad already.
#include "master/reload.h"

#include <gtest/gtest.h>

#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

constexpr const char* kDiskRules = "rules: { disk-full: { when: check.disk, try: [{ run: nginx.tune }] } }";

class ReloadTest : public testing::Test {
 protected:
  ReloadTest() {
    rig.host("web1");
    rig.host("web2");
    rig.standing("web1", Status::Critical);
    rig.standing("web2", Status::Ok);
  }
  void load(const std::string& documents) {
    const ConfigurationPtr before = rig.state.config;
    rig.state.config = CoreRig(documents).state.config;
    reload::look_again(rig.turn(), *before);
  }
  std::size_t open() const { return rig.state.incidents.size(); }

  CoreRig rig{kDiskRules};
};

TEST_F(ReloadTest, ANewRuleTakesUpWhatIsBadAlready) {
  load(kNginxRules);
  ASSERT_EQ(open(), 1u);
  const IncidentRow& row = rig.state.incidents.begin()->second.row;
  EXPECT_EQ(row.host.text, "web1");
  EXPECT_EQ(row.phase, Phase::Trying);
  ASSERT_EQ(rig.wanted<StoreEvent>().size(), 1u) << "every decision is about an event";
  EXPECT_EQ(rig.wanted<StoreEvent>()[0].event.id, row.event);
  EXPECT_EQ(rig.wanted<StoreEvent>()[0].event.previous, Status::Critical)
      << "nothing has changed on the host";
}

// Closed by hand, or decided long ago: reading the same rules again is no reason to begin anew.
TEST_F(ReloadTest, RulesThatWereThereBeforeAreNotAskedAgain) {
  load(kNginxRules);
  incidents::close(rig.turn(), rig.state.incidents.begin()->first, IncidentOutcome::Closed, "by hand");
  load(kNginxRules);
  load(kDiskRules);
  EXPECT_EQ(open(), 0u);
  load(std::string(kNginxRules) + "    hosts: web1\n");
  EXPECT_EQ(open(), 1u) << "a rule that reads otherwise is a new one";
}

TEST_F(ReloadTest, WhatIsInHandOrUnknownIsLeftAlone) {
  load(kNginxRules);
  load(std::string(kNginxRules) + "    hosts: web1\n");
  EXPECT_EQ(open(), 1u);
  EXPECT_EQ(rig.wanted<StoreEvent>().size(), 1u);
  rig.state.fleet.find(HostName{"web2"})->checks.begin()->second.known = false;
  rig.state.fleet.find(HostName{"web2"})->checks.begin()->second.status = Status::Critical;
  load(kDiskRules);
  load(kNginxRules);
  EXPECT_EQ(open(), 1u);
}

}  // namespace
}  // namespace balm::master
