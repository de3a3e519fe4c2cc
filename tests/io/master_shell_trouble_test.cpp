// The master while its database cannot be written: nothing half done, nothing promised, and then it goes on.
// A table that is missing fails every write at once, as a full disk does.
#include <ctime>
#include <thread>

#include <gtest/gtest.h>

#include "common/io/system_clock.h"
#include "master/io/master_shell.h"
#include "tests/io/shell_world.h"

namespace balm::master {
namespace {

constexpr const char* kTrouble = "nothing is acknowledged, sent or healed";
constexpr const char* kMended = "the database can be written again";

class MasterShellTroubleTest : public testing::Test {
 protected:
  void lose(const std::string& table) { world.execute("ALTER TABLE " + table + " RENAME TO lost_" + table); }
  void mend(const std::string& table) { world.execute("ALTER TABLE lost_" + table + " RENAME TO " + table); }
  std::int64_t epoch() { return people.ask("status").data["master"]["epoch"].int_or(); }

  ShellWorld world;
  Caller people = world.connect_operator();
};

TEST_F(MasterShellTroubleTest, AnOrderThatCannotBeStoredHasNotHappened) {
  const std::int64_t before = epoch();
  lose("journal");
  people.send(people.request("freeze", R"({"reason":"drill"})"));
  ASSERT_TRUE(world.logged(kTrouble));
  mend("journal");
  const Reply status = people.ask("status");
  EXPECT_TRUE(status.data["frozen"].is_null());
  EXPECT_EQ(status.data["master"]["epoch"].int_or(), before + 1) << "what it had promised before is void";
  EXPECT_EQ(world.count("journal WHERE kind='freeze'"), 0);
  EXPECT_EQ(people.ask("freeze", R"({"reason":"drill"})").error, "");
  EXPECT_GE(world.count("journal WHERE kind='freeze'"), 1);
}

TEST_F(MasterShellTroubleTest, AnEventThatCannotBeStoredIsNotAcknowledgedAndStoredOnceLater) {
  Caller agent = world.connect_agent("web1");
  Hello hello;
  hello.spool = SpoolId{"00000000000000000000000000000001"};
  hello.boot = hello.stamp = "b";
  (void)agent.wait_for<Standing>(hello);
  Event event;
  event.seq = 1;
  event.type = "check.disk";
  event.check = CheckName{"disk"};
  event.status = Status::Warning;
  const EventBatch batch{hello.spool, {event}};
  lose("events");
  agent.send(batch);
  ASSERT_TRUE(world.logged(kTrouble));
  mend("events");
  ASSERT_TRUE(world.logged(kMended));
  EXPECT_EQ(agent.wait_for<Standing>(hello).acked_seq, 0u);
  EXPECT_EQ(agent.wait_for<EventAck>(batch).upto, 1u);
  EXPECT_EQ(agent.wait_for<EventAck>(batch).upto, 1u);
  EXPECT_EQ(world.count("events WHERE type='check.disk'"), 1);
}

// Whoever asks while nothing can be stored is told so at once, whatever it is.
TEST_F(MasterShellTroubleTest, OperatorsAreToldWhyNothingIsDone) {
  lose("journal");
  EXPECT_EQ(people.ask("freeze", R"({"reason":"drill"})").error, "io") << "the order that met the trouble";
  for (const char* const verb : {"thaw", "status", "events.follow", "no.such.verb"}) {
    const Request question = people.request(verb, "{}");
    people.send(question);
    const auto heard = people.next(20s);
    const Reply* reply = heard ? std::get_if<Reply>(&*heard) : nullptr;
    ASSERT_NE(reply, nullptr) << verb;
    EXPECT_EQ(reply->id, question.id);
    EXPECT_EQ(reply->error, "io") << verb;
    EXPECT_NE(reply->message.find("the database cannot be written"), std::string::npos);
    EXPECT_NE(reply->hint.find("disk"), std::string::npos);
  }
  mend("journal");
  ASSERT_TRUE(world.logged(kMended));
  EXPECT_EQ(people.ask("freeze", R"({"reason":"drill"})").error, "");
}

// Not how long it takes, but what it costs: a loop that never sleeps uses all of a core.
TEST_F(MasterShellTroubleTest, AMasterThatWaitsForItsDatabaseSleeps) {
  lose("journal");
  people.send(people.request("freeze", R"({"reason":"drill"})"));
  ASSERT_TRUE(world.logged(kTrouble));
  std::this_thread::sleep_for(3s);  // housekeeping is overdue from then on
  const std::clock_t before = std::clock();
  std::this_thread::sleep_for(1s);
  EXPECT_LT(std::clock() - before, CLOCKS_PER_SEC / 10);
  mend("journal");
}

TEST_F(MasterShellTroubleTest, AReloadThatCannotBeStoredIsAnsweredWhenItCan) {
  const std::int64_t before = epoch();
  lose("revisions");
  const Request first = people.request("config.reload", "{}");
  people.send(first);
  people.send(people.request("config.reload", "{}"));  // both wait for one reading of the files
  ASSERT_TRUE(world.logged(kTrouble));
  mend("revisions");
  ASSERT_TRUE(world.logged(kMended));
  const Reply reply = people.ask("config.reload");
  EXPECT_TRUE(reply.data["ok"].bool_or());
  EXPECT_GT(epoch(), before);
}

TEST_F(MasterShellTroubleTest, HousekeepingThatFailsStopsActingToo) {
  lose("notifications");
  lose("attempts");
  ASSERT_TRUE(world.logged(kTrouble)) << "found by itself, without anybody asking for anything";
  mend("attempts");
  mend("notifications");
  EXPECT_GT(epoch(), 1);
}

TEST_F(MasterShellTroubleTest, TheJournalsChainHoldsAcrossTheTrouble) {
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(people.ask("freeze", R"({"reason":"drill"})").error, "");
    lose("journal");
    people.send(people.request("thaw", "{}"));
    ASSERT_TRUE(world.logged(kTrouble));
    mend("journal");
    ASSERT_TRUE(world.logged(kMended));
    EXPECT_EQ(people.ask("thaw").error, "");
  }
  auto store = Store::open(world.folder() / "state");
  ASSERT_TRUE(store);
  EXPECT_TRUE((*store)->verify_chain(1'000)->ok);
}

// The name may be another machine's by now: nothing meant for that one goes to the machine that was thrown
// out.
TEST_F(MasterShellTroubleTest, ARevokedKeyIsSpokenToNoMore) {
  Caller thief = world.connect_agent("web1");
  Hello hello;
  hello.spool = SpoolId{"00000000000000000000000000000001"};
  hello.boot = hello.stamp = "b";
  (void)thief.wait_for<Standing>(hello);
  EXPECT_EQ(people.ask("keys.revoke", R"({"key":"web1","reason":"stolen"})").error, "");
  const Caller bought = world.connect_agent("web1");
  while (thief.next(0s)) {
  }
  const std::string until = std::to_string((system_now().wall + 1h).ms());
  EXPECT_EQ(
      people.ask("maintenance.on", R"({"selector":"web1","reason":"disk","until_ms":)" + until + "}").error,
      "");
  EXPECT_FALSE(thief.next(500ms));
}

// People who watch go away without a word: they must not use up the places of others.
TEST_F(MasterShellTroubleTest, WhoeverWatchedAndHasGoneIsForgotten) {
  int tries = 0;
  {
    Caller gone = world.connect_operator();
    for (std::size_t i = 0; i < Followers::kMax; ++i) gone.send(gone.request("events.follow", "{}"));
    EXPECT_EQ(gone.ask("events.follow").error, "refused");
  }
  Reply part;
  do {  // the first part comes when there is something to say, or to say that the master is still there
    EXPECT_EQ(people.ask("events.send", R"({"type":"operator.note"})").error, "");
    part = people.ask("events.follow");
  } while (part.error == "refused" && ++tries < 100);
  EXPECT_EQ(part.error, "");
  EXPECT_TRUE(part.more);
}

}  // namespace
}  // namespace balm::master
