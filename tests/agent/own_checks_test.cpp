#include "agent/own_checks.h"

#include "common/limits.h"
#include "tests/agent/check_samples.h"

namespace balm::agent {
namespace {

TEST(OwnChecks, WhatWasReadStaysWhenTheFilesHaveFaults) {
  OwnChecks own(false);
  EXPECT_FALSE(own.were_read());
  own.loaded({check_named("http")});
  own.refused("checks.d/a.yaml:1:1: error E203\n  1 | ...");
  EXPECT_EQ(own.checks().size(), 1u);
  EXPECT_TRUE(own.were_read());
  EXPECT_TRUE(own.are_refused());
  ASSERT_TRUE(own.fault());
  EXPECT_TRUE(own.fault()->text.ends_with("E203")) << "the first line says enough";
  own.loaded({});
  EXPECT_FALSE(own.fault());
  EXPECT_FALSE(own.are_refused());
  EXPECT_TRUE(own.checks().empty());
}

TEST(OwnChecks, FaultsOfTheLastProcessAreRememberedNotRepeated) {
  OwnChecks own(true);
  EXPECT_TRUE(own.are_refused());
  EXPECT_FALSE(own.fault()) << "nobody has looked yet";
  own.loaded({});
  EXPECT_FALSE(own.are_refused());
}

TEST(OwnChecks, AFaultFitsIntoAMessage) {
  OwnChecks own(false);
  own.refused(std::string(10'000, 'x'));
  EXPECT_EQ(own.fault()->text.size(), limits::kCheckFaultBytesMax);
}

}  // namespace
}  // namespace balm::agent
