// The store when it is full, and what may go when it is old.
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "master/io/store.h"
#include "tests/io/temporary_folder.h"

namespace balm::master {
namespace {

constexpr WallTime kNow = WallTime{std::chrono::seconds(1'773'457'620)};

class StoreLimitsTest : public testing::Test {
 protected:
  StoreLimitsTest() { reopen(); }
  void reopen() {
    store.reset();
    store = std::move(Store::open(folder.path()).value());
  }
  // One transaction; false when any part of it failed.
  bool keep(const Effects& effects) {
    bool good = store->begin().ok();
    for (const Effect& effect : effects) good = good && store->keep(effect).ok();
    good = good && store->commit().ok();
    if (!good) store->rollback();
    return good;
  }
  static StoreEvent event(std::uint64_t id, std::size_t size = 0) {
    StoreEvent stored;
    stored.event.id = EventId{id};
    stored.event.type = "check.disk";
    stored.event.output = std::string(size, 'x');
    stored.event.received = kNow;
    return stored;
  }
  static StoreIncident incident(std::uint64_t id, std::uint64_t event, bool closed) {
    StoreIncident stored;
    stored.row.id = IncidentId{id};
    stored.row.event = EventId{event};
    stored.row.phase = closed ? Phase::Closed : Phase::NeedsYou;
    stored.row.closed = closed ? kNow : WallTime{};
    return stored;
  }
  static StoreJournal line(const std::string& text) {
    StoreJournal stored;
    stored.row.at = kNow;
    stored.row.text = text;
    return stored;
  }
  static StoreNotification message(std::uint64_t id, std::uint64_t incident, bool done) {
    StoreNotification stored;
    stored.row.id = id;
    stored.row.incident = IncidentId{incident};
    stored.row.done = done;
    return stored;
  }
  std::int64_t number(const std::string& what) { return store->database().integer("SELECT " + what).value(); }
  void retire(int rows = 100) { ASSERT_TRUE(store->retire(kNow + 1s, kNow + 1s, rows)); }

  TemporaryFolder folder;
  std::unique_ptr<Store> store;
};

TEST_F(StoreLimitsTest, WhatDoesNotFitIsNotHalfThereAndTheRestGoesOn) {
  ASSERT_TRUE(keep({event(1), line("before")}));
  const std::string pages = std::to_string(number("page_count FROM pragma_page_count") + 2);
  ASSERT_TRUE(store->database().execute("PRAGMA max_page_count=" + pages));
  EXPECT_FALSE(keep({line("lost"), event(2), event(3, 1'000'000)}));
  EXPECT_EQ(number("count(*) FROM events"), 1);
  EXPECT_EQ(number("count(*) FROM journal"), 1);
  ASSERT_TRUE(store->database().execute("PRAGMA max_page_count=1000000"));
  ASSERT_TRUE(keep({event(2), line("after")}));
  EXPECT_TRUE(store->verify_chain(100)->ok) << "the line that was lost is no link of the chain";
  reopen();
  EXPECT_EQ(store->load(kNow)->last_event, 2u);
  EXPECT_TRUE(store->verify_chain(100)->ok);
}

TEST_F(StoreLimitsTest, AFailureSaysIoAndWhatToLookAt) {
  ASSERT_TRUE(store->database().execute("PRAGMA max_page_count=1"));
  ASSERT_TRUE(store->begin());
  const auto kept = store->keep(event(1, 1'000'000));
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().kind, Error::Kind::Io);
  EXPECT_NE(kept.error().hint.find("disk"), std::string::npos);
}

TEST_F(StoreLimitsTest, NumbersOfThePastAreNeverGivenAgain) {
  ASSERT_TRUE(keep({event(1), incident(7, 1, true), message(9, 7, true)}));
  retire();
  reopen();
  const auto back = store->load(kNow);
  EXPECT_EQ(back->last_incident, 7u) << "hosts remember attempt #7.1";
  EXPECT_EQ(back->last_notification, 9u);
}

TEST_F(StoreLimitsTest, OldIncidentsAndTheirMessagesGo) {
  ASSERT_TRUE(keep({incident(1, 1, true), message(1, 1, true), incident(2, 1, false), message(2, 2, true),
                    message(3, 1, false), incident(3, 1, true), message(4, 3, true)}));
  retire();
  EXPECT_EQ(number("group_concat(id, '') FROM incidents"), 23);
  EXPECT_EQ(number("group_concat(id, '') FROM notifications"), 234)
      << "of open incidents, undelivered, the newest";
}

TEST_F(StoreLimitsTest, WhoWasCalledIsKnownAfterARestartWhetherOrNotItWasDelivered) {
  ASSERT_TRUE(keep({incident(1, 1, false), message(1, 1, true), incident(2, 1, false), incident(3, 1, true),
                    message(2, 3, true), incident(4, 1, false), message(3, 4, false)}));
  reopen();
  EXPECT_EQ(store->load(kNow)->called, (std::set{IncidentId{1}, IncidentId{4}}));
}

// A hundred problems nobody closes must not keep every later event for ever.
TEST_F(StoreLimitsTest, EventsOfOpenIncidentsDoNotStandInTheWayOfOthers) {
  Effects effects;
  for (std::uint64_t id = 1; id <= 5; ++id) effects.emplace_back(event(id));
  for (std::uint64_t id = 1; id <= 3; ++id) effects.emplace_back(incident(id, id, false));
  ASSERT_TRUE(keep(effects));
  retire(2);
  EXPECT_EQ(number("group_concat(id, '') FROM events"), 123);
}

// Configurations may be large, and a machine may write one a minute.
TEST_F(StoreLimitsTest, OfOldConfigurationsOnlyTheNewestAndThoseOfOpenIncidentsStay) {
  StoreIncident bound = incident(1, 1, false);
  bound.row.revision = "r0";
  StoreIncident over = incident(2, 1, true);
  over.row.revision = "r1";
  ASSERT_TRUE(keep({bound, over}));
  for (int i = 0; i < 30; ++i)
    ASSERT_TRUE(store->keep_revision("r" + std::to_string(i), kNow + std::chrono::seconds(i), "text"));
  for (int turns = 0; turns < 30; ++turns) retire();
  EXPECT_EQ(number("count(*) FROM revisions"), 21);
  EXPECT_EQ(*store->revision("r0"), "text");
  EXPECT_EQ(*store->revision("r1"), "");
  EXPECT_EQ(*store->revision("r10"), "text");
  EXPECT_EQ(*store->newest_revision(), "r29");
}

TEST_F(StoreLimitsTest, AttemptsStayWithTheirOpenIncident) {
  const auto attempt = [](std::uint64_t incident) {
    StoreAttempt stored;
    stored.row.id = {IncidentId{incident}, 1};
    stored.row.phase = AttemptPhase::Ended;
    stored.row.started = kNow;
    return stored;
  };
  ASSERT_TRUE(keep({incident(1, 1, false), attempt(1), incident(2, 1, true), attempt(2), attempt(3)}));
  retire();
  EXPECT_EQ(number("group_concat(incident, '') FROM attempts"), 1);
}

// SQLite tells of damage in the rows of its check, not by an error.
TEST_F(StoreLimitsTest, ADamagedFileIsNotWorkedWith) {
  Effects effects;
  for (std::uint64_t id = 1; id <= 300; ++id) effects.emplace_back(event(id, 1'000));
  ASSERT_TRUE(keep(effects));
  EXPECT_TRUE(store->database().check_sound());
  const std::int64_t page = number("page_size FROM pragma_page_size");
  const std::int64_t middle = number("page_count FROM pragma_page_count") - 20;
  store.reset();
  std::fstream file(folder / "master.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(page * middle);
  file << std::string(static_cast<std::size_t>(page), '\xff');
  file.close();
  const auto opened = Store::open(folder.path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, Error::Kind::BadData);
  EXPECT_NE(opened.error().hint.find("backup"), std::string::npos);
}

TEST_F(StoreLimitsTest, ADroppedKeyIsForgotten) {
  KeyRow row;
  row.public_key = "k";
  ASSERT_TRUE(keep({StoreKey{row}}));
  ASSERT_TRUE(keep({DropKey{"k"}}));
  EXPECT_TRUE(store->load(kNow)->keys.empty());
}

}  // namespace
}  // namespace balm::master
