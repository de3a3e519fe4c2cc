// What operators read, asked of a real store: pages lose no row, streams that were broken go on without a
// gap, and what never happened has no moment.
#include <algorithm>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "common/document/check_text.h"
#include "common/io/file_text.h"
#include "master/io/followers.h"
#include "master/io/query_table.h"
#include "tests/io/temporary_folder.h"

namespace balm::master {
namespace {

constexpr WallTime kNow = WallTime{std::chrono::seconds(1'773'457'620)};

class QueriesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Store::open(folder_.path());
    ASSERT_TRUE(opened.ok());
    store_ = std::move(opened).value();
  }
  void keep(const Effects& effects) {
    ASSERT_TRUE(store_->begin().ok());
    for (const Effect& effect : effects) ASSERT_TRUE(store_->keep(effect).ok());
    ASSERT_TRUE(store_->commit().ok());
  }
  Value ask(std::string_view verb, const Value& args) {
    const Desk desk{state_, *store_, {Instant{1h}, kNow}, Value::map({{"name", "test"}})};
    auto data = queries::find_query(verb)->run(desk, args);
    EXPECT_TRUE(data.ok()) << data.error().message;
    return data ? std::move(data).value() : Value();
  }
  void keep_events(std::uint64_t first, std::uint64_t last) {
    Effects effects;
    for (std::uint64_t id = first; id <= last; ++id) {
      Event event;
      event.id = EventId{id};
      event.type = id % 2 == 0 ? "check.even" : "check.odd";
      effects.emplace_back(StoreEvent{event});
      JournalRow line;
      line.kind = "match";
      line.event = event.id;
      line.verdict = "none";
      effects.emplace_back(StoreJournal{line});
    }
    keep(effects);
  }
  // What a stream that goes on after `after` is told first: "e5 d5 gap" ...
  std::string caught_up(std::int64_t after, const std::string& type = "") {
    std::string told;
    const auto send = [&](std::uint64_t, const Reply& reply) {
      const Value& data = reply.data;
      if (!data["gap"].is_null()) told += "gap ";
      if (!data["decision"].is_null()) told += "d" + to_display(data["decision"]["event"]) + " ";
      if (!data["id"].is_null()) told += "e" + to_display(data["id"]) + " ";
      return true;
    };
    Followers followers;
    const Request request{1, "events.follow", Value::map({{"after", after}, {"type", type}})};
    EXPECT_TRUE(followers.add(1, request, *store_, send).ok());
    return told;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  State state_;
};

TEST_F(QueriesTest, PagesOfHistoryLoseNothingThatSharesAMillisecond) {
  constexpr std::uint64_t kAttempts = 60;
  Effects effects;
  for (std::uint64_t i = 1; i <= kAttempts; ++i) {
    AttemptRow row;
    row.id = {IncidentId{1 + i % 7}, static_cast<std::uint32_t>(i)};
    row.host = HostName{"web1"};
    row.started = kNow + (i > kAttempts / 2 ? 1ms : 0ms);
    effects.emplace_back(StoreAttempt{row});
  }
  keep(effects);
  std::set<std::string> seen;
  Value before;
  for (int pages = 0; pages < 20; ++pages) {
    const Value page = ask("history.list", Value::map({{"limit", 7}, {"before", before}}));
    for (const Value& row : page["attempts"].as_list())
      EXPECT_TRUE(seen.insert(row["id"].string_or()).second) << to_display(row["id"]) << " twice";
    before = page["next"];
    if (before.is_null()) break;
  }
  EXPECT_EQ(seen.size(), kAttempts);
}

TEST_F(QueriesTest, APageBehindAnAttemptThatNeverWasIsRefused) {
  const Desk desk{state_, *store_, {Instant{1h}, kNow}, Value()};
  const auto page = queries::find_query("history.list")->run(desk, Value::map({{"before", "9.1"}}));
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().kind, Error::Kind::NotFound);
}

TEST_F(QueriesTest, AStreamGoesOnBehindTheLastEventItSaw) {
  keep_events(1, 6);
  EXPECT_EQ(caught_up(4), "e5 d5 e6 d6 ");
  EXPECT_EQ(caught_up(1, "check.odd"), "e3 d3 e5 d5 ");
  EXPECT_EQ(caught_up(6), "");
  EXPECT_EQ(caught_up(0), "") << "who has seen nothing misses nothing";
}

TEST_F(QueriesTest, AStreamThatMissedTooMuchIsToldSo) {
  keep_events(1, limits::kOperatorReplyRowsMax + 5);
  const std::string told = caught_up(1);
  EXPECT_TRUE(told.starts_with("gap e6 ")) << told.substr(0, 40);
  EXPECT_TRUE(caught_up(5).starts_with("e6 "));
}

TEST_F(QueriesTest, WhatNeverHappenedHasNoMoment) {
  state_.fleet.admit(HostName{"web1"}, Instant{});
  IncidentRow incident;
  incident.id = IncidentId{3};
  incident.opened = kNow;
  incident.waiting_reason = "frozen";
  keep({StoreIncident{incident}});
  const Value host = ask("hosts.list", {})["hosts"].as_list().at(0);
  EXPECT_TRUE(host["since_ms"].is_null());
  EXPECT_TRUE(host["seen_ms"].is_null());
  const Value row = ask("incidents.list", Value::map({{"state", "all"}}))["incidents"].as_list().at(0);
  EXPECT_EQ(row["opened_ms"].int_or(), kNow.ms());
  for (const char* const never : {"closed_ms", "took_ms"}) EXPECT_TRUE(row[never].is_null()) << never;
  EXPECT_TRUE(row["waiting"]["until_ms"].is_null());
  state_.config_loaded = kNow;
  EXPECT_EQ(ask("status", {})["config"]["loaded_ms"].int_or(), kNow.ms());
}

TEST_F(QueriesTest, ChecksSayWhereTheyComeFrom) {
  Host& host = state_.fleet.admit(HostName{"web1"}, Instant{});
  host.present = true;
  CheckStanding disk;
  disk.check = CheckName{"disk"};
  disk.handed = true;
  CheckStanding http;
  http.check = CheckName{"http"};
  host.checks = {{{disk.check, ""}, disk}, {{http.check, ""}, http}};
  host.check_faults = {{http.check, "the host's own file wins"}, {CheckName{"new"}, "cannot be read"}};
  auto config = std::make_shared<Configuration>();
  config->checks = {{disk.check, {"checks.d/all.yaml", 3, 1}, {}, ""}};
  state_.config = config;
  const ValueList rows = ask("checks.list", {})["checks"].as_list();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["origin"]["by"].string_or(), "master");
  EXPECT_EQ(rows[0]["origin"]["file"].string_or(), "checks.d/all.yaml:3");
  EXPECT_TRUE(rows[0]["issue"].is_null());
  EXPECT_EQ(rows[1]["origin"]["by"].string_or(), "host");
  EXPECT_EQ(rows[1]["issue"].string_or(), "the host's own file wins");
  EXPECT_EQ(rows[2]["check"].string_or(), "new");
  EXPECT_FALSE(rows[2]["known"].bool_or(true));
  Value test;
  const Value doctor = ask("doctor", {});
  for (const Value& one : doctor["tests"].as_list())
    if (one["name"].string_or() == "checks") test = one;
  EXPECT_EQ(test["verdict"].string_or(), "note");
  EXPECT_NE(test["detail"].string_or().find("web1 http: the host's own file wins"), std::string::npos);
}

TEST_F(QueriesTest, FilesOfAHostThatCannotBeReadAreTroubleOfTheHost) {
  Host& host = state_.fleet.admit(HostName{"web1"}, Instant{});
  host.present = true;
  host.check_faults = {{CheckName{std::string(kOwnFiles)}, "a.yaml:2: no such key"}};
  const ValueList trouble = ask("status", {})["trouble"].as_list();
  const bool told = std::any_of(trouble.begin(), trouble.end(), [](const Value& line) {
    return line.string_or() == "web1: a.yaml:2: no such key";
  });
  EXPECT_TRUE(told);
  const ValueList rows = ask("checks.list", {})["checks"].as_list();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["origin"]["by"].string_or(), "host");
  EXPECT_EQ(rows[0]["output"].string_or(), "a.yaml:2: no such key");
}

