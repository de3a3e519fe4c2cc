#include "master/fleet.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

constexpr Instant kNoon{100'000s};
const WallTime kWall = WallTime::from_seconds(1'773'457'620);
constexpr Duration kLost = 30s;

Host& admit_seen(Fleet& fleet, const std::string& name, const Labels& labels = {}) {
  Host& host = fleet.admit(HostName{name}, kNoon);
  host.row.seen = kWall;
  host.row.labels = labels;
  host.present = true;
  return host;
}

std::string names(const std::vector<HostName>& hosts) {
  std::string text;
  for (const HostName& host : hosts) text += (text.empty() ? "" : " ") + host.text;
  return text;
}

std::string selected(const Fleet& fleet, const std::string& text) {
  return names(fleet.select(*Selector::from_text(text)));
}

TEST(Fleet, AHostIsUnseenThenUpThenDown) {
  Fleet fleet;
  Host& host = fleet.admit(HostName{"web1"}, kNoon);
  EXPECT_EQ(to_text(presence(host)), "unseen");
  host.present = true;
  EXPECT_EQ(to_text(presence(host)), "up");
  host.present = false;
  host.row.down = true;
  EXPECT_EQ(to_text(presence(host)), "down");
}

TEST(Fleet, AdmittingAgainChangesNothing) {
  Fleet fleet;
  admit_seen(fleet, "web1", {{"role", "web"}});
  const Host& again = fleet.admit(HostName{"web1"}, kNoon + 1h);
  EXPECT_EQ(again.heard, kNoon);
  EXPECT_EQ(again.row.labels.at("role"), "web");
  fleet.remove(HostName{"web1"});
  EXPECT_EQ(fleet.find(HostName{"web1"}), nullptr);
}

TEST(Fleet, SelectsByNameAndLabels) {
  Fleet fleet;
  admit_seen(fleet, "web1", {{"role", "web"}});
  admit_seen(fleet, "web2", {{"role", "web"}, {"dc", "fra"}});
  admit_seen(fleet, "db1");
  EXPECT_EQ(selected(fleet, "role=web"), "web1 web2");
  EXPECT_EQ(selected(fleet, "role=web,dc!=fra"), "web1");
  EXPECT_EQ(selected(fleet, "all"), "db1 web1 web2");
  EXPECT_EQ(selected(fleet, "role=cache"), "");
}

TEST(Fleet, AnEmptySelectorSelectsNobody) {
  Fleet fleet;
  admit_seen(fleet, "web1");
  EXPECT_EQ(names(fleet.select(Selector())), "");
}

TEST(Fleet, SilenceBeginsExactlyWhenItWasAnnounced) {
  Fleet fleet;
  admit_seen(fleet, "web1");
  ASSERT_EQ(fleet.next_silence(kLost), kNoon + kLost);
  EXPECT_EQ(names(fleet.silent(kNoon + kLost - 1ns, kLost)), "");
  EXPECT_EQ(names(fleet.silent(kNoon + kLost, kLost)), "web1");
}

TEST(Fleet, AHostThatIsMarkedDownIsNotMissedAgain) {
  Fleet fleet;
  admit_seen(fleet, "web1").row.down = true;
  EXPECT_EQ(names(fleet.silent(kNoon + 1h, kLost)), "");
  EXPECT_FALSE(fleet.next_silence(kLost));
}

TEST(Fleet, WhoNeverCameIsNotMissed) {
  Fleet fleet;
  fleet.admit(HostName{"new1"}, kNoon);
  EXPECT_EQ(names(fleet.silent(kNoon + 1h, kLost)), "");
  EXPECT_FALSE(fleet.next_silence(kLost));
}

TEST(Fleet, WhoWasThereBeforeARestartIsMissed) {
  Fleet fleet;
  admit_seen(fleet, "web1").present = false;
  EXPECT_EQ(names(fleet.silent(kNoon + kLost, kLost)), "web1");
}

TEST(Fleet, TheNextSilenceIsThatOfTheHostHeardLongestAgo) {
  Fleet fleet;
  admit_seen(fleet, "web1").heard = kNoon + 7s;
  admit_seen(fleet, "web2").heard = kNoon + 3s;
  EXPECT_EQ(fleet.next_silence(kLost), kNoon + 3s + kLost);
}

TEST(Fleet, AllHaveGreetedWhenThoseHaveWhoWereUp) {
  Fleet fleet;
  EXPECT_TRUE(fleet.all_greeted());
  Host& web = admit_seen(fleet, "web1");
  EXPECT_FALSE(fleet.all_greeted());
  fleet.admit(HostName{"new1"}, kNoon);
  admit_seen(fleet, "gone1").row.down = true;
  web.greeted = true;
  EXPECT_TRUE(fleet.all_greeted());
}

TEST(Fleet, ExpressionsSeeNameLabelsPresenceAndChecks) {
  Fleet fleet;
  Host& host = admit_seen(fleet, "web1", {{"role", "web"}});
  host.checks[{CheckName{"http"}, ""}].status = Status::Critical;
  host.checks[{CheckName{"disk"}, "/var"}].status = Status::Ok;
  const Value value = Fleet::to_value(host);
  EXPECT_EQ(value["name"].string_or(), "web1");
  EXPECT_EQ(value["labels"]["role"].string_or(), "web");
  EXPECT_TRUE(value["up"].bool_or());
  EXPECT_EQ(value["checks"]["http"]["status"].string_or(), "critical");
  EXPECT_EQ(value["checks"]["disk:/var"]["status"].string_or(), "ok");
}

}  // namespace
}  // namespace balm::master
