// Maintenance and the kill switch.
#include <gtest/gtest.h>

#include "master/healer.h"
#include "tests/master/order_rig.h"

namespace balm::master {
namespace {

class MaintenanceOrdersTest : public testing::Test {
 protected:
  MaintenanceOrdersTest() {
    rig.host("web1", {{"role", "web"}});
    rig.host("web2", {{"role", "web"}});
    rig.host("db1");
  }
  // Arguments for `hosts` until `from_now` milliseconds from now.
  std::string on(const std::string& hosts, std::int64_t from_now, const std::string& more = "") const {
    return R"({"selector":")" + hosts + R"(","reason":"new disk","until_ms":)" +
           std::to_string(rig.now.wall.ms() + from_now) + more + "}";
  }
  const std::map<HostName, MaintenanceRow>& rows() const { return rig.state.maintenance; }

  OrderRig rig;
};

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kYear = 366 * 24 * kHour;

TEST_F(MaintenanceOrdersTest, IsStoredAndTheHostsAreTold) {
  EXPECT_EQ(rig.error("maintenance.on", on("role=web", kHour)), "");
  EXPECT_EQ(rows().size(), 2u);
  EXPECT_EQ(rows().begin()->second.by, "dana");
  EXPECT_EQ(rig.wanted<StoreMaintenance>().size(), 2u);
  EXPECT_TRUE(rig.sent<Standing>().back().maintenance);
}

TEST_F(MaintenanceOrdersTest, EveryHostMustBeSpelled) {
  EXPECT_EQ(rig.error("maintenance.on", on("", kHour)), "usage");
  EXPECT_EQ(rig.error("maintenance.on", on("role=cache", kHour)), "not_found");
  EXPECT_EQ(rig.error("maintenance.on", on("all", kHour)), "");
  EXPECT_EQ(rows().size(), 3u);
}

TEST_F(MaintenanceOrdersTest, NeedsAnEndInTheFutureAndWithinAYear) {
  EXPECT_EQ(rig.error("maintenance.on", on("db1", 0)), "usage");
  EXPECT_EQ(rig.error("maintenance.on", on("db1", -1)), "usage");
  EXPECT_EQ(rig.error("maintenance.on", R"({"selector":"db1","reason":"x"})"), "usage");
  EXPECT_EQ(rig.error("maintenance.on", on("db1", kYear + 1)), "usage");
  EXPECT_TRUE(rows().empty());
  EXPECT_EQ(rig.error("maintenance.on", on("db1", kYear)), "");
  EXPECT_EQ(rig.error("maintenance.on", on("db1", 1)), "");
}

TEST_F(MaintenanceOrdersTest, WhatIsOverCannotBeEnded) {
  EXPECT_EQ(rig.error("maintenance.on", on("db1", kHour)), "");
  rig.pass(1h);
  EXPECT_EQ(rig.error("maintenance.off", R"({"selector":"db1"})"), "not_found");
  EXPECT_EQ(rig.error("maintenance.off", R"({"selector":"db1"})"), "not_found");
}

TEST_F(MaintenanceOrdersTest, NeedsAReason) {
  const std::string until = std::to_string(rig.now.wall.ms() + kHour);
  EXPECT_EQ(rig.error("maintenance.on", R"({"selector":"db1","until_ms":)" + until + "}"), "usage");
  EXPECT_EQ(rig.error("freeze", "{}"), "usage");
}

TEST_F(MaintenanceOrdersTest, ADryRunChangesNothing) {
  rig.open("web1");
  rig.out.clear();
  const Reply reply = rig.ask("maintenance.on", on("web1", kHour, R"(,"dry_run":true)"));
  EXPECT_EQ(reply.data["paused"].as_list().size(), 1u);
  EXPECT_TRUE(rows().empty());
  EXPECT_EQ(rig.out.size(), 1u) << "the answer and nothing else";
}

TEST_F(MaintenanceOrdersTest, ExtendingIsForWhatStillLasts) {
  EXPECT_EQ(rig.error("maintenance.extend", R"({"selector":"all","by_ms":1000})"), "not_found");
  rig.ask("maintenance.on", on("db1", kHour));
  const WallTime until = rows().at(HostName{"db1"}).until;
  EXPECT_EQ(rig.error("maintenance.extend", R"({"selector":"all","by_ms":1000})"), "");
  EXPECT_EQ(rows().at(HostName{"db1"}).until, until + 1s);
  rig.pass(2h);
  EXPECT_EQ(rig.error("maintenance.extend", R"({"selector":"all","by_ms":9000000})"), "not_found");
}

TEST_F(MaintenanceOrdersTest, AnExtensionThatIsTooLongChangesNoHostAtAll) {
  rig.ask("maintenance.on", on("db1", kHour));
  rig.ask("maintenance.on", on("web1", kYear - 1));
  const WallTime until = rows().at(HostName{"db1"}).until;
  EXPECT_EQ(rig.error("maintenance.extend", R"({"selector":"all","by_ms":1000})"), "usage");
  EXPECT_EQ(rows().at(HostName{"db1"}).until, until);
}

TEST_F(MaintenanceOrdersTest, WhenItEndsTheIncidentsAreJudgedAfresh) {
  rig.ask("maintenance.on", on("web1", kHour));
  OpenIncident& incident = rig.open("web1");
  healer::consider(rig.turn(), incident.row.id);
  EXPECT_EQ(incident.row.waiting_reason, "in_maintenance");
  EXPECT_EQ(rig.error("maintenance.off", R"({"selector":"web1"})"), "");
  EXPECT_EQ(incident.row.phase, Phase::Trying);
  EXPECT_EQ(rig.wanted<DropMaintenance>().size(), 1u);
  EXPECT_EQ(rig.error("maintenance.off", R"({"selector":"web1"})"), "not_found");
}

TEST_F(MaintenanceOrdersTest, FreezeStopsEverythingUntilSomebodyThaws) {
  OpenIncident& incident = rig.open("web1");
  EXPECT_EQ(rig.error("freeze", R"({"reason":"drill"})"), "");
  EXPECT_EQ(rig.sent<Standing>().size(), 3u) << "every host is told";
  healer::consider(rig.turn(), incident.row.id);
  EXPECT_EQ(incident.row.waiting_reason, "frozen");
  rig.pass(1h);
  EXPECT_EQ(rig.error("thaw", "{}"), "");
  EXPECT_EQ(incident.row.phase, Phase::Trying);
  EXPECT_FALSE(rig.wanted<StoreFreeze>().back().row.frozen);
  EXPECT_EQ(rig.error("thaw", "{}"), "refused");
}

TEST_F(MaintenanceOrdersTest, ASecondFreezeKeepsTheFirstOnesNameAndTime) {
  rig.ask("freeze", R"({"reason":"first"})");
  const WallTime since = rig.state.freeze.since;
  rig.pass(1h);
  const Reply reply = rig.ask("freeze", R"({"reason":"second"})");
  EXPECT_EQ(reply.data["since_ms"].int_or(), since.ms());
  EXPECT_EQ(rig.state.freeze.reason, "first");
}

TEST_F(MaintenanceOrdersTest, FreezeSaysWhatIsStillRunning) {
  rig.climb(rig.open("web1"));
  const Reply reply = rig.ask("freeze", R"({"reason":"drill"})");
  EXPECT_EQ(reply.data["running"].as_list().at(0).string_or(), "1.1");
}

}  // namespace
}  // namespace balm::master