// Neighbouring events that nobody wanted share one line of the journal, whatever they are.
TEST_F(QueriesTest, NothingBadThatNobodyWantedIsOverlooked) {
  Effects effects;
  for (std::uint64_t id = 1; id <= 5; ++id) {
    Event event;
    event.id = EventId{id};
    event.type = id == 4 ? "check.raid" : "check.disk";
    event.status = id == 1 || id == 5 ? Status::Ok : Status::Critical;
    effects.emplace_back(StoreEvent{event});
  }
  JournalRow line;
  line.at = kNow;
  line.kind = "match";
  line.verdict = "none";
  line.event = EventId{1};
  line.detail = R"({"upto":4})";
  effects.emplace_back(StoreJournal{line});
  line.event = EventId{5};
  line.detail.clear();
  effects.emplace_back(StoreJournal{line});
  keep(effects);
  const ValueList rows = ask("status", {})["unhandled"].as_list();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["type"].string_or(), "check.disk");
  EXPECT_EQ(rows[0]["count"].int_or(), 2);
  EXPECT_EQ(rows[1]["type"].string_or(), "check.raid");
}

TEST_F(QueriesTest, WhatPeopleRanIsNoIncidentAmongOthers) {
  IncidentRow run;
  run.id = IncidentId{1};
  run.key = "run:1";
  run.phase = Phase::Closed;
  IncidentRow of_a_rule_named_run = run;
  of_a_rule_named_run.id = IncidentId{2};
  of_a_rule_named_run.rule = RuleName{"run"};
  keep({StoreIncident{run}, StoreIncident{of_a_rule_named_run}});
  const ValueList rows = ask("incidents.list", Value::map({{"state", "all"}}))["incidents"].as_list();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["id"].int_or(), 2);
  EXPECT_EQ(ask("incidents.show", Value::map({{"id", 1}}))["incident"]["key"].string_or(), "run:1");
}

TEST_F(QueriesTest, TheDoctorReadsTheWholeDatabase) {
  keep_events(1, 300);
  const auto verdict = [&] {
    const Value doctor = ask("doctor", {});
    for (const Value& one : doctor["tests"].as_list())
      if (one["name"].string_or() == "database") return one["verdict"].string_or();
    return std::string();
  };
  EXPECT_EQ(verdict(), "ok");
  ASSERT_TRUE(store_->checkpoint());
  ASSERT_TRUE(store_->database().execute("PRAGMA shrink_memory"));
  std::string bytes = *read_file(folder_ / "master.db");
  constexpr std::size_t kPage = 4096;
  bytes.replace(bytes.rfind("check.even") / kPage * kPage, kPage, kPage, '\xff');
  std::ofstream(folder_ / "master.db", std::ios::in | std::ios::out | std::ios::binary) << bytes;
  EXPECT_EQ(verdict(), "failed");
}

}  // namespace
}  // namespace balm::master
