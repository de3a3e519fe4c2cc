#include "common/nagios/plugin_output.h"

#include <gtest/gtest.h>

#include "common/limits.h"
#include "common/random.h"
#include "common/utf8.h"

namespace balm::nagios {
namespace {

using namespace std::string_view_literals;

TEST(PluginOutput, OneLine) {
  const PluginOutput output = read_plugin_output("DISK OK - 20% free; | /=10MB;80;90;0;100 'log files'=3\n");
  EXPECT_EQ(output.text, "DISK OK - 20% free;");
  EXPECT_EQ(output.long_text, "");
  ASSERT_EQ(output.perfdata.size(), 2u);
  EXPECT_EQ(output.perfdata[0], (Measurement{"/", 10, "MB", "80", "90", 0, 100}));
  EXPECT_EQ(output.perfdata[1], (Measurement{"log files", 3, "", "", "", {}, {}}));
}

TEST(PluginOutput, SeveralLinesWithPerfdataInTwoPlaces) {
  const PluginOutput output =
      read_plugin_output("all well | a=1\nfirst\n\tsecond\r\nlast | b=2\nc=3\n'd'=4\n");
  EXPECT_EQ(output.text, "all well");
  EXPECT_EQ(output.long_text, "first\n\tsecond\nlast");
  ASSERT_EQ(output.perfdata.size(), 4u);
  EXPECT_EQ(output.perfdata[3].label, "d");
}

TEST(PluginOutput, NothingAndAlmostNothing) {
  EXPECT_EQ(read_plugin_output("").text, "");
  EXPECT_EQ(read_plugin_output("\n\n  hello \n").text, "hello");
  EXPECT_EQ(read_plugin_output("|a=1").perfdata.size(), 1u);
  EXPECT_TRUE(read_plugin_output("text |").perfdata.empty());
}

TEST(PluginOutput, Labels) {
  const PluginOutput output = read_plugin_output("x|'it''s = here'=1s C:\\=2 a/b@:-c=3 =4 ''=5");
  ASSERT_EQ(output.perfdata.size(), 3u);
  EXPECT_EQ(output.perfdata[0].label, "it's = here");
  EXPECT_EQ(output.perfdata[1].label, "C:\\");
  EXPECT_EQ(output.rejected, (std::vector<std::string>{"=4", "''=5"}));
}

TEST(PluginOutput, ValuesAndUnits) {
  const PluginOutput output =
      read_plugin_output("x|a=23. b=.42 c=-1.5e3ms d=U e=U;1;2 f=+7c g=50% h=1;@0:5;~:9");
  ASSERT_EQ(output.perfdata.size(), 8u);
  EXPECT_EQ(output.perfdata[0].value, 23.0);
  EXPECT_EQ(output.perfdata[1].value, 0.42);
  EXPECT_EQ(output.perfdata[2], (Measurement{"c", -1500, "ms", "", "", {}, {}}));
  EXPECT_EQ(output.perfdata[3].value, std::nullopt);
  EXPECT_EQ(output.perfdata[4].critical, "2");
  EXPECT_EQ(output.perfdata[5].value, 7.0);
  EXPECT_EQ(output.perfdata[6].unit, "%");
  EXPECT_EQ(output.perfdata[7].warning, "@0:5");
  EXPECT_EQ(output.mended_count, 0u);
}

TEST(PluginOutput, BadItemsAreCountedAndGoodOnesKept) {
  const PluginOutput output = read_plugin_output(
      "x|a=NaN;;; b=1 'c=2 d=1e999 e= f=inf g=1,5 h=0x10 i=1;foo;2;bar;3 noequals j=1.2.3 k=9");
  ASSERT_EQ(output.perfdata.size(), 3u);
  EXPECT_EQ(output.perfdata[0].label, "b");
  EXPECT_EQ(output.perfdata[1], (Measurement{"i", 1, "", "", "2", {}, 3}));
  EXPECT_EQ(output.perfdata[2].label, "k");
  EXPECT_EQ(output.mended_count, 1u);
  EXPECT_EQ(output.rejected_count, 9u);
  EXPECT_EQ(output.rejected[1], "'c=2");
}

TEST(PluginOutput, AMillionItemsStopAtTheBound) {
  std::string flood = "x|";
  for (int i = 0; i < 100000; ++i) flood += "a=1 ";
  const PluginOutput output = read_plugin_output(flood);
  EXPECT_EQ(output.perfdata.size(), limits::kPerfdataMax);
  EXPECT_EQ(output.rejected_count, 100000 - limits::kPerfdataMax);
  EXPECT_LE(output.rejected.size(), 16u);
}

TEST(PluginOutput, QuotesWithoutEndDoNotTakeForever) {
  std::string quotes = "x|";
  for (int i = 0; i < 3000; ++i) quotes += "'a ";
  EXPECT_TRUE(read_plugin_output(quotes).perfdata.empty());
}

TEST(PluginOutput, TerminalTricksAreDisarmed) {
  const PluginOutput output =
      read_plugin_output("\x1b[2Jok\0x\x7f | '\x1b[1m'=1\xff\nlong\x07"sv);
  EXPECT_EQ(output.text, "\\x1b[2Jok\\x00x\\x7f");
  EXPECT_EQ(output.perfdata.at(0).label, "\\x1b[1m");
  EXPECT_EQ(output.long_text, "long\\x07");
}

TEST(PluginOutput, AnyBytesAreReadOrRefused) {
  Random random(6);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes;
    for (auto n = random.below(30); n > 0; --n) bytes += "ab '=|;\n\r1.U\xff\0"[random.below(14)];
    const PluginOutput output = read_plugin_output(bytes);
    EXPECT_TRUE(valid_utf8(output.text) && valid_utf8(output.long_text));
  }
}

}  // namespace
}  // namespace balm::nagios
