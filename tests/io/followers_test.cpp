// Operators who watch.
#include "master/io/followers.h"

#include <gtest/gtest.h>

#include "common/value_json.h"
#include "tests/io/temporary_folder.h"

namespace balm::master {
namespace {

class FollowersTest : public testing::Test {
 protected:
  Result<void> follow(std::uint64_t client, const std::string& verb, const std::string& args) {
    return followers.add(client, {client * 10, verb, value_from_json(args).value()}, *store_, send);
  }
  void saw(const Effect& effect) { followers.saw(effect, send); }
  static StoreEvent event(const std::string& type) {
    StoreEvent stored;
    stored.event.id = EventId{7};
    stored.event.type = type;
    return stored;
  }
  static StoreIncident incident(std::uint64_t number, Phase phase) {
    StoreIncident stored;
    stored.row.id = IncidentId{number};
    stored.row.phase = phase;
    return stored;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_ = std::move(Store::open(folder_.path())).value();
  Followers followers;
  std::vector<std::pair<std::uint64_t, Reply>> told;
  const Followers::Send send = [this](std::uint64_t client, const Reply& reply) {
    told.emplace_back(client, reply);
    return true;
  };
};

TEST_F(FollowersTest, EventsGoToThoseWhoWantTheirType) {
  ASSERT_TRUE(follow(1, "events.follow", R"({"type":"check.*"})"));
  ASSERT_TRUE(follow(2, "events.follow", "{}"));
  saw(event("host.down"));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].first, 2u);
  EXPECT_EQ(told[0].second.id, 20u);
  EXPECT_TRUE(told[0].second.more);
  saw(event("check.disk"));
  EXPECT_EQ(told.size(), 3u);
}

TEST_F(FollowersTest, WhatBecameOfAnEventIsToldToo) {
  ASSERT_TRUE(follow(1, "events.follow", "{}"));
  StoreJournal line;
  line.row.kind = "match";
  line.row.event = EventId{7};
  saw(line);
  EXPECT_FALSE(told.at(0).second.data["decision"].is_null());
  line.row.kind = "note";
  saw(line);
  EXPECT_EQ(told.size(), 1u);
}

TEST_F(FollowersTest, AnIncidentIsFollowedUntilItIsClosed) {
  ASSERT_TRUE(follow(1, "incidents.follow", R"({"id":42})"));
  saw(incident(41, Phase::Closed));
  EXPECT_TRUE(told.empty());
  saw(incident(42, Phase::Trying));
  EXPECT_TRUE(told.at(0).second.more);
  StoreJournal line;
  line.row.incident = IncidentId{42};
  saw(line);
  EXPECT_FALSE(told.at(1).second.data["timeline"].is_null());
  saw(incident(42, Phase::Closed));
  EXPECT_FALSE(told.at(2).second.more);
  EXPECT_TRUE(followers.empty());
}

TEST_F(FollowersTest, AnIncidentMustBeNamed) {
  EXPECT_EQ(follow(1, "incidents.follow", "{}").error().kind, Error::Kind::Usage);
  EXPECT_TRUE(followers.empty());
}

TEST_F(FollowersTest, TheirNumberIsBoundedAndLeavingMakesRoom) {
  for (std::uint64_t client = 1; client <= Followers::kMax; ++client)
    ASSERT_TRUE(follow(client, "events.follow", "{}"));
  EXPECT_EQ(follow(999, "events.follow", "{}").error().kind, Error::Kind::Refused);
  followers.leave(5);
  EXPECT_TRUE(follow(999, "events.follow", "{}"));
}

TEST_F(FollowersTest, SilenceIsBrokenByAPartWithoutData) {
  ASSERT_TRUE(follow(1, "incidents.follow", R"({"id":42})"));
  followers.reassure(send);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(told[0].second.data.is_null());
  EXPECT_TRUE(told[0].second.more);
}

}  // namespace
}  // namespace balm::master
