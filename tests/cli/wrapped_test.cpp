#include "cli/show/wrapped.h"

#include <gtest/gtest.h>

namespace balm::cli {
namespace {

TEST(Wrapped, ALineThatFitsStaysAsItIs) {
  EXPECT_EQ(wrapped("one two", 7, 0), "one two");
  EXPECT_EQ(wrapped("", 10, 2), "");
}

TEST(Wrapped, BreaksAtTheLastSpaceThatFitsAndIndents) {
  EXPECT_EQ(wrapped("one two three", 9, 2), "one two\n  three");
  EXPECT_EQ(wrapped("one two three", 8, 2), "one\n  two\n  three");
}

TEST(Wrapped, ColumnsAreCountedNotBytes) {
  EXPECT_EQ(wrapped("äöü äöü", 7, 0), "äöü äöü");
}

TEST(Wrapped, ALongWordHasALineOfItsOwn) {
  EXPECT_EQ(wrapped("a /very/long/path b", 6, 1), "a\n /very/long/path\n b");
}

TEST(Wrapped, WithoutRoomNothingIsBroken) {
  EXPECT_EQ(wrapped("one two", 4, 4), "one two");
}

TEST(Wrapped, SpacesInARowAreKept) {
  EXPECT_EQ(wrapped("a  b", 10, 0), "a  b");
}

}  // namespace
}  // namespace balm::cli
