// Real workers: their conversation, their end, and what becomes of what they have begun.
#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/io/process_list.h"
#include "agent/io/process_tree.h"
#include "agent/io/task_worker.h"
#include "temporary_folder.h"
#include "tests/io/foster_children.h"

namespace balm::agent {
namespace {

using namespace executor;

constexpr int kPatienceMs =
    20'000;  // for things that happen within milliseconds; only a failing test waits for it

Task some_task() {
  Task task;
  task.attempt = {IncidentId{1042}, 2};
  task.state.text = "s";
  return task;
}

bool wait_until_readable(int fd) {
  pollfd wait{fd, POLLIN, 0};
  return poll(&wait, 1, kPatienceMs) == 1;
}

FromWorker next(TaskWorker& worker) {
  const auto bytes = worker.channel().receive_waiting();
  EXPECT_TRUE(bytes.ok());
  return *decode_from_worker(*bytes);
}

void hand_over(TaskWorker& worker) {
  ASSERT_TRUE(worker.channel().send(encode(ToWorker(ReadTask{some_task()}))).ok());
}

std::string end_of(TaskWorker& worker) {
  EXPECT_TRUE(wait_until_readable(worker.pidfd()));
  return worker.ended().value_or("lives");
}

TEST(TaskWorker, AsksBeforeItActsAndTellsHowItEnded) {
  auto worker = TaskWorker::start([](const Task& task, WorkerVoice& voice) {
    if (!voice.ask("first of " + to_text(task.attempt))) return;
    voice.tell(TellStep{"first", "true", Value::map({{"id", "first"}})});
    voice.tell(TellEnd{true, "done", Value(ValueList{}), voice.first_action_us()});
  });
  ASSERT_TRUE(worker.ok()) << worker.error().message;
  EXPECT_FALSE(worker->ended());
  hand_over(*worker);
  EXPECT_EQ(std::get<AskStep>(next(*worker)).step, "first of 1042.2");
  ASSERT_TRUE(worker->channel().send(encode(ToWorker(Go{}))).ok());
  EXPECT_EQ(std::get<TellStep>(next(*worker)).result, "true");
  EXPECT_GT(std::get<TellEnd>(next(*worker)).first_action_us, 0);
  EXPECT_EQ(end_of(*worker), "exited with 0");
}

TEST(TaskWorker, AResultMuchLargerThanASocketTakesArrivesWhole) {
  auto worker = TaskWorker::start([](const Task&, WorkerVoice& voice) {
    voice.tell(TellEnd{true, "done", Value(std::string(700'000, 'x')), 0});
  });
  hand_over(*worker);
  EXPECT_EQ(std::get<TellEnd>(next(*worker)).steps.string_or().size(), 700'000u);
}

TEST(TaskWorker, HasNothingOfTheExecutorButItsSocket) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);  // inherited without close-on-exec: must be closed in the child
  auto worker = TaskWorker::start([](const Task&, WorkerVoice& voice) {
    std::string open;
    for (int fd = 0; fd < 256; ++fd)
      if (fcntl(fd, F_GETFD) >= 0) open += std::to_string(fd) + " ";
    const bool leader = getsid(0) == getpid();
    voice.tell(TellEnd{leader, open, {}, 0});
  });
  hand_over(*worker);
  const auto end = std::get<TellEnd>(next(*worker));
  EXPECT_EQ(end.comment, "0 1 2 3 ");
  EXPECT_TRUE(end.succeeded) << "it leads its own session";
  close(pipe_ends[0]);
  close(pipe_ends[1]);
}

TEST(TaskWorker, DeathBySignalIsSeenAndSaid) {
  auto worker = TaskWorker::start([](const Task&, WorkerVoice&) { raise(SIGKILL); });
  hand_over(*worker);
  EXPECT_EQ(end_of(*worker), "killed by signal 9");
}

TEST(TaskWorker, AnExceptionEndsTheWorkerAlone) {
  auto worker = TaskWorker::start([](const Task&, WorkerVoice&) { throw std::bad_alloc(); });
  hand_over(*worker);
  EXPECT_EQ(end_of(*worker), "exited with 1");
}

TEST(TaskWorker, EndsBeforeItsNextStepWhenTheExecutorIsGone) {
  TemporaryFolder folder;
  const std::string trace = folder / "acted";
  pid_t pid = 0;
  {
    auto ends = ExecutorChannel::pair();
    const pid_t executor = fork();  // stands for an executor that is killed
    if (executor == 0) {
      auto worker = TaskWorker::start([&](const Task&, WorkerVoice& voice) {
        if (voice.ask("a")) std::ofstream(trace) << "acted";
      });
      ExecutorChannel tell(std::move(ends->second));
      hand_over(*worker);
      (void)next(*worker);
      (void)tell.send_waiting(std::to_string(worker->mark().pid));
      pause();
    }
    ends->second.reset();
    ExecutorChannel hear(std::move(ends->first));
    pid = std::stoi(*hear.receive_waiting());
    ::kill(executor, SIGKILL);
    waitpid(executor, nullptr, 0);
  }
  for (int i = 0; i < kPatienceMs && read_process(pid) && read_process(pid)->state != 'Z'; ++i)
    poll(nullptr, 0, 1);
  const auto facts = read_process(pid);
  EXPECT_TRUE(!facts || facts->state == 'Z') << "the orphaned worker ends by itself";
  EXPECT_FALSE(std::ifstream(trace).good());
}

// --- what a task has begun

class TaskRemains : public testing::Test {
 protected:
  // A worker that runs `script` under sh and waits for it; returns when the script has said "ready" in a
  // file.
  void begin(const std::string& script) {
    const std::string ready = folder / "ready";
    const std::string whole = script + "\ntouch " + ready + "\nexec sleep 60\n";
    const std::uint64_t began = ticks_now();
    worker.emplace(*TaskWorker::start([whole](const Task&, WorkerVoice&) {
      if (const pid_t pid = fork(); pid == 0) {
        setsid();  // as the process runner does
        execl("/bin/sh", "sh", "-c", whole.c_str(), nullptr);
        _exit(127);
      }
      while (wait(nullptr) > 0) {
      }
    }));
    hand_over(*worker);
    for (int i = 0; i < kPatienceMs && !std::ifstream(ready).good(); ++i) poll(nullptr, 0, 1);
    trace = {worker->mark(), "1042.2", "", began, {}, {}};
  }
  pid_t pid_in(const std::string& name) {
    pid_t pid = 0;
    for (int i = 0; i < kPatienceMs && pid == 0; ++i) {
      std::ifstream(folder / name) >> pid;
      if (pid == 0) poll(nullptr, 0, 1);
    }
    return pid;
  }
  static bool lives(pid_t pid) {
    const auto facts = read_process(pid);
    return facts && facts->state != 'Z';
  }
  FosterChildren children;  // services stay by design
  TemporaryFolder folder;
  std::optional<TaskWorker> worker;
  TaskTrace trace;
};

TEST_F(TaskRemains, ChildrenThatIgnoreTermAreKilled) {
  begin("trap '' TERM\nsh -c 'trap \"\" TERM; echo $$ > " + (folder / "deep") + "; exec sleep 60' &");
  const pid_t deep = pid_in("deep");
  EXPECT_GE(signal_task(trace, SIGTERM), 3u);
  EXPECT_EQ(end_of(*worker), "killed by signal 15");
  EXPECT_TRUE(lives(deep));
  EXPECT_TRUE(kill_task(trace));
  EXPECT_FALSE(lives(deep));
}

TEST_F(TaskRemains, DaemonsAreFoundAlsoAfterTheWorkerIsGone) {
  begin("(setsid sh -c 'echo $$ > " + (folder / "daemon") + "; exec sleep 60' &) </dev/null >/dev/null 2>&1");
  const pid_t daemon = pid_in("daemon");
  worker->kill();
  EXPECT_EQ(end_of(*worker), "killed by signal 9");
  EXPECT_TRUE(lives(daemon));
  EXPECT_TRUE(kill_task(trace));
  EXPECT_FALSE(lives(daemon));
}

// Another master's, in the same process list: the demo beside a fleet's agent, containers that share it.
TEST_F(TaskRemains, TheSameAttemptOfAnotherExecutorIsLeftAlone) {
  begin("(BALM_EXECUTOR=8:15 setsid sh -c 'echo $$ > " + (folder / "theirs") +
        "; exec sleep 60' &) </dev/null >/dev/null 2>&1");
  const pid_t theirs = pid_in("theirs");
  worker->kill();
  EXPECT_EQ(end_of(*worker), "killed by signal 9");
  trace.began_ticks = 0;  // as after a restart: only the marks tell
  trace.worker = {};
  EXPECT_TRUE(kill_task(trace));
  EXPECT_TRUE(lives(theirs));
  trace.executor = "8:15";
  EXPECT_TRUE(kill_task(trace));
  EXPECT_FALSE(lives(theirs));
}

TEST(FolderMark, IsTheSameForTheSameFolderOnly) {
  const TemporaryFolder one, two;
  EXPECT_EQ(folder_mark(one.path()), folder_mark(one.path() + "/."));
  EXPECT_NE(folder_mark(one.path()), folder_mark(two.path()));
}

TEST_F(TaskRemains, ServicesStay) {
  begin("(BALM_SERVICE=nginx setsid sh -c 'echo $$ > " + (folder / "service") +
        "; sleep 60 & wait' &) </dev/null >/dev/null 2>&1");
  const pid_t service = pid_in("service");
  EXPECT_TRUE(kill_task(trace));
  EXPECT_TRUE(lives(service));
  kill(service, SIGKILL);
}

// Programs that set their title (nginx) write over their environment: then only a list of services helps.
TEST_F(TaskRemains, KnownServicesStay) {
  begin("(setsid sh -c 'echo $$ > " + (folder / "service") +
        "; sleep 60 & wait' &) </dev/null >/dev/null 2>&1");
  const pid_t service = pid_in("service");
  trace.services.insert(service);
  EXPECT_TRUE(kill_task(trace));
  EXPECT_TRUE(lives(service));
  trace.services.clear();
  EXPECT_TRUE(kill_task(trace));
  EXPECT_FALSE(lives(service));
}

TEST_F(TaskRemains, WhatSomeoneElseStartedStays) {
  const pid_t other = fork();
  if (other == 0) {
    pause();
    _exit(0);
  }
  begin("true");
  trace.others.insert(other);
  EXPECT_TRUE(kill_task(trace));
  EXPECT_TRUE(lives(other));
  kill(other, SIGKILL);
}

// After a restart of the executor only the mark in the environment and the worker's number are left.
TEST_F(TaskRemains, AreFoundByTheirMarkAfterARestart) {
  begin("(BALM_ATTEMPT=1042.2 setsid sh -c 'echo $$ > " + (folder / "marked") +
        "; exec sleep 60' &) </dev/null >/dev/null 2>&1");
  const pid_t marked = pid_in("marked");
  trace.began_ticks = 0;
  worker->kill();
  (void)end_of(*worker);
  EXPECT_TRUE(kill_task(trace));
  EXPECT_FALSE(lives(marked));
}

TEST_F(TaskRemains, ANumberThatBelongsToSomeoneElseNowIsLeftAlone) {
  begin("true");
  trace.worker.start_ticks += 1;
  trace.began_ticks = 0;
  trace.attempt = "7.7";
  EXPECT_TRUE(task_processes(trace).empty());
  EXPECT_FALSE(worker->ended());
}

}  // namespace
}  // namespace balm::agent
