#include "common/yaml/yaml_text.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(YamlText, KnowsItsLines) {
  const YamlText text("t", "one\r\ntwo\n\nfour");
  EXPECT_EQ(text.text(), "one\ntwo\n\nfour");
  EXPECT_EQ(text.line(1), "one");
  EXPECT_EQ(text.line(3), "");
  EXPECT_EQ(text.line(4), "four");
  EXPECT_EQ(text.line(0), "");
  EXPECT_EQ(text.line(5), "");
  EXPECT_EQ(text.line_of(3), 1) << "the line end belongs to its line";
  EXPECT_EQ(text.line_of(4), 2);
  EXPECT_EQ(text.line_end(5), 7u);
  EXPECT_EQ(text.line_end(9), 13u);
}

TEST(YamlText, PlacesCountCharactersAndStayOnTheirLine) {
  const YamlText text("t", "ä: öx\nnext");
  EXPECT_EQ(text.place(6, 7), (Place{"t", 1, 5, 6}));
  EXPECT_EQ(text.place(4, 12), (Place{"t", 1, 4, 6})) << "cut at the line's end";
  EXPECT_EQ(text.place(99, 120), (Place{"t", 2, 5, 5}));
}

TEST(YamlText, ExcerptsAreSafeToPrint) {
  const YamlText text("t", "a\x1b[31mb\u202Ec\xFF\tz");
  EXPECT_EQ(text.excerpt({"t", 1, 1, 1}), "a?[31mb?c?\tz");
  const YamlText wide("t", std::string(10'000, 'x'));
  EXPECT_EQ(wide.excerpt({"t", 1, 10, 10}).size(), 240u);
  EXPECT_EQ(wide.excerpt({"t", 1, 5000, 5000}), "") << "a caret far right helps nobody";
}

TEST(YamlText, BlocksAreEntriesAsWritten) {
  const YamlText text("t", "rules:\n  a:\n    x: 1\n\n    # note\n    y: 2\n  # about b\n  b: 3\nend: 1\n");
  EXPECT_EQ(text.block_at(9), "  a:\n    x: 1\n\n    # note\n    y: 2\n");
  EXPECT_EQ(text.block_at(text.text().find("b: 3")), "  b: 3\n");
  EXPECT_EQ(text.block_at(text.text().find("end")), "end: 1\n");
}

}  // namespace
}  // namespace balm
