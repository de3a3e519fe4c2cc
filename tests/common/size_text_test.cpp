#include "common/size_text.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(SizeText, ReadsUnitsOf1024) {
  const std::pair<const char*, std::uint64_t> cases[] = {{"0", 0},
                                                         {"4096", 4096},
                                                         {"64k", 65536},
                                                         {"64K", 65536},
                                                         {"64KiB", 65536},
                                                         {"500M", 524288000},
                                                         {"1G", 1073741824},
                                                         {"1GB", 1073741824},
                                                         {"2T", 1ull << 41},
                                                         {"15E", 15ull << 60},
                                                         {"18446744073709551615", UINT64_MAX},
                                                         {"7B", 7}};
  for (const auto& [text, expected] : cases) {
    const auto read = size_from_text(text);
    ASSERT_TRUE(read.ok()) << text;
    EXPECT_EQ(*read, expected) << text;
  }
}

TEST(SizeText, RefusesTheRest) {
  for (const char* bad :
       {"", "k", "-1", "+1", "1.5G", "1 G", "G1", "16E", "18446744073709551616", "1KX", "20%", "1kk"})
    EXPECT_FALSE(size_from_text(bad).ok()) << bad;
}

TEST(SizeText, Percent) {
  EXPECT_EQ(*percent_from_text("20%"), 20.0);
  EXPECT_EQ(*percent_from_text("0.5%"), 0.5);
  EXPECT_EQ(*percent_from_text("100%"), 100.0);
  for (const char* bad : {"", "%", "20", "-1%", "101%", "nan%", "1e1%", "20 %", "20%%", ".5%"})
    EXPECT_FALSE(percent_from_text(bad).ok()) << bad;
}

TEST(SizeText, WritesExactlyAndForPeople) {
  EXPECT_EQ(size_text(65536), "64k");
  EXPECT_EQ(size_text(1536), "1536");
  EXPECT_EQ(size_text(0), "0");
  for (const std::uint64_t bytes : {1ull, 1024ull, 1025ull, 524288000ull, 1ull << 63, ~0ull})
    EXPECT_EQ(*size_from_text(size_text(bytes)), bytes);
  EXPECT_EQ(size_for_people(512), "512");
  EXPECT_EQ(size_for_people(1536), "1.5k");
  EXPECT_EQ(size_for_people(20ull << 30), "20G");
  EXPECT_EQ(size_for_people(~0ull), "15E");
}

}  // namespace
}  // namespace balm
