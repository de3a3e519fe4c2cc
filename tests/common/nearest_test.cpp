#include "common/nearest.h"

#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(Nearest, CountsEdits) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("verify", "verfiy"), 1u);  // neighbours swapped
  EXPECT_EQ(edit_distance("verify", "verif"), 1u);
  EXPECT_EQ(edit_distance("verify", "very"), 2u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("Every", "every"), 0u);
  EXPECT_EQ(edit_distance(std::string(65, 'a'), "a"), std::numeric_limits<std::size_t>::max());
}

TEST(Nearest, SuggestsOnlyWhatIsNear) {
  const std::vector<std::string> known{"verify", "escalate", "every", "try"};
  EXPECT_EQ(nearest_name("verfy", known), "verify");
  EXPECT_EQ(nearest_name("esclate", known), "escalate");
  EXPECT_EQ(nearest_name("trz", known), "try");
  EXPECT_EQ(nearest_name("maintenance", known), "");
  EXPECT_EQ(nearest_name("", known), "");
  EXPECT_EQ(did_you_mean("verfy", known), "did you mean `verify`?");
  EXPECT_EQ(did_you_mean("zzzzzz", known), "");
}

}  // namespace
}  // namespace balm
