#include "master/io/read_ahead.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

ConfigurationText many_files() {
  ConfigurationText text;
  text.states.push_back({"fix.sls", "done:\n  test.nop: []\n"});
  for (int i = 0; i < 20; ++i) {
    const std::string name = "r" + std::to_string(i);
    text.documents.push_back({"rules.d/" + name + ".yaml",
                              "rules:\n  " + name + ":\n    when: check.disk\n    if: event.status == \"" +
                                  name + "\"\n    try: [{ run: fix }]\n"});
  }
  return text;
}

TEST(ReadAhead, GivesWhatReadingInTurnGives) {
  const ConfigurationText text = many_files();
  const auto ahead = build_reading_ahead(text, nullptr);
  const auto in_turn = build_configuration(text, nullptr);
  ASSERT_TRUE(ahead.ok()) << render(ahead.issues);
  ASSERT_TRUE(in_turn.ok());
  EXPECT_EQ(ahead.value->revision, in_turn.value->revision);
  ASSERT_EQ(ahead.value->rules.size(), 20u);
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(ahead.value->rules[i].name, in_turn.value->rules[i].name);
    EXPECT_EQ(ahead.value->rules[i].condition.text(), in_turn.value->rules[i].condition.text());
  }
}

TEST(ReadAhead, FaultsStandInTheirFilesAndInOrder) {
  ConfigurationText text = many_files();
  text.documents[3].text = "rules: [";
  text.documents[7].text = "rules:\n  r3: { when: check.disk, iff: true }\n";
  text.documents[15].text = "";
  const auto ahead = build_reading_ahead(text, nullptr);
  EXPECT_FALSE(ahead.ok());
  EXPECT_EQ(render(ahead.issues), render(build_configuration(text, nullptr).issues));
}

TEST(ReadAhead, NothingToRead) {
  EXPECT_TRUE(build_reading_ahead({}, nullptr).ok());
}

}  // namespace
}  // namespace balm::master
