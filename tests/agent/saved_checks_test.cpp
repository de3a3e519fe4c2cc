// What outlives the agent process: a picture, and the events behind it.
#include "agent/saved_checks.h"

#include <gtest/gtest.h>

namespace balm::agent {
namespace {

Event event(std::uint64_t seq, Status status, const std::string& instance = "") {
  Event event;
  event.seq = seq;
  event.check = CheckName{"disk"};
  event.instance = instance;
  event.status = status;
  event.at = WallTime::from_seconds(static_cast<std::int64_t>(seq));
  event.generation = seq;
  return event;
}

TEST(SavedChecks, EventsBehindThePictureBringItUpToDate) {
  SavedChecks saved;
  apply_event(saved, event(1, Status::Critical));
  apply_event(saved, event(2, Status::Ok));
  ASSERT_EQ(saved.checks.size(), 1u);
  EXPECT_EQ(saved.checks[0].status, Status::Ok);
  EXPECT_EQ(saved.checks[0].since, WallTime::from_seconds(2));
  EXPECT_EQ(saved.checks[0].generation, 2u);
  EXPECT_EQ(saved.seq, 2u);
}

TEST(SavedChecks, RemembersWhetherTheFilesOfChecksHadFaults) {
  SavedChecks saved;
  Event config = event(1, Status::Critical);
  config.check = {};
  config.type = kConfigEvent;
  apply_event(saved, config);
  EXPECT_TRUE(saved.files_refused);
  EXPECT_EQ(saved.seq, 1u);
  EXPECT_TRUE(saved.checks.empty());
  config.status = Status::Ok;
  apply_event(saved, config);
  EXPECT_TRUE(saved.files_refused) << "part of the picture already";
  config.seq = 2;
  apply_event(saved, config);
  EXPECT_FALSE(saved.files_refused);
  config.seq = 3;
  config.type = "agent.spool";
  config.status = Status::Critical;
  apply_event(saved, config);
  EXPECT_FALSE(saved.files_refused);
}

TEST(SavedChecks, WhatThePictureKnowsAlreadyChangesNothing) {
  SavedChecks saved;
  saved.seq = 5;
  apply_event(saved, event(5, Status::Critical));
  apply_event(saved, event(4, Status::Critical));
  EXPECT_TRUE(saved.checks.empty());
  apply_event(saved, event(6, Status::Critical));
  EXPECT_EQ(saved.checks.size(), 1u);
}

TEST(SavedChecks, InstancesAreApart) {
  SavedChecks saved;
  apply_event(saved, event(1, Status::Critical, "/var"));
  apply_event(saved, event(2, Status::Ok, "/home"));
  ASSERT_EQ(saved.checks.size(), 2u);
  EXPECT_EQ(saved.checks[0].status, Status::Critical);
}

TEST(SavedChecks, UnknownDoesNotHideWhatWasLastCertain) {
  SavedChecks saved;
  apply_event(saved, event(1, Status::Critical));
  apply_event(saved, event(2, Status::Unknown));
  EXPECT_EQ(saved.checks[0].status, Status::Unknown);
  EXPECT_EQ(saved.checks[0].certain, Status::Critical);
}

TEST(SavedChecks, EventsOfOtherKindsAreNotChecks) {
  SavedChecks saved;
  Event full = event(1, Status::Warning);
  full.check = {};
  apply_event(saved, full);
  EXPECT_TRUE(saved.checks.empty());
}

}  // namespace
}  // namespace balm::agent
