#include <csignal>
#include <fstream>

#include <gtest/gtest.h>

#include "agent/io/check_runner.h"
#include "agent/io/child_reaper.h"
#include "agent/io/process_list.h"
#include "agent/io/process_tree.h"
#include "loop_patience.h"
#include "temporary_folder.h"

namespace balm::agent {
namespace {

class Runner : public testing::Test {
 protected:
  // A check whose name is its command under sh.
  void program(const std::string& name, const std::string& script, Duration timeout = 20s) {
    CheckProgram made;
    made.spec.argv = {"/bin/sh", "-c", script};
    made.spec.environment[kCheckMark] = name;
    made.timeout = timeout;
    programs.emplace(name, made);
  }
  void spawn(const std::string& name) { runner.spawn({++runs, {name}}); }
  void finish(std::size_t count) {
    ASSERT_TRUE(run_until(
        loop, [&] { return answers.size() >= count; }, [&] { runner.tick(); }));
  }
  const CheckRan& only(const std::string& name) {
    const std::size_t before = answers.size();
    spawn(name);
    finish(before + 1);
    return answers.back();
  }

  TemporaryFolder folder;
  std::map<std::string, Result<CheckProgram>> programs;
  std::vector<CheckRan> answers;
  std::uint64_t runs = 0;
  EventLoop loop;
  CheckRunner runner{loop,
                     2,
                     {[this](const CheckName& check) -> Result<CheckProgram> {
                        const auto place = programs.find(check.text);
                        if (place != programs.end()) return place->second;
                        return Error{Error::Kind::NotFound, "there is no check " + check.text, {}};
                      },
                      [this](const CheckRan& ran) { answers.push_back(ran); }}};
};

TEST_F(Runner, TellsExitCodeBothOutputsAndTimes) {
  program("mixed", "echo out; echo err >&2; exit 2");
  const CheckRan& ran = only("mixed");
  EXPECT_EQ(ran.run, 1u);
  EXPECT_EQ(ran.check.text, "mixed");
  EXPECT_EQ(ran.end, CheckRan::End::Exited);
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.output, "out\n");
  EXPECT_EQ(ran.errors, "err\n");
  EXPECT_GT(ran.took_us, 0);
  EXPECT_GT(ran.at.seconds(), 0);
}

TEST_F(Runner, EveryExitCodeIsTold) {
  for (const int code : {0, 1, 2, 3, 4, 126, 127, 255}) {
    program("exit" + std::to_string(code), "exit " + std::to_string(code));
    EXPECT_EQ(only("exit" + std::to_string(code)).code, code);
  }
}

TEST_F(Runner, SignalsAreNoExitCodes) {
  program("crash", "kill -SEGV $$");
  const CheckRan& ran = only("crash");
  EXPECT_EQ(ran.end, CheckRan::End::Signalled);
  EXPECT_EQ(ran.code, SIGSEGV);
}

TEST_F(Runner, TimeoutEndsTheWholeGroupEvenIfItIgnoresTerm) {
  const std::string pid_file = folder / "pid";
  program("hangs", "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > " + pid_file + "; sleep 60'", 200ms);
  const CheckRan& ran = only("hangs");
  EXPECT_EQ(ran.end, CheckRan::End::TimedOut);
  EXPECT_EQ(ran.reason, "200ms");
  pid_t pid = 0;
  std::ifstream(pid_file) >> pid;
  ASSERT_GT(pid, 0);
  EXPECT_TRUE(run_until(loop, [&] { return !read_process(pid) || read_process(pid)->state == 'Z'; }));
}

TEST_F(Runner, WhatCannotBeStartedSaysWhy) {
  CheckProgram missing;
  missing.spec.argv = {"/opt/no/such/plugin"};
  programs.emplace("missing", missing);
  EXPECT_EQ(only("missing").end, CheckRan::End::NotStarted);
  EXPECT_NE(answers.back().reason.find("/opt/no/such/plugin"), std::string::npos) << answers.back().reason;
  EXPECT_EQ(only("unheard_of").end, CheckRan::End::NotStarted);
  EXPECT_NE(answers.back().reason.find("unheard_of"), std::string::npos);
}

TEST_F(Runner, ALoudProgramIsKeptToABound) {
  program("loud", "yes | head -c 3000000; echo; echo the end");
  const CheckRan& ran = only("loud");
  EXPECT_EQ(ran.end, CheckRan::End::Exited);
  EXPECT_LT(ran.output.size(), 2 * (limits::kOutputHeadBytes + limits::kOutputTailBytes));
  EXPECT_NE(ran.output.find("the end"), std::string::npos);
  EXPECT_GT(ran.dropped_bytes, 2'900'000u);
}

TEST_F(Runner, NeverTheSameTwiceAtOnce) {
  program("slow", "while ! test -e " + (folder / "go") + "; do sleep 0.01; done");
  spawn("slow");
  spawn("slow");
  finish(1);
  EXPECT_EQ(answers[0].run, 2u);
  EXPECT_EQ(answers[0].end, CheckRan::End::NotStarted);
  std::ofstream(folder / "go") << "go";
  finish(2);
  EXPECT_EQ(answers[1].run, 1u);
}

TEST_F(Runner, AtMostSoManyAtOnceAndAllHaveTheirTurn) {
  for (int i = 0; i < 8; ++i) {
    const std::string name = "c" + std::to_string(i);
    program(name, "while ! test -e " + (folder / "go") + "; do sleep 0.01; done");
    spawn(name);
    EXPECT_LE(runner.running(), 2u);
  }
  EXPECT_EQ(runner.running(), 2u);
  spawn("c7");  // waits already
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].end, CheckRan::End::NotStarted);
  std::ofstream(folder / "go") << "go";
  finish(9);
  std::set<std::string> names;
  for (const CheckRan& ran : answers) names.insert(ran.check.text);
  EXPECT_EQ(names.size(), 8u);
}

