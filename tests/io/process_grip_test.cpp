// Ending processes: those that are stopped, those that do not want to, and never somebody else.
#include "agent/io/process_grip.h"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/io/system_clock.h"
#include "tests/io/temporary_folder.h"

namespace balm::agent {
namespace {

class ProcessGripTest : public testing::Test {
 protected:
  ~ProcessGripTest() override {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  // A shell that says when it is ready; it goes on for ever.
  ProcessGrip start(const std::string& script) {
    const std::string whole = script + "; : > " + folder_ / "ready" + "; while :; do sleep 0.1; done";
    pid_ = ::fork();
    if (pid_ == 0) {
      ::execl("/bin/sh", "sh", "-c", whole.c_str(), nullptr);
      ::_exit(127);
    }
    EXPECT_TRUE(reaches([&] { return std::filesystem::exists(folder_ / "ready"); }));
    return ProcessGrip::take(read_process(pid_).value());
  }
  template <class Condition>
  static bool reaches(Condition condition) {
    const Instant until = system_now().instant + 30s;
    while (!condition() && system_now().instant < until) ::usleep(2'000);
    return condition();
  }
  int exit_code() {
    int status = 0;
    ::waitpid(std::exchange(pid_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  std::vector<pid_t> end(ProcessGrip grip, Duration grace) {
    std::vector<ProcessGrip> grips;
    grips.push_back(std::move(grip));
    return end_processes(grips, SIGTERM, grace);
  }

  TemporaryFolder folder_;
  pid_t pid_ = 0;
};

TEST_F(ProcessGripTest, WhoeverListensEndsInItsOwnWay) {
  EXPECT_TRUE(end(start("trap 'exit 7' TERM"), 30s).empty());
  EXPECT_EQ(exit_code(), 7);
}

// A hung worker that somebody stopped hears TERM only when it goes on.
TEST_F(ProcessGripTest, WhoeverIsStoppedIsWokenToHearIt) {
  ProcessGrip grip = start("trap 'exit 7' TERM");
  ASSERT_TRUE(grip.send(SIGSTOP));
  ASSERT_TRUE(reaches([&] { return read_process(pid_)->state == 'T'; }));
  EXPECT_TRUE(end(std::move(grip), 30s).empty());
  EXPECT_EQ(exit_code(), 7) << "it was killed instead of being asked";
}

TEST_F(ProcessGripTest, WhoeverDoesNotListenIsKilled) {
  EXPECT_TRUE(end(start("trap '' TERM"), 50ms).empty());
  EXPECT_EQ(exit_code(), -SIGKILL);
}

TEST_F(ProcessGripTest, WhoeverHasGoneCannotBeHeld) {
  ProcessEntry entry = start(":").entry();
  entry.start_ticks += 1;  // the number was given to another one
  EXPECT_FALSE(ProcessGrip::take(entry));
  signal_process(entry, SIGKILL);
  EXPECT_FALSE(read_process(pid_)->is_dead());
}

TEST(SignalNumber, NamesAndNumbers) {
  EXPECT_EQ(signal_number("HUP"), SIGHUP);
  EXPECT_EQ(signal_number("SIGHUP"), SIGHUP);
  EXPECT_EQ(signal_number("15"), SIGTERM);
  for (const char* const bad : {"", "SIG", "0", "-1", "999", "hup", "15 "})
    EXPECT_EQ(signal_number(bad), 0) << bad;
}

}  // namespace
}  // namespace balm::agent
