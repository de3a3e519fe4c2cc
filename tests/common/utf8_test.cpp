#include "common/utf8.h"

#include <gtest/gtest.h>

#include "common/random.h"

namespace balm {
namespace {

TEST(Utf8, KnowsValidFromInvalid) {
  for (const char* good : {"", "abc", "ü", "€", "😀", "\xf4\x8f\xbf\xbf"})
    EXPECT_TRUE(valid_utf8(good)) << good;
  // Alone, cut short, overlong, surrogate, beyond U+10FFFF.
  for (const char* bad : {"\x80", "\xc3", "\xe2\x82", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
                          "\xf4\x90\x80\x80", "\xff", "a\xf0\x9f\x98"})
    EXPECT_FALSE(valid_utf8(bad));
}

TEST(Utf8, CleansByMaximalParts) {
  EXPECT_EQ(clean_utf8("a\xff"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(clean_utf8("\xe2\x82"
                       "x"),
            "\xEF\xBF\xBD"
            "x");
  EXPECT_EQ(clean_utf8("\xed\xa0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(clean_utf8("grün €"), "grün €");
}

TEST(Utf8, NothingReachesTheTerminalThatCouldSteerIt) {
  EXPECT_EQ(for_terminal("\x1b[31mred\x07"), "\\x1b[31mred\\x07");
  EXPECT_EQ(for_terminal("a\nb\tc\r"), "a\\nb\\tc\\r");
  EXPECT_EQ(for_terminal("a\nb\tc\r", LineBreaks::Keep), "a\nb\tc\\r");
  EXPECT_EQ(for_terminal("\u202Eevil"), "\\u202eevil");
  EXPECT_EQ(for_terminal("\u009b31m"), "\\x9b31m");
  EXPECT_EQ(for_terminal("\u2066x\u2069\uFEFF"), "\\u2066x\\u2069\\ufeff");
  EXPECT_EQ(for_terminal("\U000E0041"), "\\U000e0041");
  EXPECT_EQ(for_terminal(std::string_view("\0\x7f", 2)), "\\x00\\x7f");
  EXPECT_EQ(for_terminal("\xff grün"), "\xEF\xBF\xBD grün");
}

TEST(Utf8, AnyBytesBecomeHarmless) {
  Random random(3);
  for (int i = 0; i < 3000; ++i) {
    std::string bytes;
    for (auto n = random.below(24); n > 0; --n) bytes += static_cast<char>(random.below(256));
    EXPECT_TRUE(valid_utf8(clean_utf8(bytes)));
    const std::string shown = for_terminal(bytes);
    EXPECT_TRUE(valid_utf8(shown));
    for (const char c : shown) EXPECT_FALSE(static_cast<unsigned char>(c) < 0x20 || c == 0x7f);
    EXPECT_LE(display_width(cut_to_width(bytes, 7)), 7u);
    EXPECT_LE(cut_to_bytes(bytes, 5).size(), 5u);
  }
}

TEST(Utf8, WidthIsWhatATerminalUses) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("grün"), 4u);
  EXPECT_EQ(display_width("u\u0308"), 1u);
  EXPECT_EQ(display_width("日本"), 4u);
  EXPECT_EQ(display_width("😀"), 2u);
}

TEST(Utf8, CutsBetweenCharacters) {
  EXPECT_EQ(cut_to_width("abcdef", 6), "abcdef");
  EXPECT_EQ(cut_to_width("abcdef", 4), "abc…");
  EXPECT_EQ(cut_to_width("日本語", 5), "日本…");
  EXPECT_EQ(cut_to_width("日本語", 4), "日…");
  EXPECT_EQ(cut_to_width("abc", 0), "");
  EXPECT_EQ(cut_to_bytes("aü", 2), "a");
  EXPECT_EQ(cut_to_bytes("aü", 3), "aü");
}

TEST(Utf8, AppendsEveryLength) {
  std::string text;
  for (const char32_t code : {U'a', U'ü', U'€', U'😀'}) append_utf8(text, code);
  EXPECT_EQ(text, "aü€😀");
  std::string surrogate;
  append_utf8(surrogate, 0xD800);
  EXPECT_EQ(surrogate, "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace balm