TEST_F(Runner, AGoodAnswerDoesNotWaitForAProgramThatGoesOn) {
  program("slow", "while ! test -e " + (folder / "go") + "; do sleep 0.01; done");
  program("good", "echo fine");
  spawn("slow");
  spawn("good");
  finish(1);
  EXPECT_EQ(answers[0].output, "fine\n");
  EXPECT_EQ(runner.running(), 1u);
  std::ofstream(folder / "go") << "go";
  finish(2);
  EXPECT_EQ(answers[1].check.text, "slow");
}

TEST_F(Runner, WhatIsPrintedLateIsReadWhileItRuns) {
  program("talks", "sleep 0.1; head -c 200000 /dev/zero");
  const CheckRan& ran = only("talks");  // more than a pipe holds: it ends only if somebody reads
  EXPECT_EQ(ran.end, CheckRan::End::Exited);
  EXPECT_EQ(ran.code, 0);
}

TEST_F(Runner, WhatNobodyWaitsForIsEndedSilently) {
  program("slow", "exec sleep 60");
  program("other", "exec sleep 60");
  program("waits", "true");
  for (const char* name : {"slow", "other", "waits"}) spawn(name);
  runner.forget_all();
  ASSERT_TRUE(run_until(
      loop, [&] { return runner.running() == 0; }, [&] { runner.tick(); }));
  EXPECT_TRUE(answers.empty());
  spawn("waits");
  finish(1);
}

TEST_F(Runner, P6AProgramThatIsReplacedWhileItRunsSaysNothing) {
  const std::string path = folder.file(
      "check", "#!/bin/sh\necho new > " + (folder / "next") + "\nmv " + (folder / "next") + " $0\nexit 2\n",
      0755);
  CheckProgram made;
  made.spec.argv = {path};
  programs.emplace("exchanged", made);
  const CheckRan& ran = only("exchanged");
  EXPECT_EQ(ran.end, CheckRan::End::Void);
  EXPECT_NE(ran.reason.find("was replaced while it ran"), std::string::npos) << ran.reason;
}

TEST_F(Runner, P6AProgramAnybodyCanWriteIsNotRun) {
  CheckProgram made;
  made.spec.argv = {folder.file("check", "#!/bin/sh\necho ran > " + (folder / "ran") + "\n", 0777)};
  programs.emplace("loose", made);
  EXPECT_EQ(only("loose").end, CheckRan::End::NotStarted);
  EXPECT_NE(answers.back().reason.find("others can write"), std::string::npos) << answers.back().reason;
  EXPECT_FALSE(std::filesystem::exists(folder / "ran"));
}

TEST_F(Runner, P10AProgramCannotGainRights) {
  program("rights", "grep NoNewPrivs /proc/self/status");
  EXPECT_EQ(only("rights").output, "NoNewPrivs:\t1\n");
}

TEST_F(Runner, P2AFloodIsEndedAndSaysNothing) {
  program("flood", "echo OK; exec yes");
  const CheckRan& ran = only("flood");
  EXPECT_EQ(ran.end, CheckRan::End::Void);
  EXPECT_NE(ran.reason.find("printed more than 64M"), std::string::npos) << ran.reason;
}

TEST_F(Runner, StandardInputIsEmptyAndThereIsNoTerminal) {
  program("reads", "read line; echo \"[$line]$?\"; test -t 0 || echo none");
  EXPECT_EQ(only("reads").output, "[]1\nnone\n");
}

}  // namespace
}  // namespace balm::agent
