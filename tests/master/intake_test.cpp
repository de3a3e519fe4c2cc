// Events arriving: each stored once, then matched, then acknowledged.
#include "master/intake.h"

#include <gtest/gtest.h>

#include "common/event_digest.h"
#include "common/limits.h"
#include "master/healer.h"
#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

class IntakeTest : public testing::Test {
 protected:
  IntakeTest() { rig.host("web1"); }
  Event numbered(std::uint64_t seq, Status status = Status::Critical) {
    Event event = rig.event("claimed", status);
    event.seq = seq;
    return event;
  }
  void arrive(const std::vector<Event>& events, const std::string& spool = "spool-web1") {
    intake::batch(rig.turn(), HostName{"web1"}, {SpoolId{spool}, events});
  }
  std::size_t stored() const { return rig.wanted<StoreEvent>().size(); }

  CoreRig rig;
};

TEST_F(IntakeTest, AnEventIsStoredUnderTheNameOfItsSender) {
  arrive({numbered(1)});
  ASSERT_EQ(stored(), 1u);
  EXPECT_EQ(rig.wanted<StoreEvent>()[0].event.host.text, "web1") << "whatever it claims";
  EXPECT_EQ(rig.wanted<StoreEvent>()[0].event.received, rig.now.wall);
  EXPECT_EQ(rig.sent<EventAck>().back().upto, 1u);
  EXPECT_EQ(rig.wanted<StoreSpool>().back().row.seq, 1u);
}

// With it an agent proves that the spool it has is the one the master knows.
TEST_F(IntakeTest, TheSpoolRemembersItsLastEvent) {
  const Event last = numbered(2);
  arrive({numbered(1), last, numbered(4)});
  EXPECT_EQ(rig.wanted<StoreSpool>().back().row.digest, event_digest(last));
}

TEST_F(IntakeTest, WhatIsSentTwiceIsStoredOnceAndAcknowledgedTwice) {
  arrive({numbered(1)});
  arrive({numbered(1), numbered(2)});
  EXPECT_EQ(stored(), 2u);
  EXPECT_EQ(rig.sent<EventAck>().size(), 2u);
}

// A check that was unknown for a while is critical again: nothing else will tell the waiting incident.
TEST_F(IntakeTest, AFurtherEventLetsWhatWaitedForNewsGoOn) {
  rig.state.freeze.frozen = true;
  arrive({numbered(1)});
  arrive({numbered(2, Status::Unknown)});
  rig.state.freeze = {};
  healer::reconsider(rig.turn());
  const OpenIncident& incident = rig.state.incidents.begin()->second;
  ASSERT_EQ(incident.row.waiting_reason, "state_unknown");
  arrive({numbered(3)});
  EXPECT_EQ(incident.row.phase, Phase::Trying);
}

TEST_F(IntakeTest, NothingBehindAGapIsStored) {
  arrive({numbered(1), numbered(3), numbered(4)});
  EXPECT_EQ(stored(), 1u);
  EXPECT_EQ(rig.sent<EventNak>().at(0).expect, 2u);
  EXPECT_EQ(rig.sent<EventAck>().back().upto, 1u);
}

TEST_F(IntakeTest, AForeignSpoolIsNotListenedTo) {
  rig.host("web2");
  arrive({numbered(1)}, "spool-web2");
  arrive({numbered(1)}, "nobodys");
  EXPECT_EQ(stored(), 0u);
  EXPECT_EQ(rig.lines(), "security security");
  EXPECT_TRUE(rig.sent<EventAck>().empty());
}

TEST_F(IntakeTest, AgentsSpeakOnlyOfTheirChecksAndThemselves) {
  std::uint64_t seq = 0;
  for (const char* const type : {"host.down", "check.other", "webhook.x", "operator.deploy"}) {
    Event event = numbered(++seq);
    event.type = type;
    arrive({event});
  }
  EXPECT_EQ(stored(), 0u);
  EXPECT_EQ(rig.sent<EventAck>().back().upto, 4u) << "or it would be sent for ever";
  Event own = numbered(++seq);
  own.type = "agent.spool_full";
  arrive({own});
  EXPECT_EQ(stored(), 1u);
}

TEST_F(IntakeTest, EveryEventHasADecisionAlsoWhenNobodyWantsIt) {
  arrive({numbered(1, Status::Warning), numbered(2, Status::Warning)});
  EXPECT_EQ(rig.lines(), "match");
  EXPECT_EQ(rig.line("match").verdict, "none");
  EXPECT_EQ(rig.line("match").detail, R"({"upto":2})");
}

TEST_F(IntakeTest, ASecondEventOfAProblemJoinsIt) {
  arrive({numbered(1), numbered(2)});
  EXPECT_EQ(rig.state.incidents.size(), 1u);
  EXPECT_EQ(rig.line("match").verdict, "join");
}

TEST_F(IntakeTest, AnOkWordClearsTheProblem) {
  rig.state.freeze.frozen = true;
  arrive({numbered(1), numbered(2, Status::Ok)});
  EXPECT_TRUE(rig.state.incidents.empty());
  EXPECT_EQ(rig.line("match").verdict, "clear");
}

TEST_F(IntakeTest, TheEventIsTheNewestWordAboutItsCheck) {
  Event event = numbered(1, Status::Warning);
  event.at = rig.now.wall;
  arrive({event});
  const CheckStanding& standing = rig.state.fleet.find(HostName{"web1"})->checks.begin()->second;
  EXPECT_EQ(standing.status, Status::Warning);
  EXPECT_TRUE(standing.known);
  EXPECT_EQ(standing.since, rig.now.wall);
  EXPECT_EQ(standing.latest.output, "connection refused");
}

// Instances are free text of the agent.
TEST_F(IntakeTest, AHostCannotFillTheMastersMemoryWithInstances) {
  Host& host = *rig.state.fleet.find(HostName{"web1"});
  for (std::size_t i = 1; i < limits::kStandingsPerMessageMax; ++i)
    host.checks[{CheckName{"c"}, std::to_string(i)}].known = true;
  Event event = numbered(1, Status::Warning);
  arrive({event});
  EXPECT_EQ(host.checks.size(), limits::kStandingsPerMessageMax);
  event.seq = 2;
  event.instance = "one too many";
  arrive({event});
  EXPECT_EQ(host.checks.size(), limits::kStandingsPerMessageMax);
  EXPECT_EQ(stored(), 2u) << "the event itself is kept";
}

TEST_F(IntakeTest, OwnEventsAreStoredAndMatchedLikeOthers) {
  const EventId id = intake::own_event(rig.turn(), rig.event("web1"));
  EXPECT_EQ(id, rig.wanted<StoreEvent>().at(0).event.id);
  EXPECT_EQ(rig.wanted<StoreEvent>()[0].event.at, rig.now.wall);
  EXPECT_EQ(rig.state.incidents.size(), 1u);
}

}  // namespace
}  // namespace balm::master
