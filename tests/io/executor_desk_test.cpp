// Core, journal, and real workers together: a task from its order to its end, and all the ways it can be cut
// short.
#include "agent/io/executor_desk.h"

#include <csignal>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "agent/io/process_list.h"
#include "common/state_hash.h"
#include "executor_disks.h"
#include "loop_patience.h"
#include "temporary_folder.h"
#include "tests/io/foster_children.h"

namespace balm::agent {
namespace {

using namespace executor;

constexpr const char* kBoot = "boot-1";

class Desk : public testing::Test {
 protected:
  Desk() { stamp = "stamp-1"; }
  ~Desk() override {
    desk.reset();
    bench.reset();
  }

  // `run` is what workers do.
  void open(RunTask run, JournalDisk& disk) {
    desk.reset();
    bench.reset();
    journal.emplace(disk);
    auto loaded = journal->load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    bench.emplace(loop, std::move(run),
                  TaskBench::Doors{[this](Input input) { desk->give(std::move(input)); },
                                   [] { return std::set<pid_t>(); }, [] { return std::set<pid_t>(); },
                                   [](const std::string&) {}});
    desk.emplace(
        Executor(std::move(loaded->ledger), {kBoot, false}), *journal, *bench,
        ExecutorDesk::Doors{[this](const FromExecutor& message) { take(message); }, [](const Note&) {}});
    desk->begin(stamp);
    Standing standing;
    standing.cluster = "c1";
    standing.epoch = 1;
    desk->give(StandingArrived{standing});
  }
  void take(const FromExecutor& message) {
    if (const auto* update = std::get_if<TaskUpdate>(&message)) told.push_back(update->status);
  }
  Task task(std::int64_t timeout_ms = 60'000) {
    Task made;
    made.attempt = {IncidentId{7}, ++attempts};
    made.cluster = "c1";
    made.epoch = 1;
    made.fence = attempts;
    made.boot = kBoot;
    made.stamp = stamp;
    made.state.text = "s";
    made.files = {{"s", folder / "trace"}};
    made.state_hash = state_files_hash(made.files);
    made.timeout_ms = timeout_ms;
    return made;
  }
  void order(const Task& task) {
    const auto worker = bench->waiting();
    ASSERT_TRUE(worker.ok());
    desk->give(TaskArrived{{task, false}, *worker, {}, journal->has_room()});
  }
  const TaskStatus& end_of(const Task& task) {
    const auto ended = [&] {
      return !told.empty() && told.back().attempt == task.attempt &&
             (told.back().phase == TaskPhase::Done || told.back().phase == TaskPhase::Refused);
    };
    EXPECT_TRUE(run_until(loop, ended, [this] {
      const auto due = desk->core().wake_at();
      if (due && system_now().instant >= *due) desk->give(Tick{});
    }));
    return told.back();
  }
  std::string trace() {
    std::ifstream file(folder / "trace");
    return {std::istreambuf_iterator<char>(file), {}};
  }

