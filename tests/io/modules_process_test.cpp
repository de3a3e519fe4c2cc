#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/io/process_grip.h"
#include "agent/io/process_list.h"
#include "common/io/spawn.h"
#include "tests/io/module_bench.h"

namespace balm::agent {
namespace {

class ModulesProcess : public ModuleBench {
 protected:
  ~ModulesProcess() override {
    for (const pid_t pid : started_) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  }

  // A program that nobody else on the host runs.
  pid_t start(std::vector<std::string> argv) {
    ProgramSpec spec;
    spec.argv = std::move(argv);
    spec.directory = folder;
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    const auto pid = spawn(spec, {null.get(), null.get(), null.get()});
    EXPECT_TRUE(pid.ok());
    started_.push_back(pid ? *pid : 0);
    return started_.back();
  }

  static int how_it_ended(pid_t pid) {
    int status = 0;
    return ::waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }

  template <class Condition>
  static bool soon(Condition condition) {
    for (int i = 0; i < 1000 && !condition(); ++i) ::poll(nullptr, 0, 10);
    return condition();
  }

  std::vector<pid_t> started_;
};

TEST_F(ModulesProcess, SignalsByPattern) {
  const pid_t pid = start({"sleep", "4711.125"});
  const std::string text =
      "x:\n  process.signalled:\n    - pattern: ^sleep 4711\\.125$\n    - signal: USR1\n";
  EXPECT_EQ(shown(step(text, true)), "null changed: 1 process would be sent USR1");
  EXPECT_EQ(::kill(pid, 0), 0);
  EXPECT_EQ(shown(step(text)), "true changed: Sent USR1 to 1 process");
  EXPECT_EQ(how_it_ended(pid), SIGUSR1);
  EXPECT_EQ(shown(step(text)), "true: No process is meant");
}

TEST_F(ModulesProcess, AbsentEndsWhatIgnoresTerm) {
  const pid_t pid =
      start({"sh", "-c", "trap '' TERM; touch ready; while :; do sleep 0.0471; done; : 4711.25"});
  ASSERT_TRUE(soon([&] { return exists("ready"); }));
  const StepResult result = step("x:\n  process.absent:\n    - pattern: ': 4711\\.25'\n    - grace: 50ms\n");
  EXPECT_EQ(shown(result), "true changed: Ended 1 process");
  EXPECT_EQ(how_it_ended(pid), SIGKILL);
}

TEST_F(ModulesProcess, FindsHoldersOfDeletedFiles) {
  const pid_t pid = start({"sh", "-c", "exec 3>held; rm held; touch ready; exec sleep 300"});
  ASSERT_TRUE(soon([&] { return exists("ready"); }));
  EXPECT_EQ(shown(step("x:\n  process.signalled:\n    - holding_deleted_under: @\n    - signal: HUP\n")),
            "true changed: Sent HUP to 1 process");
  EXPECT_EQ(how_it_ended(pid), SIGHUP);
}

TEST_F(ModulesProcess, NeverItselfNorAll) {
  const StepResult all = step("x:\n  process.absent:\n    - pattern: .\n", true);
  const std::string meant = to_display(all.changes) + ",";
  for (const pid_t spared : {::getpid(), ::getppid(), 1})
    EXPECT_EQ(meant.find("\"pid\":" + std::to_string(spared) + ","), std::string::npos) << spared;
  EXPECT_EQ(step("x:\n  process.absent:\n    - user: root\n").result, std::optional(false));
  // Only asked, never done: a fault here must not end the host of the tests.
  for (const char* const nothing : {"name: ''", "pattern: ''", "pattern: x*", "user: ''"})
    EXPECT_EQ(step("x:\n  process.absent:\n    - " + std::string(nothing) + "\n", true).comment,
              "all processes of the host are too many; say which")
        << nothing;
  EXPECT_EQ(step("x:\n  process.absent:\n    - pattern: (\n").result, std::optional(false));
  EXPECT_EQ(step("x:\n  process.signalled:\n    - pattern: a\n    - signal: WISH\n").result,
            std::optional(false));
}

TEST_F(ModulesProcess, AGripDoesNotHoldANamesake) {
  const pid_t pid = start({"sleep", "300"});
  auto entry = find_process(pid);
  ASSERT_TRUE(entry.has_value());
  EXPECT_TRUE(ProcessGrip::take(*entry));
  entry->start_ticks -= 1;
  EXPECT_FALSE(ProcessGrip::take(*entry));
}

TEST_F(ModulesProcess, SignalNames) {
  EXPECT_EQ(signal_number("HUP"), SIGHUP);
  EXPECT_EQ(signal_number("SIGTERM"), SIGTERM);
  EXPECT_EQ(signal_number("9"), SIGKILL);
  EXPECT_EQ(signal_number(""), 0);
}

}  // namespace
}  // namespace balm::agent
