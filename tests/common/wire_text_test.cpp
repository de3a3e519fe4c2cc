#include "common/wire_text.h"

#include <gtest/gtest.h>

#include "common/limits.h"

namespace balm::wire {
namespace {

template <class Kind>
bool reads(std::string_view text) {
  Kind kind{};
  return from_plain(text, kind);
}

TEST(WireText, HostileIdsAreRefused) {
  EXPECT_TRUE(reads<HostName>("web-1.example_net"));
  for (const char* const bad : {"", ".web", "-web", "Web", "a/b", "../x", "a b", "a\n"})
    EXPECT_FALSE(reads<HostName>(bad)) << bad;
  EXPECT_TRUE(reads<CheckName>(std::string(limits::kIdBytesMax, 'a')));
  EXPECT_FALSE(reads<CheckName>(std::string(limits::kIdBytesMax + 1, 'a')));
}

TEST(WireText, ASpoolIsThirtyTwoHexDigits) {
  EXPECT_TRUE(reads<SpoolId>("0123456789abcdef0123456789abcdef"));
  EXPECT_FALSE(reads<SpoolId>("0123456789abcdef0123456789abcde"));
  EXPECT_FALSE(reads<SpoolId>("0123456789abcdef0123456789abcdeg"));
  EXPECT_FALSE(reads<SpoolId>("0123456789ABCDEF0123456789ABCDEF"));
}

TEST(WireText, AnAttemptNamesItsIncident) {
  AttemptId id;
  EXPECT_TRUE(from_plain("1042.2", id));
  EXPECT_EQ(id, (AttemptId{IncidentId{1042}, 2}));
  for (const char* const bad :
       {"", "1042", "0.1", "1042.", ".2", "-1.2", "1042.2x", "99999999999999999999.1"})
    EXPECT_FALSE(reads<AttemptId>(bad)) << bad;
}

TEST(WireText, StatusAndPhaseAreClosedLists) {
  EXPECT_TRUE(reads<Status>("critical"));
  EXPECT_FALSE(reads<Status>("CRITICAL"));
  EXPECT_FALSE(reads<Status>(""));
  EXPECT_TRUE(reads<TaskPhase>("done"));
  EXPECT_FALSE(reads<TaskPhase>("finished"));
}

TEST(WireText, EventTypesAreDottedAndBounded) {
  EXPECT_TRUE(valid_event_type("check.disk"));
  for (const char* const bad : {"", "check", ".", "check.", ".disk", "Check.disk", "check disk.x"})
    EXPECT_FALSE(valid_event_type(bad)) << bad;
  const std::string longest = "a." + std::string(limits::kEventTypeBytesMax - 2, 'b');
  EXPECT_TRUE(valid_event_type(longest));
  EXPECT_FALSE(valid_event_type(longest + "b"));
}

TEST(WireText, MomentsAreMilliseconds) {
  WallTime at;
  EXPECT_TRUE(from_plain(1'700'000'000'123, at));
  EXPECT_EQ(plain(at), 1'700'000'000'123);
}

}  // namespace
}  // namespace balm::wire
