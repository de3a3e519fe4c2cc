#include "master/incidents.h"

#include <gtest/gtest.h>

#include "common/limits.h"
#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

class IncidentsTest : public testing::Test {
 protected:
  IncidentsTest() { rig.host("web1"); }
  std::vector<Finding> react_to(const Event& event) {
    return react(*rig.state.config, event, {rig.state.fleet, rig.now.wall});
  }
  std::size_t concerned(const Event& event) {
    return incidents::concerned(rig.state, event, {rig.state.fleet, rig.now.wall}).size();
  }

  CoreRig rig;
};

TEST_F(IncidentsTest, OpeningStoresItUnderItsKey) {
  const OpenIncident& incident = rig.open("web1");
  EXPECT_EQ(incident.row.key, "nginx-down:web1:nginx_http");
  EXPECT_EQ(incident.row.summary, "nginx_http is critical on web1");
  EXPECT_EQ(incident.row.rungs, 2u);
  EXPECT_EQ(incident.row.revision, rig.state.config->revision);
  EXPECT_EQ(rig.wanted<StoreIncident>().size(), 1u);
  EXPECT_EQ(rig.line("match").verdict, "open");
  EXPECT_EQ(incidents::with_key(rig.state, incident.row.key), &incident);
  EXPECT_EQ(incidents::with_key(rig.state, "another"), nullptr);
}

TEST_F(IncidentsTest, NumbersAreNeverGivenTwice) {
  const IncidentId first = rig.open("web1").row.id;
  incidents::close(rig.turn(), first, IncidentOutcome::Recovered, "ok");
  EXPECT_GT(rig.open("web1").row.id, first);
}

TEST_F(IncidentsTest, BeyondTheBoundNothingOpensAndThatIsSaid) {
  OpenIncident blank;
  for (std::uint64_t i = 1; i <= limits::kOpenIncidentsMax; ++i)
    rig.state.incidents.emplace(IncidentId{1'000'000 + i}, blank);
  const Event bad = rig.event("web1");
  EXPECT_EQ(incidents::open(rig.turn(), bad, react_to(bad).at(0)), nullptr);
  EXPECT_EQ(rig.line("limit").text, "too many open incidents; event 7 opened none");
}

TEST_F(IncidentsTest, AFurtherEventJoinsWithItsStatus) {
  OpenIncident& incident = rig.open("web1");
  Event worse = rig.event("web1", Status::Unknown);
  worse.generation = 3;
  incidents::join(rig.turn(), incident, worse);
  EXPECT_EQ(incident.row.status, Status::Unknown);
  EXPECT_EQ(incident.row.generation, 3u);
  worse.generation = 1;
  incidents::join(rig.turn(), incident, worse);
  EXPECT_EQ(incident.row.generation, 3u) << "generations only grow";
  EXPECT_EQ(rig.line("match").verdict, "join");
}

TEST_F(IncidentsTest, AnOkWordConcernsTheSameThingOnly) {
  rig.open("web1");
  Event ok = rig.event("web1", Status::Ok);
  EXPECT_EQ(concerned(ok), 1u);
  ok.instance = "/var";
  EXPECT_EQ(concerned(ok), 0u);
  EXPECT_EQ(concerned(rig.event("web2", Status::Ok)), 0u);
}

TEST_F(IncidentsTest, ClosingFreesItsKeyAndItsPlaceUnderRepair) {
  OpenIncident& incident = rig.open("web1");
  const IncidentId id = incident.row.id;
  const std::string key = incident.row.key;
  rig.state.attempts.proof_begins(id, incident.row.rule, incident.row.host);
  incidents::close(rig.turn(), id, IncidentOutcome::Healed, "was ok twice");
  EXPECT_EQ(incidents::with_key(rig.state, key), nullptr);
  EXPECT_FALSE(rig.state.attempts.under_repair(HostName{"web1"}));
  const IncidentRow row = rig.wanted<StoreIncident>().back().row;
  EXPECT_EQ(row.phase, Phase::Closed);
  EXPECT_EQ(row.closed, rig.now.wall);
  EXPECT_EQ(rig.line("healed").text, "was ok twice");
}

TEST_F(IncidentsTest, ClosingTheOldOneLeavesTheKeyOfTheNewOne) {
  const IncidentId old = rig.open("web1").row.id;
  const OpenIncident& fresh = rig.open("web1");
  incidents::close(rig.turn(), old, IncidentOutcome::Closed, "");
  EXPECT_EQ(incidents::with_key(rig.state, fresh.row.key), &fresh);
}

TEST_F(IncidentsTest, ExpressionsSeeWhatIsDocumented) {
  const Value value = incidents::to_value(rig.open("web1").row);
  EXPECT_EQ(value["id"].int_or(), 1);
  EXPECT_EQ(value["host"].string_or(), "web1");
  EXPECT_EQ(value["rule"].string_or(), "nginx-down");
  EXPECT_EQ(value["attempts"].int_or(-1), 0);
}

}  // namespace
}  // namespace balm::master
