// Checks that operators asked to be run now: answers as they come, an end in any case.
#include "master/asked_checks.h"

#include <gtest/gtest.h>

#include "common/limits.h"
#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

const CheckName kCheck{"nginx_http"};

class AskedChecksTest : public testing::Test {
 protected:
  void ask(std::uint64_t request, const std::string& host, std::uint64_t client = 7) {
    rig.state.asked[request] = {HostName{host},
                                kCheck,
                                {},
                                client,
                                70,
                                rig.now.instant + 45s,
                                rig.now.instant + limits::kAskAgainEvery};
  }
  void answers(std::uint64_t request, const std::string& host, bool known = true) {
    Observation seen;
    seen.check = kCheck;
    seen.status = Status::Critical;
    seen.output = "connection refused";
    std::vector<Observation> all;
    if (known) all.push_back(seen);
    asked_checks::report(rig.turn(), HostName{host}, {request, kCheck, known, all});
  }
  std::vector<Reply> replies() const {
    std::vector<Reply> all;
    for (const Answer& answer : rig.wanted<Answer>()) all.push_back(answer.reply);
    return all;
  }

  CoreRig rig;
};

TEST_F(AskedChecksTest, EveryHostIsAPartAndTheLastOneEndsIt) {
  ask(1, "web1");
  ask(2, "web2");
  answers(1, "web1");
  ASSERT_EQ(replies().size(), 1u);
  EXPECT_TRUE(replies()[0].more);
  EXPECT_EQ(replies()[0].id, 70u);
  EXPECT_EQ(replies()[0].data["output"].string_or(), "connection refused");
  answers(2, "web2");
  ASSERT_EQ(replies().size(), 3u);
  EXPECT_FALSE(replies()[2].more);
}

TEST_F(AskedChecksTest, OnlyTheHostThatWasAskedMayAnswerAndOnlyOnce) {
  ask(1, "web1");
  answers(1, "web2");
  answers(9, "web1");
  EXPECT_TRUE(replies().empty());
  answers(1, "web1");
  answers(1, "web1");
  EXPECT_EQ(replies().size(), 2u);
}

TEST_F(AskedChecksTest, AHostWithoutTheCheckSaysSo) {
  ask(1, "web1");
  answers(1, "web1", false);
  EXPECT_FALSE(replies().at(0).data["answered"].bool_or(true));
  EXPECT_EQ(replies()[0].data["output"].string_or(), "the host has no check of that name");
}

TEST_F(AskedChecksTest, WhoDoesNotAnswerInTimeIsSaidToBeSilent) {
  ask(1, "web1");
  rig.pass(45s - 1ns);
  asked_checks::tick(rig.turn());
  EXPECT_TRUE(replies().empty());
  rig.pass(1ns);
  asked_checks::tick(rig.turn());
  ASSERT_EQ(replies().size(), 2u);
  EXPECT_EQ(replies()[0].data["output"].string_or(), "no answer in time");
  EXPECT_FALSE(replies()[1].more);
  EXPECT_FALSE(asked_checks::next_deadline(rig.state));
}

TEST_F(AskedChecksTest, AQuestionThatMayHaveBeenLostIsAskedAgain) {
  asked_checks::ask(rig.turn(), {HostName{"web1"}, kCheck, {}, 7, 70, rig.now.instant + 45s, {}});
  EXPECT_EQ(rig.sent<RunCheck>().size(), 1u);
  EXPECT_EQ(asked_checks::next_deadline(rig.state), rig.now.instant + limits::kAskAgainEvery);
  rig.pass(limits::kAskAgainEvery - 1ns);
  asked_checks::tick(rig.turn());
  EXPECT_EQ(rig.sent<RunCheck>().size(), 1u);
  rig.pass(1ns);
  asked_checks::tick(rig.turn());
  ASSERT_EQ(rig.sent<RunCheck>().size(), 2u);
  EXPECT_EQ(rig.sent<RunCheck>()[1].request, rig.sent<RunCheck>()[0].request) << "one answer is enough";
}

TEST_F(AskedChecksTest, TwoQuestionsOfOnePersonEndEachForItself) {
  ask(1, "web1");
  rig.state.asked[2] = {HostName{"web2"}, kCheck, {}, 7, 71, rig.now.instant + 45s, {}};
  answers(1, "web1");
  EXPECT_FALSE(replies().back().more);
  EXPECT_EQ(replies().back().id, 70u);
}

TEST_F(AskedChecksTest, NobodyIsAnsweredWhoHasGone) {
  ask(1, "web1", 0);
  ask(2, "web2", 0);
  answers(1, "web1");
  rig.pass(45s);
  asked_checks::tick(rig.turn());
  EXPECT_TRUE(replies().empty());
  EXPECT_TRUE(rig.state.asked.empty());
}

}  // namespace
}  // namespace balm::master
