// The executor process as its agent sees it: real process, real journal, real states and checks; killed and
// started again.
#include "agent/io/executor_shell.h"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/io/executor_channel.h"
#include "agent/io/process_list.h"
#include "agent/local_wire.h"
#include "common/io/daemon_exit.h"
#include "common/io/system_clock.h"
#include "common/state_hash.h"
#include "temporary_folder.h"

namespace balm::agent {
namespace {

constexpr int kPatienceMs = 30'000;

// In place of the agent process: somebody who does nothing, until the executor ends. The test itself talks on
// the channel.
Result<AgentProcess> idle_agent(UniqueFd& channel) {
  const pid_t executor = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != executor) _exit(0);  // it was killed before it could be watched
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    while (true) pause();
  }
  return AgentProcess{pid, UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))), std::move(channel)};
}

class Executor : public testing::Test {
 protected:
  Executor() {
    config.executor_dir = folder / "executor";
    config.checks_dir = folder / "checks.d";
    config.check_user = geteuid() == 0 ? "root" : "";
    mkdir(config.executor_dir.c_str(), 0700);
    mkdir(config.checks_dir.c_str(), 0755);
  }
  ~Executor() override {
    if (pid > 0) end(SIGKILL);
  }

  void start() {
    auto ends = ExecutorChannel::pair();
    ASSERT_TRUE(ends.ok());
    pid = fork();
    if (pid == 0) {
      ends->first.reset();
      channel.reset();
      Signals signals;
      Log log("executor", Log::Level::Error, Log::Format::Text, Log::Delivery::Direct);
      UniqueFd end = std::move(ends->second);
      _exit(run_executor(
          config, [&end] { return idle_agent(end); }, signals, log));
    }
    ends->second.reset();
    channel.emplace(std::move(ends->first));
    hello = next<ExecutorHello>();
  }
  int end(int signal) {
    kill(pid, signal);
    int status = 0;
    waitpid(pid, &status, 0);
    pid = 0;
    return status;
  }
  void send(const ToExecutor& message) { ASSERT_TRUE(channel->send_waiting(encode(message)).ok()); }

  // The next message of a kind; others are passed over.
  template <class T>
  T next() {
    while (true) {
      pollfd ready{channel->fd(), POLLIN, 0};
      auto bytes = channel->receive();
      if (!bytes.ok()) break;
      if (!*bytes && poll(&ready, 1, kPatienceMs) == 1) continue;
      if (!*bytes) break;
      const auto message = decode_from_executor(**bytes);
      EXPECT_TRUE(message.ok());
      if (const auto* found = std::get_if<T>(&*message)) return *found;
    }
    ADD_FAILURE() << "the executor did not say it";
    return {};
  }
  TaskStatus end_of_task() {
    while (true) {
      const TaskStatus status = next<TaskUpdate>().status;
      if (status.phase != TaskPhase::Running || HasFailure()) return status;
    }
  }
  void join() {
    Standing standing;
    standing.cluster = "c1";
    standing.epoch = 1;
    standing.name.text = "web1";
    send(KeepStanding{standing});
  }
  Task task(const std::string& text) {
    Task made;
    made.attempt = {IncidentId{7}, ++attempts};
    made.cluster = "c1";
    made.epoch = 1;
    made.fence = attempts;
    made.boot = hello.boot;
    made.stamp = hello.stamp;
    made.state.text = "s";
    made.files = {{"s", text}};
    made.state_hash = state_files_hash(made.files);
    return made;
  }
  void check_file(const std::string& name, const std::string& text) {
    std::ofstream(config.checks_dir + "/." + name) << text;  // moved into place whole
    std::filesystem::rename(config.checks_dir + "/." + name, config.checks_dir + "/" + name);
  }
  CheckRan run_check(const std::string& name) {
    send(SpawnCheck{++runs, {name}});
    return next<CheckRan>();
  }
  std::string wait_for_file(const std::string& name) {
    for (int i = 0; i < kPatienceMs; ++i) {
      std::ifstream file(folder / name);
      std::string text;
      if (std::getline(file, text) && file.good()) return text;
      poll(nullptr, 0, 1);
    }
    ADD_FAILURE() << name << " never came";
    return "0";
  }
  static bool dies(pid_t process) {
    for (int i = 0; i < kPatienceMs; ++i) {
      const auto facts = read_process(process);
      if (!facts || facts->state == 'Z') return true;
      poll(nullptr, 0, 1);
    }
    return false;
  }

  TemporaryFolder folder;
  AgentConfig config;
  pid_t pid = 0;
  std::optional<ExecutorChannel> channel;
  ExecutorHello hello;
  std::uint32_t attempts = 0;
  std::uint64_t runs = 0;
};

