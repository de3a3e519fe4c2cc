#include "common/hash.h"

#include <array>

#include <gtest/gtest.h>

namespace balm {
namespace {

// Test vectors of FIPS 180-4.
TEST(Hash, Sha256) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// A changed value would move every schedule of every fleet at the next upgrade.
TEST(Hash, TheStableHashStaysTheSame) {
  EXPECT_EQ(stable_hash(""), stable_hash(std::string_view{}));
  EXPECT_EQ(stable_hash("web1"), 0x289f74a544c58cffull);
  EXPECT_NE(stable_hash("web1"), stable_hash("web2"));
}

TEST(Hash, TheStableHashSpreadsNumberedNames) {
  std::array<int, 16> buckets{};
  for (int i = 0; i < 1600; ++i) ++buckets[stable_hash("web" + std::to_string(i)) >> 60];
  for (const int count : buckets) EXPECT_NEAR(count, 100, 50);
}

}  // namespace
}  // namespace balm
