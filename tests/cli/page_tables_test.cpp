#include "cli/page_tables.h"

#include <gtest/gtest.h>

#include "cli/documents.h"

namespace balm::cli {
namespace {

constexpr std::string_view kPage = R"(# Page
| code | what |
|---|---|
| E1 | a `b \| c` |

## rules
| key | default | meaning |
| --- | --- | --- |
| `guard.max` | `3` | limit |
not a row
| stray | | |
)";

TEST(PageTables, RowsAreReadWithoutHeads) {
  const std::vector<TableRow> rows = table_rows(kPage);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0], (TableRow{"E1", "a `b | c`"}));
  EXPECT_EQ(table_rows(kPage, "rules").size(), 1u);
  EXPECT_TRUE(table_rows(kPage, "nothing").empty());
  EXPECT_TRUE(table_rows("|").empty());
  EXPECT_TRUE(table_rows("|-\n|\\").size() <= 1);
}

TEST(PageTables, FieldsAreNamedInManyWays) {
  EXPECT_TRUE(names_field("`warning`, `critical`", "critical", false));
  EXPECT_TRUE(names_field("`try[].run`", "try.run", false));
  EXPECT_TRUE(names_field("`guard.max`", "guard", true));
  EXPECT_FALSE(names_field("`guard.max`", "guard", false));
  EXPECT_FALSE(names_field("`guards`", "guard", true));
}

TEST(PageTables, ThePagesTheProgramCarriesHaveWhatExplainNeeds) {
  EXPECT_GT(table_rows(errors_document()).size(), 50u);
  for (const char* section : {"rules", "checks", "notifiers"})
    EXPECT_GT(table_rows(rules_document(), section).size(), 3u) << section;
}

}  // namespace
}  // namespace balm::cli
