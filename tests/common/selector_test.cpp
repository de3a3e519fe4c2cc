#include "common/selector.h"

#include <gtest/gtest.h>

#include "common/random.h"

namespace balm {
namespace {

const Labels kLabels{{"role", "web"}, {"dc", "ber"}, {"env", "prod"}};

Selector must(std::string_view text) {
  Parsed<Selector> parsed = Selector::parse(text, {});
  EXPECT_TRUE(parsed.ok()) << text << "\n" << render(parsed.issues);
  return parsed.value;
}

SelectorReason ask(std::string_view text) {
  return must(text).match(HostName{"web1"}, kLabels).reason;
}

TEST(Selector, EveryTermHasToHold) {
  for (const char* yes : {"web1",
                          "web*",
                          "web?",
                          "name=web1",
                          "name=web*",
                          "role=web",
                          "role==web",
                          "role=w*",
                          "dc!=fra",
                          "env in (prod,stage)",
                          "env in ( prod , stage )",
                          "env not in (dev)",
                          "role=web,dc!=fra",
                          " web* , role = web , env in (prod) ",
                          "rack!=r1",
                          "rack not in (r1,r2)",
                          "role=*",
                          "name!=web2",
                          "name in (web1,web2)",
                          "dc=b?r"})
    EXPECT_EQ(ask(yes), SelectorReason::AllTermsHold) << yes;
}

TEST(Selector, SaysWhyNot) {
  EXPECT_EQ(ask("db*"), SelectorReason::NameDiffers);
  EXPECT_EQ(ask("role=db"), SelectorReason::LabelDiffers);
  EXPECT_EQ(ask("rack=r1"), SelectorReason::LabelMissing);
  EXPECT_EQ(ask("rack in (r1)"), SelectorReason::LabelMissing);
  EXPECT_EQ(ask("dc!=ber"), SelectorReason::Excluded);
  EXPECT_EQ(ask("name not in (web1)"), SelectorReason::Excluded);
  const Selector selector = must(" role=web , dc=fra");
  const auto answer = selector.match(HostName{"web1"}, kLabels);
  EXPECT_FALSE(answer.matched());
  EXPECT_EQ(selector.term_text(answer.term), "dc=fra");
}

TEST(Selector, EveryHostMustBeSpelled) {
  for (const char* text : {"*", "all", " * "}) {
    EXPECT_TRUE(must(text).is_everyone());
    EXPECT_EQ(ask(text), SelectorReason::Everyone);
  }
  for (const char* sly : {"", "  ", "name=*", "**", "?*", "*,role=web", "role=web,all", "name in (web1,*)"})
    EXPECT_FALSE(Selector::parse(sly, {}).ok()) << sly;
}

TEST(Selector, NothingSelectsNobody) {
  const Parsed<Selector> empty = Selector::parse("", {}, Selector::EmptyText::Allowed);
  EXPECT_TRUE(empty.ok());
  EXPECT_TRUE(empty.value.is_nobody());
  EXPECT_EQ(empty.value.match(HostName{"web1"}, kLabels).reason, SelectorReason::Nobody);
  EXPECT_FALSE(Selector().match(HostName{"web1"}, kLabels).matched());
}

TEST(Selector, FaultsNameTheirPlace) {
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

TEST(Selector, AllFaultsAtOnceAndAGuess) {
  EXPECT_EQ(Selector::parse("Role=web,,env in x", {}).issues.size(), 3u);
  EXPECT_EQ(Selector::parse("web1,web2", {}).issues[0].guess, "did you mean `name in (web1,web2)`?");
  EXPECT_EQ(Selector::parse("WEB1", {}).issues[0].guess, "did you mean `web1`?");
  const auto refused = Selector::from_text("role ~ web");
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("at character 6"), std::string::npos);
}

TEST(Selector, AnyBytesAreReadOrRefused) {
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
