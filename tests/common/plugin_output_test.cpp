#include "common/nagios/plugin_output.h"

#include <gtest/gtest.h>

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

TEST(PluginOutput, TerminalTricksAreDisarmed) {
  const PluginOutput output = read_plugin_output("\x1b[2Jok\0x\x7f | '\x1b[1m'=1\xff\nlong\x07"sv);
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
