// `balm dev` and `balm demo` told to end, as by a terminal that is closed: their daemons end with them and
// nothing is left of their folders.
#include <csignal>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "agent/io/process_list.h"
#include "common/io/subprocess.h"
#include "common/io/system_clock.h"
#include "tests/io/temporary_folder.h"

namespace balm {
namespace {

namespace fs = std::filesystem;

class Ending : public testing::Test {
 protected:
  // The program of these tests stands beside `balm`.
  static std::string balm() { return fs::read_symlink("/proc/self/exe").parent_path() / "balm"; }

  void start(std::vector<std::string> argv) {
    ProgramSpec spec;
    spec.argv = std::move(argv);
    spec.environment["TMPDIR"] = folder_.path();
    spec.streams = ProgramSpec::Streams::Merged;
    auto started = ChildProcess::start(spec);
    ASSERT_TRUE(started) << started.error().message;
    program_.emplace(std::move(started).value());
  }
  // Waits with its output read, so that it never stands still because of us.
  template <class Condition>
  bool reaches(Condition condition) {
    const Instant until = system_now().instant + 90s;
    while (!condition() && system_now().instant < until) {
      (void)program_->on_readable(ChildProcess::Stream::Output);
      ::usleep(5'000);
    }
    return condition();
  }
  // Processes that were given something of our folder.
  std::size_t daemons() const {
    std::size_t count = 0;
    for (const agent::ProcessEntry& entry : agent::list_processes())
      if (agent::command_line_of(entry.pid).find(folder_.path()) != std::string::npos &&
          entry.pid != program_->pid())
        ++count;
    return count;
  }
  std::string said() const { return program_->captured(ChildProcess::Stream::Output).text(); }
  void expect_a_clean_end(int signal) {
    (void)::kill(program_->pid(), signal);
    ASSERT_TRUE(reaches([&] { return program_->has_exited(); })) << said();
    EXPECT_EQ(daemons(), 0u) << said();
    for (const fs::directory_entry& left : fs::directory_iterator(folder_.path()))
      EXPECT_FALSE(left.path().filename().string().starts_with("balm-")) << left.path();
  }

  TemporaryFolder folder_;
  std::optional<ChildProcess> program_;
};

class EndingOfDev : public Ending, public testing::WithParamInterface<int> {};

TEST_P(EndingOfDev, LeavesNothingBehind) {
  fs::permissions(folder_.path(), fs::perms(0755));
  fs::create_directory(folder_ / "mine");
  folder_.file("mine/check.yaml", "checks:\n  mine: { run: [/bin/true] }\n");
  start({balm(), "dev", folder_ / "mine"});
  ASSERT_TRUE(reaches([&] { return said().find("Balm runs") != std::string::npos; })) << said();
  EXPECT_GE(daemons(), 2u);
  expect_a_clean_end(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Signals, EndingOfDev, testing::Values(SIGTERM, SIGINT));

// At whatever moment it comes: while the first daemon starts, while the next one does, while all are there.
class EndingOfTheDemo : public Ending, public testing::WithParamInterface<std::size_t> {};

TEST_P(EndingOfTheDemo, LeavesNoDaemonAndNoPatient) {
  fs::permissions(folder_.path(), fs::perms(0755));
  start({balm(), "demo", "--auto"});
  ASSERT_TRUE(reaches([&] { return daemons() >= GetParam() || program_->has_exited(); })) << said();
  ASSERT_FALSE(program_->has_exited()) << said();
  expect_a_clean_end(SIGTERM);
}

INSTANTIATE_TEST_SUITE_P(Daemons, EndingOfTheDemo, testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace balm
