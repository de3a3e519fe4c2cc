// What people and programs see: docs/OPERATOR.md names these members.
#include "master/incident_view.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

IncidentRow waiting_row() {
  IncidentRow row;
  row.id = IncidentId{42};
  row.phase = Phase::Waiting;
  row.opened = WallTime::from_ms(1'000);
  row.waiting_reason = "cooling_down";
  row.waiting_text = "a moment ago";
  row.waiting_until = WallTime::from_ms(9'000);
  return row;
}

TEST(IncidentView, MomentsThatDoNotExistAreNull) {
  const Value view = incident_view(waiting_row());
  EXPECT_TRUE(view["closed_ms"].is_null());
  EXPECT_TRUE(view["acked"].is_null());
  EXPECT_TRUE(view["took_ms"].is_null());
  EXPECT_EQ(view["opened_ms"].int_or(), 1'000);
}

TEST(IncidentView, SaysWhatItWaitsFor) {
  const Value view = incident_view(waiting_row());
  EXPECT_EQ(view["waiting"]["reason"].string_or(), "cooling_down");
  EXPECT_EQ(view["waiting"]["until_ms"].int_or(), 9'000);
  EXPECT_FALSE(view["needs_you"].bool_or(true));
  IncidentRow free = waiting_row();
  free.waiting_reason.clear();
  EXPECT_TRUE(incident_view(free)["waiting"].is_null());
}

// A reason without a time ("the host is not connected") has no moment to show.
TEST(IncidentView, AWaitWithoutAnEndHasNoMoment) {
  IncidentRow row = waiting_row();
  row.waiting_until = {};
  EXPECT_TRUE(incident_view(row)["waiting"]["until_ms"].is_null());
}

TEST(IncidentView, AClosedOneSaysHowLongItTook) {
  IncidentRow row = waiting_row();
  row.phase = Phase::Closed;
  row.outcome = IncidentOutcome::Healed;
  row.closed = WallTime::from_ms(4'500);
  const Value view = incident_view(row);
  EXPECT_EQ(view["took_ms"].int_or(), 3'500);
  EXPECT_EQ(view["closed_ms"].int_or(), 4'500);
  EXPECT_EQ(view["outcome"].string_or(), "healed");
}

TEST(IncidentView, PeopleCountRungsFromOne) {
  IncidentRow row = waiting_row();
  row.rung = 1;
  row.rungs = 2;
  EXPECT_EQ(incident_view(row)["rung"].int_or(), 2);
  AttemptRow attempt;
  EXPECT_EQ(attempt_view(attempt)["rung"].int_or(), 1);
}

TEST(IncidentView, WhoAcknowledgedItAndWhen) {
  IncidentRow row = waiting_row();
  row.acked_by = "dana";
  row.acked = WallTime::from_ms(2'000);
  EXPECT_EQ(incident_view(row)["acked"]["by"].string_or(), "dana");
  EXPECT_EQ(incident_view(row)["acked"]["at_ms"].int_or(), 2'000);
}

TEST(AttemptView, AnOpenOneHasNoEndAndNoProof) {
  AttemptRow row;
  row.id = {IncidentId{42}, 2};
  row.started = WallTime::from_ms(1'000);
  const Value view = attempt_view(row);
  EXPECT_EQ(view["id"].string_or(), "42.2");
  EXPECT_TRUE(view["ended_ms"].is_null());
  EXPECT_TRUE(view["verified_ms"].is_null());
  EXPECT_FALSE(view["observed"].bool_or(true));
}

TEST(AttemptView, AnEndedOneHasBoth) {
  AttemptRow row;
  row.ended = WallTime::from_ms(2'000);
  row.verified_ms = 0;
  row.outcome = AttemptOutcome::Observed;
  const Value view = attempt_view(row);
  EXPECT_EQ(view["ended_ms"].int_or(), 2'000);
  EXPECT_EQ(view["verified_ms"].int_or(-1), 0) << "proven at once is proven";
  EXPECT_TRUE(view["observed"].bool_or());
}

}  // namespace
}  // namespace balm::master
