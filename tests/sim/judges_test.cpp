// Each judge, shown a breach of its promise by hand, must see it; and must be silent about the same story
// told well.
#include <gtest/gtest.h>

#include "sim/judge/court.h"

namespace balm::sim {
namespace {

const HostName kHost{"web1"};
const SpoolId kSpool{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
const AttemptId kAttempt{IncidentId{1}, 1};

class JudgesTest : public testing::Test {
 protected:
  void see(const Fact& fact, Duration at = 100s) { court_.see(fact, at, WallTime::from_seconds(1'000)); }

  std::string broken() const { return court_.breaches().empty() ? "" : court_.breaches().front().promise; }

  static Event event(std::uint64_t seq) {
    Event event;
    event.seq = seq;
    event.type = "check.web";
    event.check = CheckName{"web"};
    event.host = kHost;
    event.status = Status::Critical;
    event.output = "run " + std::to_string(seq);
    return event;
  }

  void write(std::uint64_t seq) {
    see(EventWritten{kHost, kSpool, event(seq)});
    see(EventsSafe{kHost, kSpool, seq});
  }
  void store(std::uint64_t id, std::uint64_t seq) {
    JournalRow line;
    line.kind = "match";
    line.event = id;
    see(RowsCommitted{{EventRow{id, event(seq)}, line}});
  }

  static AttemptRow row(const std::string& phase, const std::string& outcome = "") {
    AttemptRow row;
    row.id = kAttempt;
    row.rule = "web-down";
    row.host = kHost;
    row.state_hash = "hash";
    row.phase = phase;
    row.outcome = outcome;
    row.epoch = 3;
    row.fence = 7;
    row.by = "rule";
    return row;
  }

  static Task task() {
    Task task;
    task.attempt = kAttempt;
    task.epoch = 3;
    task.fence = 7;
    task.stamp = "stamp";
    task.state_hash = "hash";
    return task;
  }

  // Everything before a lawful start.
  void lead_up() {
    write(1);
    store(1, 1);
    IncidentRow incident;
    incident.id = 1;
    incident.rule = "web-down";
    incident.host = kHost;
    incident.check = CheckName{"web"};
    incident.event = 1;
    incident.phase = "trying";
    see(StampIssued{kHost, "boot", "stamp", Instant{90s}});
    see(RowsCommitted{{incident, row("dispatched")}});
  }
  void send() { see(MasterSent{kHost, Dispatch{task()}}); }
  void start(Instant at = Instant{100s}, const std::string& boot = "boot") {
    see(ProcessStarted{kHost, kAttempt, boot, at, "{\"attempt\":\"1.1\",\"pid\":5,\"r\":\"start\"}"});
  }

  Court court_{{{"web-down", 1, 2}}};
};

TEST_F(JudgesTest, AStoryToldWell) {
  lead_up();
  send();
  start();
  see(StepStarted{kHost, kAttempt, "look"});
  see(ProcessEnded{kHost, kAttempt, ProcessEnded::How::Succeeded});
  see(RowsCommitted{{row("ended", "succeeded")}});
  EXPECT_EQ(broken(), "");
}

TEST_F(JudgesTest, AnEventSentBeforeItIsSafe) {
  see(EventWritten{kHost, kSpool, event(1)});
  see(AgentSent{kHost, EventBatch{kSpool, {event(1)}}, false});
  EXPECT_EQ(broken(), "I1");
}

TEST_F(JudgesTest, AnEventAcknowledgedBeforeItIsStored) {
  write(1);
  see(MasterSent{kHost, EventAck{kSpool, 1}});
  EXPECT_EQ(broken(), "I1");
}

TEST_F(JudgesTest, AnEventStoredTwice) {
  write(1);
  store(1, 1);
  EXPECT_EQ(broken(), "");
  store(2, 1);
  EXPECT_EQ(broken(), "I2");
}

TEST_F(JudgesTest, AnEventStoredOutOfOrder) {
  write(1);
  write(2);
  store(1, 2);
  EXPECT_EQ(broken(), "I2");
}

TEST_F(JudgesTest, AStoredEventThatIsGoneAfterARestart) {
  write(1);
  store(1, 1);
  see(RowsFound{});
  EXPECT_EQ(broken(), "I1");
}

TEST_F(JudgesTest, AnEventThatIsNeverStored) {
  write(1);
  court_.close(true);
  EXPECT_EQ(broken(), "I18");
}

TEST_F(JudgesTest, AnEventWithoutADecision) {
  write(1);
  see(RowsCommitted{{EventRow{1, event(1)}}});
  court_.close(true);
  EXPECT_EQ(broken(), "I18");
}

TEST_F(JudgesTest, AStartWithoutARow) {
  see(StampIssued{kHost, "boot", "stamp", Instant{90s}});
  send();
  EXPECT_EQ(broken(), "I6");
}

TEST_F(JudgesTest, ASecondStart) {
  lead_up();
  send();
  start();
  see(ProcessEnded{kHost, kAttempt, ProcessEnded::How::Failed});
  EXPECT_EQ(broken(), "");
  start();
  EXPECT_EQ(broken(), "I3");
}

TEST_F(JudgesTest, AStartThatIsNotInTheJournal) {
  lead_up();
  send();
  see(ProcessStarted{kHost, kAttempt, "boot", Instant{100s}, "{\"attempt\":\"1.2\",\"r\":\"start\"}"});
  EXPECT_EQ(broken(), "I6");
}

TEST_F(JudgesTest, ALateStart) {
  lead_up();
  send();
  start(Instant{150s + 1ms});
  EXPECT_EQ(broken(), "I9");
}

TEST_F(JudgesTest, AStartInAnotherBoot) {
  lead_up();
  send();
  start(Instant{100s}, "boot2");
  EXPECT_EQ(broken(), "I9");
}

TEST_F(JudgesTest, AStartUnderASupersededMaster) {
  lead_up();
  send();
  see(ProcessStarted{kHost, kAttempt, "boot", Instant{100s},
                     "{\"epoch_max\":4}{\"attempt\":\"1.1\",\"r\":\"start\"}"});
  EXPECT_EQ(broken(), "I10");
}

TEST_F(JudgesTest, AnUntrueEnd) {
  for (const char* const outcome : {"refused", "expired", "failed", "succeeded"}) {
    Court court{{{"web-down", 1, 2}}};
    const auto tell = [&](const Fact& fact) { court.see(fact, 100s, {}); };
    tell(ProcessStarted{kHost, kAttempt, "", {}, ""});
    const std::size_t before = court.breaches().size();
    tell(RowsCommitted{{row("ended", outcome)}});
    EXPECT_GT(court.breaches().size(), before) << outcome;
  }
}

TEST_F(JudgesTest, AnEndThatChanges) {
  lead_up();
  see(RowsCommitted{{row("ended", "cancelled")}});
  EXPECT_EQ(broken(), "");
  see(RowsCommitted{{row("ended", "abandoned")}});
  EXPECT_EQ(broken(), "I5");
}

TEST_F(JudgesTest, HealedWithoutAnOk) {
  lead_up();
  send();
  start();
  see(CheckSeen{kHost, CheckName{"web"}, Status::Ok}, 101s);
  see(ProcessEnded{kHost, kAttempt, ProcessEnded::How::Succeeded}, 102s);
  IncidentRow incident;
  incident.id = 1;
  incident.host = kHost;
  incident.check = CheckName{"web"};
  incident.outcome = "healed";
  see(RowsCommitted{{incident}}, 103s);
  EXPECT_EQ(broken(), "I24");
}

TEST_F(JudgesTest, SentWhileFrozen) {
  lead_up();
  see(OperatorAsked{1, "freeze", {}, {}});
  see(OperatorAnswered{1, true});
  send();
  EXPECT_EQ(broken(), "I15");
}

TEST_F(JudgesTest, SentInMaintenance) {
  lead_up();
  see(OperatorAsked{1, "maintenance.on", kHost, WallTime::from_seconds(2'000)});
  see(OperatorAnswered{1, true});
  send();
  EXPECT_EQ(broken(), "I8");
}

TEST_F(JudgesTest, TooManyHostsAtOnce) {
  lead_up();
  AttemptRow other = row("running");
  other.id = {IncidentId{2}, 1};
  other.host = HostName{"web2"};
  see(RowsCommitted{{other}});
  send();
  EXPECT_EQ(broken(), "I7");
}

TEST_F(JudgesTest, NotAtRest) {
  see(RowsCommitted{{row("running")}});
  court_.close(true);
  EXPECT_EQ(broken(), "I5");
}

TEST_F(JudgesTest, NobodyCares) {
  see(AtRest{kHost, true, 0, {CheckName{"web"}}});
  court_.close(true);
  EXPECT_EQ(broken(), "I23");
}

}  // namespace
}  // namespace balm::sim
