#include "common/selector_reader.h"

#include <gtest/gtest.h>

#include "common/random.h"

namespace balm {
namespace {

TEST(SelectorReader, FaultsNameTheirPlace) {
  const std::pair<const char*, int> cases[] = {
      {"role=web,,x", 10}, {"role=", 6},     {"Role=web", 1},       {"web1, WEB2", 7}, {"role ~ web", 6},
      {"env in prod", 8},  {"env in (a", 8}, {"env in ()", 9},      {"a=b=c", 3},      {"web1,web2", 6},
      {"role=a b", 6},     {"!role", 1},     {"env in (a,,b)", 11}, {"role=web,", 10}, {"env not (a)", 5}};
  for (const auto& [text, column] : cases) {
    const Parsed<Selector> parsed = Selector::parse(text, Place{"rules.d/x.yaml", 3, 11, 0});
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.issues[0].place.column, column + 10) << text << ": " << parsed.issues[0].message;
    EXPECT_EQ(parsed.issues[0].place.line, 3);
    EXPECT_TRUE(parsed.value.is_nobody()) << "a faulty selector must select nobody";
  }
}

TEST(SelectorReader, AllFaultsAtOnceAndAGuess) {
  EXPECT_EQ(Selector::parse("Role=web,,env in x", {}).issues.size(), 3u);
  EXPECT_EQ(Selector::parse("web1,web2", {}).issues[0].guess, "did you mean `name in (web1,web2)`?");
  EXPECT_EQ(Selector::parse("WEB1", {}).issues[0].guess, "did you mean `web1`?");
  const auto refused = Selector::from_text("role ~ web");
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("at character 6"), std::string::npos);
}

TEST(SelectorReader, AnyBytesAreReadOrRefused) {
  Random random(5);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto n = random.below(14); n > 0; --n) text += "ab=!(), *?in\xff\n"[random.below(14)];
    const Parsed<Selector> parsed = Selector::parse(text, {});
    parsed.value.match(HostName{"ab"}, {{"a", "b"}});
  }
  EXPECT_FALSE(Selector::parse(std::string(5000, 'a'), {}).ok());
  std::string many = "a";
  for (int i = 0; i < 100; ++i) many += ",a";
  EXPECT_FALSE(Selector::parse(many, {}).ok());
}

}  // namespace
}  // namespace balm
