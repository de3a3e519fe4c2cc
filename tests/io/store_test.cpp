// The master's durable memory: what is kept comes back, what was rolled back does not, and what was tampered
// with is found.
#include "master/io/store.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/io/temporary_folder.h"

namespace balm::master {
namespace {

constexpr WallTime kNow = WallTime{std::chrono::seconds(1'773'457'620)};

class StoreTest : public testing::Test {
 protected:
  std::unique_ptr<Store> open() {
    auto store = Store::open(folder_.path());
    EXPECT_TRUE(store.ok()) << store.error().message;
    return store ? std::move(store).value() : nullptr;
  }
  static void keep(Store& store, const Effects& effects) {
    ASSERT_TRUE(store.begin().ok());
    for (const Effect& effect : effects) ASSERT_TRUE(store.keep(effect).ok());
    ASSERT_TRUE(store.commit().ok());
  }
  static Effects journal_lines(int count) {
    Effects lines;
    for (int i = 0; i < count; ++i) {
      JournalRow row;
      row.at = kNow;
      row.kind = "note";
      row.incident = IncidentId{1};
      row.text = "line " + std::to_string(i);
      lines.emplace_back(StoreJournal{row});
    }
    return lines;
  }
  void execute(const std::string& sql) {
    auto database = Database::open(folder_ / "master.db", Database::Access::ReadWrite);
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE(database->execute(sql).ok());
  }

  TemporaryFolder folder_;
};

TEST_F(StoreTest, WhatIsKeptComesBack) {
  KeyRow key;
  key.public_key = "k";
  key.name = "web1";
  key.state = KeyState::Accepted;
  Event event;
  event.id = EventId{7};
  event.type = "check.disk";
  event.host = HostName{"web1"};
  event.check = CheckName{"disk"};
  event.status = Status::Critical;
  IncidentRow incident;
  incident.id = IncidentId{3};
  incident.key = "r:web1";
  incident.event = event.id;
  incident.phase = Phase::Trying;
  incident.declined = 2;
  AttemptRow attempt;
  attempt.id = {incident.id, 1};
  attempt.host = HostName{"web1"};
  attempt.fence = 9;
  attempt.started = kNow;
  MaintenanceRow maintenance{HostName{"web1"}, kNow, kNow + 1h, "why", "dana"};
  {
    const auto store = open();
    keep(*store, {StoreKey{key}, StoreEvent{event}, StoreIncident{incident}, StoreAttempt{attempt},
                  StoreMaintenance{maintenance}, StoreSpool{{HostName{"web1"}, SpoolId{"s"}, 41, 77}},
                  StoreHost{{HostName{"web1"}, kNow, true, 9, {{"role", "web"}}, "0.1.0"}},
                  StoreFreeze{{true, kNow, "why", "dana"}}});
  }
  const auto back = open()->load(kNow);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back->keys.at(0).state, KeyState::Accepted);
  EXPECT_EQ(back->spools.at(0).seq, 41u);
  EXPECT_EQ(back->spools.at(0).digest, 77u);
  EXPECT_TRUE(back->hosts.at(0).down);
  EXPECT_EQ(back->hosts.at(0).labels.at("role"), "web");
  EXPECT_EQ(back->incidents.at(0).declined, 2u);
  EXPECT_EQ(back->incidents.at(0).phase, Phase::Trying);
  EXPECT_EQ(back->opening_events.at(incident.id).status, Status::Critical);
  EXPECT_EQ(back->attempts.at(0).fence, 9u);
  EXPECT_EQ(back->maintenance.at(0).until, kNow + 1h);
  EXPECT_TRUE(back->freeze.frozen);
  EXPECT_EQ(back->last_event, 7u);
  EXPECT_EQ(back->last_incident, 3u);
}

TEST_F(StoreTest, WhatWasRolledBackLeavesNothing) {
  const auto store = open();
  keep(*store, journal_lines(2));
  ASSERT_TRUE(store->begin().ok());
  for (const Effect& effect : journal_lines(3)) ASSERT_TRUE(store->keep(effect).ok());
  store->rollback();
  keep(*store, journal_lines(1));
  const auto chain = store->verify_chain(100);
  ASSERT_TRUE(chain.ok());
  EXPECT_TRUE(chain->ok);
  EXPECT_EQ(chain->checked, 3u);
}

TEST_F(StoreTest, AChangedRemovedOrReorderedLineIsFound) {
  for (const char* const crime :
       {"UPDATE journal SET text='nothing happened' WHERE id=3", "DELETE FROM journal WHERE id=3",
        "UPDATE journal SET id=99 WHERE id=3; UPDATE journal SET id=3 WHERE id=4; UPDATE journal SET id=4 "
        "WHERE id=99"}) {
    keep(*open(), journal_lines(5));
    EXPECT_TRUE(open()->verify_chain(100)->ok);
    execute(crime);
    EXPECT_FALSE(open()->verify_chain(100)->ok) << crime;
    execute("DELETE FROM journal");
  }
}

TEST_F(StoreTest, FilesOfOthersAreRefusedAndLeftAlone) {
  const std::string path = folder_ / "master.db";
  std::ofstream(path) << std::string(8192, 'x');
  EXPECT_FALSE(Store::open(folder_.path()).ok());
  std::filesystem::remove(path);
  execute("CREATE TABLE other(x)");
  EXPECT_FALSE(Store::open(folder_.path()).ok());
  std::filesystem::remove(path);
  open();
  execute("PRAGMA user_version=999");
  const auto newer = Store::open(folder_.path());
  ASSERT_FALSE(newer.ok());
  EXPECT_NE(newer.error().message.find("newer"), std::string::npos) << newer.error().message;
}

TEST_F(StoreTest, PathsMustBePlain) {
  EXPECT_FALSE(Database::open("master.db", Database::Access::ReadWrite).ok());
  EXPECT_FALSE(Database::open("file:/tmp/x?mode=memory", Database::Access::ReadWrite).ok());
}

TEST_F(StoreTest, OldRowsGoAndOpenIncidentsStay) {
  const auto store = open();
  Event event;
  event.type = "check.disk";
  event.received = kNow;
  IncidentRow open_incident;
  open_incident.id = IncidentId{1};
  open_incident.event = EventId{1};
  IncidentRow closed = open_incident;
  closed.id = IncidentId{2};
  closed.event = EventId{2};
  closed.phase = Phase::Closed;
  closed.closed = kNow;
  Effects rows{StoreIncident{open_incident}, StoreIncident{closed}};
  for (const std::uint64_t id : {1u, 2u, 3u}) {
    event.id = EventId{id};
    rows.emplace_back(StoreEvent{event});
  }
  keep(*store, rows);
  ASSERT_TRUE(store->retire(kNow + 1s, kNow + 1s, 100).ok());
  EXPECT_EQ(*store->database().integer("SELECT count(*) FROM events"), 1);
  EXPECT_EQ(*store->database().integer("SELECT id FROM events"), 1);
  EXPECT_EQ(*store->database().integer("SELECT id FROM incidents"), 1);
}

}  // namespace
}  // namespace balm::master
