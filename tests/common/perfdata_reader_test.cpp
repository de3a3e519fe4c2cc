#include "common/nagios/perfdata_reader.h"

#include <gtest/gtest.h>

#include "common/limits.h"

namespace balm::nagios {
namespace {

PluginOutput read(std::string_view perfdata) {
  PluginOutput output;
  PerfdataReader(perfdata).read_into(output);
  return output;
}

TEST(PerfdataReader, Labels) {
  const PluginOutput output = read("'it''s = here'=1s C:\\=2 a/b@:-c=3 =4 ''=5");
  ASSERT_EQ(output.perfdata.size(), 3u);
  EXPECT_EQ(output.perfdata[0].label, "it's = here");
  EXPECT_EQ(output.perfdata[1].label, "C:\\");
  EXPECT_EQ(output.rejected, (std::vector<std::string>{"=4", "''=5"}));
}

TEST(PerfdataReader, ValuesAndUnits) {
  const PluginOutput output = read("a=23. b=.42 c=-1.5e3ms d=U e=U;1;2 f=+7c g=50% h=1;@0:5;~:9");
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

TEST(PerfdataReader, BadItemsAreCountedAndGoodOnesKept) {
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

TEST(PerfdataReader, AMillionItemsStopAtTheBound) {
  std::string flood;
  for (int i = 0; i < 100000; ++i) flood += "a=1 ";
  const PluginOutput output = read(flood);
  EXPECT_EQ(output.perfdata.size(), limits::kPerfdataMax);
  EXPECT_EQ(output.rejected_count, 100000 - limits::kPerfdataMax);
  EXPECT_LE(output.rejected.size(), 16u);
}

TEST(PerfdataReader, QuotesWithoutEndDoNotTakeForever) {
  std::string quotes;
  for (int i = 0; i < 3000; ++i) quotes += "'a ";
  EXPECT_TRUE(read(quotes).perfdata.empty());
}

}  // namespace
}  // namespace balm::nagios
