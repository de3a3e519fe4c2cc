#include "agent/handed_checks.h"

#include "common/document/check_text.h"
#include "common/limits.h"
#include "tests/agent/check_samples.h"

namespace balm::agent {
namespace {

CheckSet set_of(const std::vector<CheckDocument>& checks) {
  CheckSet set;
  for (const CheckDocument& check : checks) set.checks.push_back(check_text(check));
  set.hash = check_set_hash(set.checks);
  return set;
}

CheckDocument local_named(const std::string& name) {
  CheckDocument check = check_named(name);
  check.place = {"checks.d/own.yaml", 7, 1};
  return check;
}

std::string names(const std::vector<CheckDocument>& checks) {
  std::string text;
  for (const CheckDocument& check : checks) text += (check.handed ? "+" : "") + check.name.text + " ";
  return text;
}

TEST(HandedChecks, StandBesideTheHostsOwn) {
  HandedChecks handed(set_of({check_named("disk"), check_named("load")}), nullptr);
  EXPECT_EQ(names(handed.beside({local_named("http")})), "http +disk +load ");
  EXPECT_TRUE(handed.faults().empty());
  handed.replace({});
  EXPECT_EQ(names(handed.beside({local_named("http")})), "http ");
}

TEST(HandedChecks, TheHostsFileWinsAndThatIsSaid) {
  CheckDocument other = local_named("disk");
  other.every = 5min;
  HandedChecks handed(set_of({check_named("disk")}), nullptr);
  EXPECT_EQ(names(handed.beside({other})), "disk ");
  ASSERT_EQ(handed.faults().size(), 1u);
  EXPECT_EQ(handed.faults()[0].check.text, "disk");
  EXPECT_NE(handed.faults()[0].text.find("checks.d/own.yaml, line 7"), std::string::npos);
  EXPECT_EQ(names(handed.beside({})), "+disk ") << "the file is gone";
  EXPECT_TRUE(handed.faults().empty());
}

TEST(HandedChecks, TheHostCanSwitchOneOff) {
  CheckDocument off = local_named("disk");
  off.enabled = false;
  HandedChecks handed(set_of({check_named("disk")}), nullptr);
  EXPECT_EQ(names(handed.beside({off})), "disk ");
  ASSERT_EQ(handed.faults().size(), 1u);
  EXPECT_NE(handed.faults()[0].text.find("switches it off"), std::string::npos);
}

TEST(HandedChecks, TheSameCheckTwiceIsNoClash) {
  HandedChecks handed(set_of({check_named("disk")}), nullptr);
  EXPECT_EQ(names(handed.beside({local_named("disk")})), "disk ");
  EXPECT_TRUE(handed.faults().empty());
  CheckDocument as_root = local_named("disk");
  as_root.run_as = "root";
  handed.beside({as_root});
  EXPECT_EQ(handed.faults().size(), 1u) << "another user is another check";
}

TEST(HandedChecks, OneThatCannotBeReadDoesNotHoldTheOthersBack) {
  CheckSet set = set_of({check_named("disk")});
  set.checks.push_back(R"({"checks":{"new":{"run":["x"],"telepathy":true}}})"
                       "\n");
  set.checks.emplace_back("\x01 nonsense");
  set.hash = check_set_hash(set.checks);
  HandedChecks handed(set, nullptr);
  EXPECT_EQ(names(handed.beside({})), "+disk ");
  ASSERT_EQ(handed.faults().size(), 2u);
  EXPECT_EQ(handed.faults()[0].check.text, "new");
  EXPECT_EQ(handed.faults()[1].check.text, "check_3_of_the_set");
}

TEST(HandedChecks, NeverMoreThanAHostMayHave) {
  std::vector<CheckDocument> many;
  for (std::size_t i = 0; i + 1 < limits::kChecksPerAgentMax; ++i)
    many.push_back(local_named("c" + std::to_string(i)));
  HandedChecks handed(set_of({check_named("x"), check_named("y")}), nullptr);
  EXPECT_EQ(handed.beside(many).size(), limits::kChecksPerAgentMax);
  ASSERT_EQ(handed.faults().size(), 1u);
  EXPECT_EQ(handed.faults()[0].check.text, "y");
}

TEST(HandedChecks, TellsABoundedNumberOfFaults) {
  CheckSet set;
  for (std::size_t i = 0; i < 2 * limits::kCheckFaultsMax; ++i) set.checks.push_back(std::string(2'000, 'x'));
  HandedChecks handed(set, nullptr);
  handed.beside({});
  EXPECT_EQ(handed.faults().size(), limits::kCheckFaultsMax);
  for (const CheckFault& fault : handed.faults()) EXPECT_LE(fault.text.size(), limits::kCheckFaultBytesMax);
}

TEST(HandedChecks, NoticesDamage) {
  CheckSet set = set_of({check_named("disk")});
  EXPECT_TRUE(HandedChecks::is_whole(set));
  EXPECT_TRUE(HandedChecks::is_whole({}));
  set.checks[0] += " ";
  EXPECT_FALSE(HandedChecks::is_whole(set));
}

}  // namespace
}  // namespace balm::agent
