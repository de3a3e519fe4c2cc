#include "common/state/marked_block.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

MarkedBlock block(std::string content) {
  MarkedBlock made;
  made.begin = "# start";
  made.end = "# end";
  made.content = std::move(content);
  return made;
}

TEST(MarkedBlock, ReplacesWhatIsBetween) {
  EXPECT_EQ(*with_block("a\n# start\nold\n# end\nb\n", block("new\n")), "a\n# start\nnew\n# end\nb\n");
  EXPECT_EQ(*with_block("a\n# start\nnew\n# end\nb\n", block("new")), "a\n# start\nnew\n# end\nb\n");
}

TEST(MarkedBlock, IsAddedWhereAsked) {
  MarkedBlock made = block("x\n");
  EXPECT_FALSE(with_block("a\n", made).ok());
  made.append_if_not_found = true;
  EXPECT_EQ(*with_block("a", made), "a\n# start\nx\n# end\n");
  made = block("x\n");
  made.prepend_if_not_found = true;
  EXPECT_EQ(*with_block("a\n", made), "# start\nx\n# end\na\n");
  made = block("x\n");
  made.insert_before = "^b";
  EXPECT_EQ(*with_block("a\nbb\nc\n", made), "a\n# start\nx\n# end\nbb\nc\n");
  made = block("x\n");
  made.insert_after = "^c";
  EXPECT_EQ(*with_block("a\nbb\nc", made), "a\nbb\nc\n# start\nx\n# end\n");
}

TEST(MarkedBlock, NewlinesAsAsked) {
  MarkedBlock made = block("x\n");
  made.prepend_if_not_found = true;
  made.append_newline = true;
  EXPECT_EQ(*with_block("", made), "# start\nx\n\n# end\n");
  made.append_newline = false;
  made.content = "x";
  EXPECT_EQ(*with_block("", made), "# start\nx# end\n");
  EXPECT_EQ(*with_block("# start\nx# end\n", made), "# start\nx# end\n");
}

TEST(MarkedBlock, BrokenMarkersAreErrors) {
  EXPECT_FALSE(with_block("# start\nx\n", block("x")).ok());
  EXPECT_FALSE(with_block("# end\n", block("x")).ok());
}

// Each would be found at once, and what stands in the file be taken for the block.
TEST(MarkedBlock, EmptyMarkersMarkNothing) {
  MarkedBlock made = block("x");
  made.begin.clear();
  EXPECT_FALSE(with_block("precious\n# end\n", made).ok());
  made = block("x");
  made.end.clear();
  EXPECT_FALSE(with_block("# start\nprecious\n", made).ok());
}

}  // namespace
}  // namespace balm
