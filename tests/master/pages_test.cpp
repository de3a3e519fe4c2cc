// The tables of the master and the pages that describe them.
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "master/guard/guard_chain.h"
#include "master/orders/order_table.h"

namespace balm::master {
namespace {

std::string page(const std::string& name) {
  std::ifstream file(std::string(BALM_SOURCE_DIR) + "/docs/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Pages, SafetyNamesEveryGuardInTheirOrder) {
  std::istringstream lines(page("SAFETY.md"));
  std::vector<std::string> named;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("- **")) continue;
    named.push_back(line.substr(4, line.find("**", 4) - 4));
  }
  const std::vector<std::string_view> chain = guard_names();
  EXPECT_EQ(named, std::vector<std::string>(chain.begin(), chain.end()));
}

TEST(Pages, OperatorNamesEveryOrder) {
  const std::string text = page("OPERATOR.md");
  for (const orders::Order& order : orders::order_table())
    EXPECT_NE(text.find("`" + std::string(order.verb) + "`"), std::string::npos) << order.verb;
}

TEST(Pages, EveryReasonHasAWordAndASentence) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(Reason::TooManyAtOnce); ++i) {
    const auto reason = static_cast<Reason>(i);
    EXPECT_TRUE(words.insert(to_text(reason)).second) << i;
    EXPECT_FALSE(sentence(reason).empty());
  }
}

}  // namespace
}  // namespace balm::master
