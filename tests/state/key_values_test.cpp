#include "common/state/key_values.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(KeyValues, ChangesAndBringsToLife) {
  KeyValues wanted;
  wanted.values = {{"permitrootlogin", "no"}, {"maxauthtries", "2"}};
  wanted.separator = " ";
  wanted.uncomment = " #";
  wanted.key_ignore_case = true;
  const auto edited = with_key_values("#LoginGraceTime 2m\n#PermitRootLogin yes\nMaxAuthTries 2\n", wanted);
  EXPECT_EQ(edited.text, "#LoginGraceTime 2m\nPermitRootLogin no\nMaxAuthTries 2\n");
  EXPECT_EQ(edited.changed, 1u);
  EXPECT_EQ(edited.diff, "- #PermitRootLogin yes\n+ PermitRootLogin no\n");
  EXPECT_EQ(with_key_values(edited.text, wanted).changed, 0u);
}

TEST(KeyValues, MissingKeys) {
  KeyValues wanted;
  wanted.values = {{"b", "2"}};
  EXPECT_EQ(with_key_values("a=1\n", wanted).missing, (std::vector<std::string>{"b"}));
  wanted.append_if_not_found = true;
  EXPECT_EQ(with_key_values("a=1", wanted).text, "a=1\nb=2\n");
  wanted.append_if_not_found = false;
  wanted.prepend_if_not_found = true;
  EXPECT_EQ(with_key_values("a=1\n", wanted).text, "b=2\na=1\n");
}

TEST(KeyValues, CountBoundsTheLines) {
  KeyValues wanted;
  wanted.values = {{"a", "9"}};
  EXPECT_EQ(with_key_values("a=1\na=2\n", wanted).text, "a=9\na=2\n");
  wanted.count = -1;
  EXPECT_EQ(with_key_values("a=1\na=2\n", wanted).text, "a=9\na=9\n");
}

TEST(KeyValues, TextsWithoutChangeStayAsTheyAre) {
  KeyValues wanted;
  wanted.values = {{"a", "1"}};
  EXPECT_EQ(with_key_values("a = 1", wanted).text, "a = 1");
}

}  // namespace
}  // namespace balm
