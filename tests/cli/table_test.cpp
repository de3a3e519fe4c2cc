#include "cli/show/table.h"

#include <gtest/gtest.h>

#include "cli/show/table_choice.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

const std::vector<Column>& columns() {
  static const std::vector<Column> kColumns{
      {"NAME", "name", Column::Kind::Text, 0},     {"STATUS", "status", Column::Kind::Word, 1},
      {"N", "n", Column::Kind::Number, 2},         {"SINCE", "since_ms", Column::Kind::When, 3},
      {"OUTPUT", "output", Column::Kind::Free, 1}, {"EXTRA", "extra", Column::Kind::Text, 9, true},
  };
  return kColumns;
}

ValueList rows() {
  return value_from_json(R"([{"name":"web10","status":"ok","n":5,"since_ms":60000,"output":"fine"},
    {"name":"web2","status":"critical","n":12,"since_ms":null,"output":"a very long text that goes on and on"},
    {"name":"a-name-that-is-long","extra":"x,\"y\"\nz"}])")
      ->as_list();
}

Screen terminal(std::size_t width) {
  Screen screen;
  screen.terminal = true;
  screen.width = width;
  screen.now = WallTime::from_ms(120'000);
  return screen;
}

TEST(Table, StandsInColumns) {
  const Result<TableText> table = table_text(columns(), rows(), {}, terminal(110));
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->text,
            "NAME                 STATUS     N  SINCE   OUTPUT\n"
            "web10                ok         5  1m ago  fine\n"
            "web2                 critical  12  -       a very long text that goes on and on\n"
            "a-name-that-is-long  -          -  -       -\n");
  EXPECT_TRUE(table->left_out.empty());
}

TEST(Table, GivesUpTextThenColumnsButNeverAName) {
  const Result<TableText> table = table_text(columns(), rows(), {}, terminal(49));
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->left_out, (std::vector<std::string_view>{"SINCE"}));
  EXPECT_NE(table->text.find("a very long t…"), std::string::npos) << table->text;
  const Result<TableText> tiny = table_text(columns(), rows(), {}, terminal(10));
  ASSERT_TRUE(tiny.ok());
  EXPECT_EQ(tiny->text, "NAME\nweb10\nweb2\na-name-that-is-long\n");
}

TEST(Table, IsWholeAndTabbedInAPipe) {
  Screen pipe = terminal(10);
  pipe.terminal = false;
  const Result<TableText> table = table_text(columns(), rows(), {.headers = false}, pipe);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->text,
            "web10\tok\t5\t1970-01-01T00:01:00.000Z\tfine\n"
            "web2\tcritical\t12\t-\ta very long text that goes on and on\n"
            "a-name-that-is-long\t-\t-\t-\t-\n");
}

TEST(Table, ACellIsOneLineAndNoTab) {
  const ValueList hostile = value_from_json(R"([{"name":"a\nb\tc"}])")->as_list();
  Screen pipe;
  EXPECT_EQ(table_text(columns(), hostile, {.columns = {"name"}, .headers = false}, pipe)->text,
            "a\\nb\\tc\n");
}

TEST(Table, SortsAsPeopleCount) {
  EXPECT_EQ(names_text(columns(), *sorted_rows(columns(), rows(), {.sort = "name"})),
            "a-name-that-is-long\nweb2\nweb10\n");
  EXPECT_EQ(names_text(columns(), *sorted_rows(columns(), rows(), {.sort = "-N"})),
            "web2\nweb10\na-name-that-is-long\n");
  EXPECT_TRUE(natural_less("web2", "web10"));
  EXPECT_FALSE(natural_less("web10", "web2"));
  EXPECT_TRUE(natural_less("web", "web1"));
  EXPECT_FALSE(natural_less("web1", "web1"));
  EXPECT_TRUE(natural_less("99999999999999999998", "99999999999999999999"));
}

TEST(Table, ColumnsAreChosenByTitle) {
  const Result<TableText> table = table_text(columns(), rows(), {.columns = {"n", "Name"}}, terminal(110));
  ASSERT_TRUE(table.ok());
  EXPECT_TRUE(table->text.starts_with(" N  NAME\n 5  web10\n")) << table->text;
  const Result<TableText> wrong = table_text(columns(), rows(), {.columns = {"NAMES"}}, terminal(110));
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().hint, "did you mean: NAME");
}

TEST(Table, CsvIsQuotedAndRaw) {
  EXPECT_EQ(*csv_text(columns(), rows(), {}),
            "name,status,n,since,output,extra\r\n"
            "web10,ok,5,1970-01-01T00:01:00.000Z,fine,\r\n"
            "web2,critical,12,,a very long text that goes on and on,\r\n"
            "a-name-that-is-long,,,,,\"x,\"\"y\"\"\nz\"\r\n");
}

TEST(Table, AsciiScreensGetAsciiMarks) {
  Screen screen = terminal(46);
  screen.utf8 = false;
  const std::string text = table_text(columns(), rows(), {}, screen)->text;
  for (const char c : text) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
  EXPECT_NE(text.find('~'), std::string::npos);
}

}  // namespace
}  // namespace balm::cli
