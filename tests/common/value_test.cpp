#include "common/value.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "common/base64.h"
#include "common/value_text.h"

namespace balm {
namespace {

constexpr std::int64_t kIntMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kIntMin = std::numeric_limits<std::int64_t>::min();
const double kNan = std::nan("");

TEST(Value, NumbersOfDifferentKindsAreEqualByValue) {
  EXPECT_EQ(Value(1), Value::uint(1));
  EXPECT_EQ(Value(1), Value(1.0));
  EXPECT_NE(Value(1), Value(1.5));
  EXPECT_NE(Value(-1), Value::uint(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_NE(Value(kNan), Value(kNan));
  EXPECT_EQ(Value(0.0), Value(-0.0));
}

TEST(Value, OtherKindsNeverMix) {
  EXPECT_NE(Value("1"), Value(1));
  EXPECT_NE(Value(true), Value(1));
  EXPECT_NE(Value(nullptr), Value(0));
  EXPECT_NE(Value("a"), Value(Value::Bytes{"a"}));
  EXPECT_NE(Value(WallTime{}), Value(Duration{}));
}

TEST(Value, ListsAndMapsAreEqualByContent) {
  EXPECT_EQ(Value(ValueList{1, 2.0}), Value(ValueList{1.0, Value::uint(2)}));
  EXPECT_NE(Value(ValueList{1}), Value(ValueList{1, 2}));
  EXPECT_EQ(Value(ValueMap{{Value(1), "x"}}), Value(ValueMap{{Value::uint(1), "x"}}));
  EXPECT_NE(Value::map({{"a", 1}}), Value::map({{"b", 1}}));
  EXPECT_NE(Value::map({{"a", kNan}}), Value::map({{"a", kNan}}));
}

TEST(Value, KeysOrderTotallyAndExactlyAcrossNumberKinds) {
  const ValueLess less;
  const std::vector<Value> ordered = {nullptr,
                                      false,
                                      true,
                                      kNan,
                                      kIntMin,
                                      -1.5,
                                      -1,
                                      0,
                                      0.5,
                                      1,
                                      1.5,
                                      kIntMax,
                                      9223372036854775808.0,
                                      Value::uint(9223372036854775809u),
                                      1e300,
                                      "",
                                      "a"};
  for (std::size_t i = 0; i < ordered.size(); ++i)
    for (std::size_t k = 0; k < ordered.size(); ++k)
      EXPECT_EQ(less(ordered[i], ordered[k]), i < k)
          << to_display(ordered[i]) << " " << to_display(ordered[k]);
}

TEST(Value, TextsFindTheirKeyWithoutBecomingValues) {
  const Value map(
      ValueMap{{Value(1), "number"}, {Value("web"), "text"}, {Value(Value::Bytes{"web"}), "bytes"}});
  EXPECT_EQ(map["web"], Value("text"));
  EXPECT_EQ(map.find("1"), nullptr);
  EXPECT_TRUE(map["nothing"].is_null());
  EXPECT_TRUE(Value(3)["nothing"].is_null());
}

TEST(Value, ComparesIntsWithDoublesAsDoublesUnlessOutOfRange) {
  EXPECT_EQ(compare_numbers(kIntMax, 9223372036854775808.0), std::partial_ordering::equivalent);
  EXPECT_EQ(compare_numbers(kIntMax, 9223372036854777857.0), std::partial_ordering::less);
  EXPECT_EQ(compare_numbers(Value::uint(0), -0.5), std::partial_ordering::greater);
  EXPECT_EQ(compare_numbers(1, kNan), std::partial_ordering::unordered);
}

TEST(Value, TolerantReadersFallBack) {
  EXPECT_EQ(Value(3.0).int_or(), 3);
  EXPECT_EQ(Value(3.5).int_or(7), 7);
  EXPECT_EQ(Value(1e30).int_or(7), 7);
  EXPECT_EQ(Value::uint(std::numeric_limits<std::uint64_t>::max()).int_or(7), 7);
  EXPECT_EQ(Value("x").int_or(7), 7);
  EXPECT_EQ(Value(3).string_or("no"), "no");
  EXPECT_TRUE(Value("true").bool_or(true));
  EXPECT_EQ(Value::uint(4).number_or(), 4.0);
}

TEST(Value, MomentsHoldYearsWallTimeCannot) {
  const Value first(Value::Moment{-62135596800, 0});
  EXPECT_EQ(moment_text(first.as_moment()), "0001-01-01T00:00:00Z");
  EXPECT_EQ(first.as_timestamp().since_epoch, Duration::min());
  EXPECT_EQ(moment_text(Value::Moment{253402300799, 999999999}), "9999-12-31T23:59:59.999999999Z");
  const WallTime before{-1500ms};
  EXPECT_EQ(Value(before).as_timestamp(), before);
  EXPECT_EQ(moment_text(Value(before).as_moment()), "1969-12-31T23:59:58.5Z");
}

TEST(Value, DisplaysAsPeopleWrite) {
  EXPECT_EQ(to_display(Value("a b")), "a b");
  EXPECT_EQ(to_display(Value(85.0)), "85");
  EXPECT_EQ(to_display(Value(0.1)), "0.1");
  EXPECT_EQ(to_display(Value(1073741824.0)), "1073741824");
  EXPECT_EQ(to_display(Value(6.02e23)), "6.02e+23");
  EXPECT_EQ(to_display(Value(Duration(90s))), "90s");
  EXPECT_EQ(to_display(Value(Duration(-1500ms))), "-1.5s");
  EXPECT_EQ(to_display(Value(ValueList{"a", 1})), "[\"a\",1]");
  EXPECT_EQ(to_display(Value()), "null");
}

TEST(Value, AddressesReadAsRfc5952) {
  Value::Address address{{}, 16, -1};
  EXPECT_EQ(address_text(address), "::");
  address.bytes[15] = 1;
  EXPECT_EQ(address_text(address), "::1");
  address.bytes[0] = 0x20, address.bytes[1] = 1, address.bytes[5] = 2;
  EXPECT_EQ(address_text(address), "2001:0:2::1");
  EXPECT_EQ(address_text({{10, 0, 0, 0}, 4, 8}), "10.0.0.0/8");
}

TEST(Base64, RoundTripsAndRefusesWhatIsNotItsOwn) {
  for (const std::string bytes : {"", "f", "fo", "foo", "\xff\x00\x01"})
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  EXPECT_EQ(from_base64("aGVsbG8"), "hello");
  for (const char* bad : {"a", "ab=c", "aGVsbG9=", "a b=", "====", "aGVsbG8=="})
    EXPECT_FALSE(from_base64(bad)) << bad;
}

}  // namespace
}  // namespace balm