TEST_F(Executor, IntroducesItselfAndRunsAState) {
  start();
  EXPECT_EQ(hello.boot, kernel_boot_id());
  EXPECT_EQ(hello.stamp.size(), 32u);
  EXPECT_EQ(hello.cluster, "");
  EXPECT_TRUE(hello.open_attempts.empty());
  join();
  send(Execute{task("write it:\n  cmd.run:\n    - name: echo $BALM_ATTEMPT > " + (folder / "out") +
                    "; umask > " + (folder / "umask") + "\n"),
               false});
  const TaskStatus status = end_of_task();
  EXPECT_EQ(status.outcome, TaskOutcome::Succeeded) << to_text(status.refusal) << status.comment;
  ASSERT_EQ(status.steps.as_list().size(), 1u);
  EXPECT_EQ(status.steps.as_list()[0]["id"].string_or(), "write it");
  EXPECT_EQ(wait_for_file("out"), "7.1");
  EXPECT_EQ(wait_for_file("umask"), "0022");
  EXPECT_LT(std::abs(status.first_action_us - system_now().wall.ms() * 1000), 60'000'000);
}

TEST_F(Executor, AStateWithFaultsIsRefusedWithTheirPlace) {
  start();
  join();
  send(Execute{task("write it:\n  cmd.rnu:\n    - name: x\n"), false});
  const TaskStatus status = end_of_task();
  EXPECT_EQ(status.refusal, Refusal::BadState);
  EXPECT_NE(status.comment.find("cmd.run"), std::string::npos) << status.comment;
}

// Steps may say more than a message takes; how the task ended arrives all the same.
TEST_F(Executor, ResultsLargerThanAMessageAreCutNotLost) {
  const std::string crowd = folder / "crowd";
  mkdir(crowd.c_str(), 0755);
  for (int i = 0; i < 12'000; ++i)
    std::ofstream(crowd + "/" + std::string(60, 'x') + std::to_string(i)).put('\n');
  start();
  join();
  send(Execute{task("clean it:\n  file.directory:\n    - name: " + crowd +
                    "\n    - clean: true\nand go on:\n  test.succeed_without_changes: []\n"),
               false});
  const TaskStatus status = end_of_task();
  EXPECT_EQ(status.outcome, TaskOutcome::Succeeded) << status.comment;
  EXPECT_EQ(status.steps.as_list().size(), 2u);
  EXPECT_TRUE(std::filesystem::is_empty(crowd));
}

TEST_F(Executor, AStepThatFailsFailsTheTask) {
  start();
  join();
  send(Execute{task("fail:\n  test.fail_without_changes: []\n"), false});
  EXPECT_EQ(end_of_task().outcome, TaskOutcome::Failed);
}

TEST_F(Executor, ChecksAreReadAgainWhenTheFolderChanges) {
  check_file("a.yaml", "checks:\n  one:\n    run: echo one; exit 1\n");
  start();
  CheckRan ran = run_check("one");
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.output, "one\n");
  EXPECT_EQ(run_check("two").end, CheckRan::End::NotStarted);
  check_file("b.yaml", "checks:\n  two:\n    run: [\"/bin/echo\", two]\n");
  for (int i = 0; i < kPatienceMs && ran.output != "two\n"; i += 10) {
    ran = run_check("two");
    poll(nullptr, 0, 10);
  }
  EXPECT_EQ(ran.output, "two\n");
}

TEST_F(Executor, ABrokenFileLeavesTheLastGoodSetAndSoDoesHangup) {
  check_file("a.yaml", "checks:\n  one:\n    run: echo one\n");
  start();
  EXPECT_EQ(run_check("one").output, "one\n");
  check_file("a.yaml", "checks:\n  one:\n    runn: echo changed\n");
  kill(pid, SIGHUP);
  EXPECT_EQ(run_check("one").output, "one\n");
  check_file("b.yaml", "checks:\n  two:\n    run: echo two\n");
  kill(pid, SIGHUP);
  EXPECT_EQ(run_check("one").output, "one\n");
  EXPECT_EQ(run_check("two").end, CheckRan::End::NotStarted) << "all or nothing";
  check_file("a.yaml", "checks:\n  one:\n    run: echo changed\n");
  kill(pid, SIGHUP);
  std::string output;
  for (int i = 0; i < kPatienceMs && output != "two\n"; i += 10) {
    output = run_check("two").output;
    poll(nullptr, 0, 10);
  }
  EXPECT_EQ(run_check("one").output, "changed\n");
}

TEST_F(Executor, WhatACheckLeavesBehindDoesNotPassForATask) {
  check_file("a.yaml", "checks:\n  leaves:\n    run: (setsid sleep 60 >/dev/null 2>&1 & echo $! > " +
                           (folder / "left") + ")\n");
  start();
  EXPECT_EQ(run_check("leaves").end, CheckRan::End::Exited);
  (void)wait_for_file("left");
  join();
  send(Execute{task("quick:\n  test.nop: []\n"), false});
  EXPECT_EQ(end_of_task().outcome, TaskOutcome::Succeeded);
}

