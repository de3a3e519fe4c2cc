#include "common/state/requisite_words.h"

#include <gtest/gtest.h>

#include "common/state/requisite_reader.h"

namespace balm {
namespace {

TEST(RequisiteWords, AllFormsAreKnown) {
  for (const char* word :
       {"require", "watch_any", "onfail_all", "prereq_in", "onchanges_any_in", "listen_in", "use", "use_in"})
    EXPECT_TRUE(is_requisite_word(word)) << word;
  for (const char* word : {"requires", "_in", "in", "name", "use_any", ""})
    EXPECT_FALSE(is_requisite_word(word)) << word;
  EXPECT_TRUE(requisite_word("watch_in")->inward);
  EXPECT_EQ(to_text(requisite_word("onchanges_any")->kind), "onchanges_any");
  EXPECT_FALSE(requisite_word("use").has_value());
}

TEST(RequisiteReader, MeansByModuleIdOrName) {
  EXPECT_TRUE(is_meant({"cmd", "x", nullptr}, "cmd", "x", "echo"));
  EXPECT_TRUE(is_meant({"id", "echo", nullptr}, "cmd", "x", "echo"));
  EXPECT_TRUE(is_meant({"cmd", "e*", nullptr}, "cmd", "x", "echo"));
  EXPECT_FALSE(is_meant({"file", "x", nullptr}, "cmd", "x", "echo"));
  EXPECT_FALSE(is_meant({"cmd", "y", nullptr}, "cmd", "x", "echo"));
  EXPECT_TRUE(is_meant({"cmd", "echo [a]", nullptr}, "cmd", "echo [a]", ""));
}

}  // namespace
}  // namespace balm
