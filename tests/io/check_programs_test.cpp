// What checks are run with: bounds that hold whatever the program does.
#include "agent/io/check_programs.h"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "agent/io/child_reaper.h"
#include "common/io/program_run.h"
#include "loop_patience.h"
#include "temporary_folder.h"

namespace balm::agent {
namespace {

Finished ran(const std::string& script, const CheckLimits& limits = {}) {
  CheckDocument check;
  check.name = {"hostile"};
  check.argv = {"/bin/sh", "-c", script};
  check.limits = limits;
  check.timeout = 20s;
  const CheckProgram program = check_program(check, std::nullopt);
  auto finished = run(program.spec, program.timeout);
  EXPECT_TRUE(finished) << finished.error().message;
  return finished ? *finished : Finished{};
}

TEST(CheckProgram, P5MemoryHasABound) {
  CheckLimits limits;
  limits.memory_bytes = 64u << 20;
  const Finished bomb = ran("x=a; while :; do x=$x$x; done", limits);
  EXPECT_FALSE(bomb.succeeded());
  EXPECT_FALSE(bomb.timed_out) << "it met the bound, not the deadline";
}

TEST(CheckProgram, P5FilesHaveABound) {
  const TemporaryFolder folder;
  CheckLimits limits;
  limits.file_bytes = 1u << 20;
  const Finished bomb = ran("exec head -c 100000000 /dev/zero > " + (folder / "big"), limits);
  EXPECT_FALSE(bomb.succeeded());
  EXPECT_EQ(std::filesystem::file_size(folder / "big"), limits.file_bytes);
}

TEST(CheckProgram, P5DescriptorsProcessorTimeAndCoresHaveBounds) {
  CheckLimits limits;
  limits.open_files = 40;
  EXPECT_EQ(ran("ulimit -n; ulimit -c", limits).output, "40\n0\n");
  limits.cpu = 1s;
  const Finished spins = ran("while :; do :; done", limits);
  EXPECT_FALSE(spins.timed_out);
  EXPECT_EQ(spins.exit_code, -1) << "ended by a signal";
}

TEST(CheckProgram, P5TheKernelEndsChecksFirst) {
  EXPECT_EQ(ran("cat /proc/self/oom_score_adj").output, "1000\n");
}

TEST(CheckProgram, K12NothingOfOurEnvironmentComesThrough) {
  ::setenv("LD_PRELOAD", "", 1);
  ::setenv("http_proxy", "http://evil.example", 1);
  EXPECT_EQ(ran("echo [$LD_PRELOAD$http_proxy$HOME]; echo $BALM_CHECK").output, "[]\nhostile\n");
  ::unsetenv("http_proxy");
  ::unsetenv("LD_PRELOAD");
}

// A daemon in a session of its own, whose parents are gone, is found by its mark.
TEST(CheckProgram, P3WhatACheckLeavesBehindIsEndedAndTold) {
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
  const TemporaryFolder folder;
  const std::string pid_file = folder / "pid";
  const Finished check = ran("setsid sh -c 'echo $$ > " + pid_file +
                             "; exec sleep 600' > /dev/null 2>&1 &\n"
                             "while ! test -s " +
                             pid_file + "; do sleep 0.01; done; echo OK");
  EXPECT_TRUE(check.succeeded()) << check.describe();
  pid_t pid = 0;
  std::ifstream(pid_file) >> pid;
  ASSERT_GT(pid, 0);
  std::map<std::string, int> ended;
  EventLoop loop;
  EXPECT_TRUE(run_until(loop, [&] { return !(ended = kill_check_leftovers({})).empty(); }));
  EXPECT_EQ(ended, (std::map<std::string, int>{{"hostile", 1}}));
  EXPECT_EQ(::waitpid(pid, nullptr, 0), pid) << "it is ours, and dead";
  ::prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
}

}  // namespace
}  // namespace balm::agent
