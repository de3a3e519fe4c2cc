#include "common/selector.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace balm
