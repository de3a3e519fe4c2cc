#include "common/error_kind.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(ErrorKind, EachHasAWordThatLeadsBack) {
  using Kind = Error::Kind;
  for (const Kind kind : {Kind::Usage, Kind::NotFound, Kind::Denied, Kind::Unreachable, Kind::TimedOut,
                          Kind::Refused, Kind::BadData, Kind::Io})
    EXPECT_EQ(error_kind_from_text(to_text(kind)), kind) << to_text(kind);
  EXPECT_EQ(to_text(Kind::TimedOut), "timed_out");
}

TEST(ErrorKind, AWordOfALaterVersionIsStillAnError) {
  EXPECT_EQ(error_kind_from_text("of_tomorrow"), Error::Kind::Io);
  EXPECT_EQ(error_kind_from_text(""), Error::Kind::Io);
}

}  // namespace
}  // namespace balm
