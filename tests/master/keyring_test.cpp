#include "master/keyring.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

KeyRow knock(const std::string& key, const std::string& name, std::int64_t seen = 100) {
  KeyRow row;
  row.public_key = key;
  row.fingerprint = "print-" + key;
  row.name = name;
  row.address = "10.0.0.1";
  row.first = row.seen = WallTime::from_seconds(seen);
  return row;
}

// A ring in which `key` speaks for `name`.
Keyring ring_of(const std::string& key, const std::string& name) {
  Keyring ring;
  ring.knocked(knock(key, name));
  EXPECT_TRUE(ring.accept(key));
  return ring;
}

TEST(Keyring, AStrangerWaitsUntilAPersonAcceptsIt) {
  Keyring ring;
  const KeyRow* row = ring.knocked(knock("k1", "web1")).news;
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->state, KeyState::Pending);
  EXPECT_EQ(ring.knocked(knock("k1", "web1", 200)).news, nullptr) << "nothing new, nothing to store";
  EXPECT_EQ(row->seen, WallTime::from_seconds(200));
  ASSERT_TRUE(ring.accept("k1"));
  EXPECT_EQ(ring.find("k1")->state, KeyState::Accepted);
  EXPECT_EQ(ring.count(KeyState::Pending), 0u);
}

TEST(Keyring, APendingKeyMayClaimAnotherNameAnAcceptedOneMayNot) {
  Keyring ring;
  ring.knocked(knock("k1", "web1"));
  ASSERT_NE(ring.knocked(knock("k1", "web2")).news, nullptr);
  EXPECT_EQ(ring.find("k1")->name, "web2");
  ASSERT_TRUE(ring.accept("k1"));
  EXPECT_EQ(ring.knocked(knock("k1", "db1")).news, nullptr);
  EXPECT_EQ(ring.find("k1")->name, "web2");
}

TEST(Keyring, TwoKeysNeverSpeakForOneName) {
  Keyring ring = ring_of("k1", "web1");
  EXPECT_EQ(ring.knocked(knock("k2", "web1")).news->note, "another key already speaks for this name");
  const auto refused = ring.accept("k2");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Error::Kind::Refused);
  ASSERT_TRUE(ring.revoke("k1", "reinstalled"));
  ASSERT_TRUE(ring.accept("k2"));
  EXPECT_EQ(ring.find("k2")->note, "");
  EXPECT_FALSE(ring.accept("k1")) << "the old key must not come back beside the new one";
}

TEST(Keyring, AcceptingTwiceIsNoFault) {
  Keyring ring = ring_of("k1", "web1");
  EXPECT_TRUE(ring.accept("k1"));
}

TEST(Keyring, OnlyNamesThatAreHostNamesCanBeAccepted) {
  for (const std::string name : {"", "../etc", "Web1", ".web", "web 1"}) {
    Keyring ring;
    ring.knocked(knock("k1", name));
    EXPECT_FALSE(ring.accept("k1")) << name;
  }
}

TEST(Keyring, RejectingIsForThoseWhoWaitRevokingForThoseWhoSpeak) {
  Keyring ring = ring_of("k1", "web1");
  EXPECT_FALSE(ring.reject("k1", "why"));
  ring.knocked(knock("k2", "web2"));
  EXPECT_FALSE(ring.revoke("k2", "why"));
  ASSERT_TRUE(ring.reject("k2", "not ours"));
  EXPECT_EQ(ring.find("k2")->state, KeyState::Rejected);
  EXPECT_EQ(ring.find("k2")->reason, "not ours");
  ASSERT_TRUE(ring.revoke("k1", "stolen"));
  EXPECT_EQ(ring.find("k1")->state, KeyState::Revoked);
  EXPECT_EQ(ring.knocked(knock("k1", "web1")).news, nullptr) << "a revoked key does not become pending again";
}

TEST(Keyring, UnknownKeysAreSaid) {
  Keyring ring;
  EXPECT_EQ(ring.accept("k9").error().kind, Error::Kind::NotFound);
  EXPECT_EQ(ring.reject("k9", "").error().kind, Error::Kind::NotFound);
  EXPECT_EQ(ring.revoke("k9", "").error().kind, Error::Kind::NotFound);
  EXPECT_EQ(ring.look_up("web9").error().kind, Error::Kind::NotFound);
  EXPECT_EQ(ring.look_up("").error().kind, Error::Kind::NotFound);
  EXPECT_EQ(ring.find("k9"), nullptr);
}

TEST(Keyring, IsLookedUpByNameFingerprintOrItsBeginning) {
  Keyring ring = ring_of("k1", "web1");
  EXPECT_EQ((*ring.look_up("web1"))->public_key, "k1");
  EXPECT_EQ((*ring.look_up("print-k1"))->public_key, "k1");
  EXPECT_EQ((*ring.look_up("prin"))->public_key, "k1");
  EXPECT_FALSE(ring.look_up("pri")) << "three characters are no fingerprint";
}

TEST(Keyring, AnAmbiguousNameIsNotGuessed) {
  Keyring ring;
  ring.knocked(knock("k1", "web1"));
  ring.knocked(knock("k2", "web1"));
  const auto both = ring.look_up("web1");
  ASSERT_FALSE(both);
  EXPECT_NE(both.error().message.find("print-k1"), std::string::npos);
  EXPECT_NE(both.error().message.find("print-k2"), std::string::npos);
  ASSERT_TRUE(ring.accept("k2"));
  EXPECT_EQ((*ring.look_up("web1"))->public_key, "k2") << "the key that speaks for the name";
}

// A stranger may claim any name, also one that looks like somebody's fingerprint.
TEST(Keyring, AStrangerCannotTakeTheFingerprintOfAnother) {
  Keyring ring;
  ring.knocked(knock("k1", "web1"));
  ring.knocked(knock("evil", "print-k1"));
  const auto found = ring.look_up("print-k1");
  EXPECT_FALSE(found.ok() && (*found)->public_key == "evil");
}

TEST(Keyring, ThoseWhoWaitAreBoundedAndTheOldestMakesRoom) {
  Keyring ring = ring_of("mine", "web1");
  for (std::size_t i = 0; i < Keyring::kPendingMax; ++i)
    ring.knocked(knock("k" + std::to_string(i), "x", static_cast<std::int64_t>(1'000 + i)));
  EXPECT_EQ(ring.count(KeyState::Pending), Keyring::kPendingMax);
  EXPECT_EQ(ring.knocked(knock("last", "x", 5'000)).dropped, "k0") << "the store has to forget it as well";
  EXPECT_EQ(ring.count(KeyState::Pending), Keyring::kPendingMax);
  EXPECT_EQ(ring.find("k0"), nullptr);
  EXPECT_NE(ring.find("k1"), nullptr);
  EXPECT_NE(ring.find("last"), nullptr);
  EXPECT_NE(ring.find("mine"), nullptr) << "whoever is accepted stays";
}

}  // namespace
}  // namespace balm::master
