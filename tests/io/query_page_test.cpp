// docs/OPERATOR.md and what the master can be asked are one list.
#include <fstream>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "master/io/query_table.h"
#include "master/orders/order_table.h"

namespace balm::master {
namespace {

// Streams are the shell's own (master/io/followers).
const std::set<std::string> kStreams = {"events.follow", "incidents.follow"};

std::set<std::string> verbs_of_page() {
  std::ifstream page(std::string(BALM_SOURCE_DIR) + "/docs/OPERATOR.md");
  std::set<std::string> verbs;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `")) continue;
    re2::StringPiece cell(line.data(), line.find(" | "));
    for (std::string verb; RE2::FindAndConsume(&cell, "`([a-z.]+)`", &verb);) verbs.insert(verb);
  }
  return verbs;
}

TEST(QueryPage, NamesWhatCanBeAskedAndNothingElse) {
  std::set<std::string> known = kStreams;
  for (const queries::Query& query : queries::query_table()) known.emplace(query.verb);
  for (const orders::Order& order : orders::order_table()) known.emplace(order.verb);
  EXPECT_EQ(verbs_of_page(), known);
}

TEST(QueryPage, NoVerbIsBothAskedAndOrdered) {
  for (const queries::Query& query : queries::query_table()) {
    EXPECT_EQ(queries::find_query(query.verb), &query);
    EXPECT_EQ(orders::find_order(query.verb), nullptr) << query.verb;
  }
  EXPECT_EQ(queries::find_query("status.x"), nullptr);
  EXPECT_EQ(queries::find_query(""), nullptr);
}

}  // namespace
}  // namespace balm::master
