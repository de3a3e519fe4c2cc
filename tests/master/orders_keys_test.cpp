// What people say about keys.
#include <gtest/gtest.h>

#include "tests/master/order_rig.h"

namespace balm::master {
namespace {

class KeyOrdersTest : public testing::Test {
 protected:
  KeyOrdersTest() { knock("key-web1", "web1"); }
  void knock(const std::string& key, const std::string& name, KeyRole role = KeyRole::Agent) {
    KeyRow row;
    row.public_key = key;
    row.fingerprint = "print-" + key;
    row.name = name;
    row.role = role;
    rig.state.keys.restore(row);
  }
  const Host* host() { return rig.state.fleet.find(HostName{"web1"}); }

  OrderRig rig;
};

TEST_F(KeyOrdersTest, AcceptingMakesAHost) {
  const Reply reply = rig.ask("keys.accept", R"({"key":"web1"})");
  EXPECT_EQ(reply.data["key"]["state"].string_or(), "accepted");
  EXPECT_NE(host(), nullptr);
  EXPECT_EQ(rig.wanted<StoreKey>().back().row.state, KeyState::Accepted);
  EXPECT_EQ(rig.line("key").text, "dana accepted the key print-key-web1 of web1");
}

TEST_F(KeyOrdersTest, RevokingTakesTheHostAway) {
  rig.ask("keys.accept", R"({"key":"web1"})");
  EXPECT_EQ(rig.error("keys.reject", R"({"key":"web1"})"), "refused");
  EXPECT_EQ(rig.error("keys.revoke", R"({"key":"web1","reason":"stolen"})"), "");
  EXPECT_EQ(host(), nullptr);
  EXPECT_EQ(rig.wanted<StoreKey>().back().row.reason, "stolen");
}

TEST_F(KeyOrdersTest, RejectingKeepsItOut) {
  EXPECT_EQ(rig.error("keys.reject", R"({"key":"print-key-web1","reason":"not ours"})"), "");
  EXPECT_EQ(rig.state.keys.find("key-web1")->state, KeyState::Rejected);
  EXPECT_EQ(host(), nullptr);
}

TEST_F(KeyOrdersTest, OperatorsAreNotDecidedOverTheWire) {
  knock("key-erik", "erik", KeyRole::Operator);
  for (const char* const verb : {"keys.accept", "keys.reject", "keys.revoke"})
    EXPECT_EQ(rig.error(verb, R"({"key":"erik"})"), "refused") << verb;
  EXPECT_EQ(rig.state.keys.find("key-erik")->state, KeyState::Pending);
}

TEST_F(KeyOrdersTest, WhatDoesNotExistIsNotFoundAndNothingIsStored) {
  EXPECT_EQ(rig.error("keys.accept", R"({"key":"nobody"})"), "not_found");
  EXPECT_EQ(rig.error("keys.accept", "{}"), "not_found");
  EXPECT_TRUE(rig.wanted<StoreKey>().empty());
}

}  // namespace
}  // namespace balm::master