  FosterChildren children;
  TemporaryFolder folder;
  EventLoop loop;
  MemoryJournalDisk memory;
  std::optional<ExecutorJournal> journal;
  std::optional<TaskBench> bench;
  std::optional<ExecutorDesk> desk;
  std::vector<TaskStatus> told;
  std::string stamp;
  std::uint32_t attempts = 0;
};

// A state of `n` steps that each add a letter to the file the task names.
RunTask letters(int n) {
  return [n](const Task& task, WorkerVoice& voice) {
    for (int i = 0; i < n; ++i) {
      const std::string step(1, static_cast<char>('a' + i));
      if (!voice.ask(step)) return;
      std::ofstream(task.files.at("s"), std::ios::app) << step;
      voice.tell(TellStep{step, "true", Value::map({{"id", step}})});
    }
    voice.tell(TellEnd{true, std::to_string(n) + " steps", Value(ValueList{}), voice.first_action_us()});
  };
}

TEST_F(Desk, ATaskFromOrderToEnd) {
  open(letters(3), memory);
  const Task first = task();
  order(first);
  EXPECT_EQ(end_of(first).outcome, TaskOutcome::Succeeded) << told.back().comment;
  EXPECT_EQ(told.front().phase, TaskPhase::Running);
  EXPECT_GT(told.back().first_action_us, 0);
  EXPECT_EQ(trace(), "abc");
  order(first);
  EXPECT_EQ(end_of(first).outcome, TaskOutcome::Succeeded);
  EXPECT_EQ(trace(), "abc") << "a repeated order starts nothing";
  const Task second = task();
  order(second);
  EXPECT_EQ(end_of(second).outcome, TaskOutcome::Succeeded);
  EXPECT_EQ(trace(), "abcabc");
}

// I6, with real processes and a real file: what acts finds its own start on disk.
TEST_F(Desk, I6RecordBeforeAct) {
  FileJournalDisk disk(folder.path());
  const std::string path = folder / "journal";
  open(
      [path](const Task& task, WorkerVoice& voice) {
        if (!voice.ask("first")) return;
        std::ifstream file(path, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        const bool recorded = bytes.find("\"start\"") < bytes.find("\"step_begin\"") &&
                              bytes.find("\"step_begin\"") != std::string::npos;
        voice.tell(TellEnd{recorded, to_text(task.attempt), {}, 0});
      },
      disk);
  const Task only = task();
  order(only);
  EXPECT_EQ(end_of(only).outcome, TaskOutcome::Succeeded);
}

TEST_F(Desk, AWorkerThatIsKilledIsAbandoned) {
  open(
      [](const Task&, WorkerVoice& voice) {
        (void)voice.ask("first");
        raise(SIGKILL);
      },
      memory);
  const Task only = task();
  order(only);
  EXPECT_EQ(end_of(only).outcome, TaskOutcome::Abandoned);
  EXPECT_NE(told.back().comment.find("killed by signal 9"), std::string::npos) << told.back().comment;
  EXPECT_NE(told.back().comment.find("'first' was under way"), std::string::npos) << told.back().comment;
}

TEST_F(Desk, AWorkerThatNeverAskedRefuses) {
  open([](const Task&, WorkerVoice&) { raise(SIGSEGV); }, memory);
  const Task only = task();
  order(only);
  EXPECT_EQ(end_of(only).refusal, Refusal::BadState);
}

TEST_F(Desk, AStateThatMakesNoSense) {
  open([](const Task&, WorkerVoice& voice) { voice.tell(TellUnreadable{"1:1: error"}); }, memory);
  const Task only = task();
  order(only);
  EXPECT_EQ(end_of(only).refusal, Refusal::BadState);
  EXPECT_TRUE(run_until(loop, [&] { return bench->processes().empty(); }));
}

// A hung child that ignores TERM, under a worker that does, too.
TEST_F(Desk, TimeoutKillsWhateverIgnoresTerm) {
  open(
      [](const Task& task, WorkerVoice& voice) {
        if (!voice.ask("hang")) return;
        signal(SIGTERM, SIG_IGN);
        if (fork() == 0) {
          setsid();
          std::ofstream(task.files.at("s")) << getpid() << std::endl;
        }
        while (true) pause();
      },
      memory);
  const Task only = task(300);
  order(only);
  EXPECT_EQ(end_of(only).outcome, TaskOutcome::TimedOut) << told.back().comment;
  const pid_t child = std::stoi(trace());
  EXPECT_TRUE(run_until(loop, [&] { return !read_process(child) || read_process(child)->state == 'Z'; }));
}

TEST_F(Desk, CancelledWhileItRuns) {
  open(
      [](const Task&, WorkerVoice& voice) {
        if (voice.ask("long")) pause();
      },
      memory);
  const Task only = task();
  order(only);
  ASSERT_TRUE(run_until(loop, [&] { return !told.empty(); }));
  desk->give(CancelAsked{only.attempt});
  EXPECT_EQ(end_of(only).outcome, TaskOutcome::Cancelled);
}

// A state that starts a daemon and ends well leaves it alone.
TEST_F(Desk, DaemonsOfATaskThatEndedWellStay) {
  open(
      [](const Task& task, WorkerVoice& voice) {
        if (!voice.ask("start")) return;
        if (fork() == 0) {
          setsid();
          if (fork() != 0) _exit(0);
          std::ofstream(task.files.at("s")) << getpid() << std::endl;
          while (true) pause();
        }
        while (std::ifstream(task.files.at("s")).peek() == EOF) usleep(1000);
        voice.tell(TellEnd{true, "started", {}, 0});
      },
      memory);
  const Task only = task();
  order(only);
  EXPECT_EQ(end_of(only).outcome, TaskOutcome::Succeeded);
  ASSERT_TRUE(run_until(loop, [&] { return bench->processes().empty(); }));
  const pid_t daemon = std::stoi(trace());
  const auto inherited = [&] {
    const auto facts = read_process(daemon);
    return facts && facts->state != 'Z' && facts->parent == getpid();
  };
  EXPECT_TRUE(run_until(loop, inherited)) << "the executor did not inherit it";
  kill(daemon, SIGKILL);
}

TEST_F(Desk, AFullDiskStartsNothing) {
  FaultyJournalDisk faulty(memory);
  open(letters(1), faulty);
  const Task only = task();
  order(only);
  faulty.good_calls = 0;
  EXPECT_EQ(end_of(only).refusal, Refusal::NoSpace);
  EXPECT_EQ(trace(), "");
  faulty.good_calls = 1'000'000;
  stamp = "stamp-2";
  desk->give(StampDue{stamp});
  const Task next = task();
  order(next);
  EXPECT_EQ(end_of(next).outcome, TaskOutcome::Succeeded) << told.back().comment;
}

// The executor is gone in the middle of a task and comes again with what is on disk: the attempt is
// abandoned, and the order, repeated, starts nothing.
TEST_F(Desk, I3StartedAgainInTheMiddle) {
  open(
      [](const Task& task, WorkerVoice& voice) {
        if (!voice.ask("first")) return;
        std::ofstream(task.files.at("s"), std::ios::app) << "x";
        while (true) pause();
      },
      memory);
  const Task only = task();
  order(only);
  ASSERT_TRUE(run_until(loop, [&] { return trace() == "x"; }));
  MemoryJournalDisk again;
  again.exists = true;
  again.bytes = memory.bytes;
  told.clear();
  stamp = "stamp-3";
  open(letters(1), again);
  desk->give(AgentUp{});
  EXPECT_EQ(end_of(only).outcome, TaskOutcome::Abandoned) << told.back().comment;
  order(only);
  EXPECT_EQ(end_of(only).outcome, TaskOutcome::Abandoned);
  EXPECT_EQ(trace(), "x");
}

}  // namespace
}  // namespace balm::agent