// kill -9 in the middle of a step, then a new executor on the same folder: what the step began is ended, the
// attempt is abandoned and says where it was, and the order, sent again, starts nothing.
TEST_F(Executor, I3KilledInTheMiddleOfAStep) {
  start();
  join();
  Task only = task("one:\n  cmd.run:\n    - name: echo $$ > " + (folder / "pid") + "; echo x >> " +
                   (folder / "trace") + "; exec sleep 60\n");
  send(Execute{only, false});
  EXPECT_EQ(next<TaskUpdate>().status.phase, TaskPhase::Running);
  const pid_t step = std::stoi(wait_for_file("pid"));
  end(SIGKILL);
  start();
  EXPECT_EQ(hello.open_attempts, std::vector{only.attempt});
  EXPECT_EQ(hello.cluster, "c1");
  const TaskStatus status = end_of_task();
  EXPECT_EQ(status.outcome, TaskOutcome::Abandoned);
  EXPECT_NE(status.comment.find("'one' was under way"), std::string::npos) << status.comment;
  EXPECT_TRUE(dies(step));
  only.stamp = hello.stamp;
  send(Execute{only, false});
  EXPECT_EQ(end_of_task().outcome, TaskOutcome::Abandoned);
  send(AckResult{only.attempt});
  send(Execute{task("after:\n  test.nop: []\n"), false});
  EXPECT_EQ(end_of_task().outcome, TaskOutcome::Succeeded);
  EXPECT_EQ(wait_for_file("trace"), "x");
}

TEST_F(Executor, ADamagedJournalExecutesNothingUntilTheMasterHasSpoken) {
  start();
  join();
  send(Execute{task("one:\n  test.nop: []\n"), false});
  EXPECT_EQ(end_of_task().outcome, TaskOutcome::Succeeded);
  end(SIGKILL);
  std::fstream(config.executor_dir + "/journal", std::ios::in | std::ios::out | std::ios::binary)
      .seekp(40)
      .put('!');
  start();
  EXPECT_EQ(hello.last_fence, 0u);
  EXPECT_TRUE(hello.open_attempts.empty());
  send(Execute{task("two:\n  test.nop: []\n"), false});
  EXPECT_EQ(end_of_task().refusal, Refusal::WrongCluster);
  join();
  send(Execute{task("three:\n  test.nop: []\n"), false});
  EXPECT_EQ(end_of_task().outcome, TaskOutcome::Succeeded);
}

TEST_F(Executor, AJournalOthersCanReadIsAFaultForPeopleToMend) {
  std::ofstream(config.executor_dir + "/journal") << "x";
  chmod((config.executor_dir + "/journal").c_str(), 0644);
  pid = fork();
  if (pid == 0) {
    Signals signals;
    Log log("executor", Log::Level::Error, Log::Format::Text, Log::Delivery::Direct);
    _exit(run_executor(
        config, [] { return Error{}; }, signals, log));
  }
  EXPECT_EQ(WEXITSTATUS(end(0)), kExitConfig);
}

TEST_F(Executor, TimeoutOfATaskEndsItsPrograms) {
  start();
  join();
  Task only =
      task("one:\n  cmd.run:\n    - name: trap '' TERM; echo $$ > " + (folder / "pid") + "; sleep 60\n");
  only.timeout_ms = 1'000;
  send(Execute{only, false});
  const TaskStatus status = end_of_task();
  EXPECT_EQ(status.outcome, TaskOutcome::TimedOut) << status.comment;
  EXPECT_TRUE(dies(std::stoi(wait_for_file("pid"))));
}

TEST_F(Executor, EndsInOrderWhenAsked) {
  check_file("a.yaml", "checks:\n  hangs:\n    run: echo $$ > " + (folder / "pid") + "; exec sleep 60\n");
  start();
  send(SpawnCheck{1, {"hangs"}});
  const pid_t check = std::stoi(wait_for_file("pid"));
  const int status = end(SIGTERM);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(dies(check));
}

// Told to end twice while a task runs: no more patience, yet the end is on record.
TEST_F(Executor, ATaskThatRunsWhenItIsToldToEndHasARecord) {
  start();
  join();
  send(Execute{task("one:\n  cmd.run:\n    - name: echo $$ > " + (folder / "pid") + "; exec sleep 60\n"),
               false});
  const pid_t step = std::stoi(wait_for_file("pid"));
  kill(pid, SIGTERM);
  poll(nullptr, 0, 50);
  const int status = end(SIGTERM);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(dies(step));
  start();
  const TaskStatus answer = end_of_task();
  EXPECT_TRUE(answer.outcome == TaskOutcome::Cancelled) << to_text(answer.outcome) << answer.comment;
}

}  // namespace
}  // namespace balm::agent
