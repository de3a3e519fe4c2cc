#include "common/ids.h"

namespace balm {
namespace {

TEST(Ids, AcceptsOnlyTheDocumentedAlphabet) {
  EXPECT_TRUE(valid_id("web1.example-net_a"));
  EXPECT_TRUE(valid_id(std::string(64, 'a')));
  for (const char* bad : {"", ".web", "-web", "Web", "a/b", "a b", "../x", "a\n"})
    EXPECT_FALSE(valid_id(bad)) << bad;
  EXPECT_FALSE(valid_id(std::string(65, 'a')));
}

TEST(Ids, AttemptsReadAsPeopleSayThem) {
  const AttemptId id{IncidentId{1042}, 2};
  EXPECT_EQ(to_text(id), "1042.2");
  EXPECT_EQ(attempt_from_text("1042.2"), id);
  for (const char* bad : {"", "1042", "1042.", "1042.0", ".2", "1042.2x", "x.1"})
    EXPECT_EQ(attempt_from_text(bad).incident.number * attempt_from_text(bad).n, 0u) << bad;
}

}  // namespace
}  // namespace balm
