#include "common/expression/code_points.h"

#include <gtest/gtest.h>

namespace balm::expression {
namespace {

TEST(CodePoints, CountsCharactersNotBytes) {
  EXPECT_EQ(count_code_points(""), 0u);
  EXPECT_EQ(count_code_points("abc"), 3u);
  EXPECT_EQ(count_code_points("a€😀"), 3u);
}

TEST(CodePoints, StartsEndWithTheSize) {
  EXPECT_EQ(code_point_starts(""), std::vector<std::size_t>{0});
  EXPECT_EQ(code_point_starts("a€b"), (std::vector<std::size_t>{0, 1, 4, 5}));
}

TEST(CodePoints, OtherBytesCountAsOneEach) {
  EXPECT_EQ(count_code_points("a\xff\xc3"), 3u);
  EXPECT_EQ(code_point_starts("\xff\xc3"), (std::vector<std::size_t>{0, 1, 2}));
}

}  // namespace
}  // namespace balm::expression
