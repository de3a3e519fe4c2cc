#include "agent/io/hanging_checks.h"

#include <gtest/gtest.h>

#include "common/io/subprocess.h"
#include "loop_patience.h"

namespace balm::agent {
namespace {

// No test can make a process that KILL does not end, so an ordinary one stands in for it.
TEST(HangingChecks, P4ACheckWaitsUntilItsProcessIsGone) {
  ProgramSpec spec;
  spec.argv = {"/bin/sleep", "60"};
  auto child = ChildProcess::start(spec);
  ASSERT_TRUE(child);
  HangingChecks hanging;
  EXPECT_FALSE(hanging.find({"disk"}));
  hanging.add({"disk"}, child->pid());
  EXPECT_EQ(hanging.find({"disk"}), child->pid());
  EXPECT_FALSE(hanging.find({"other"}));
  EXPECT_EQ(hanging.processes(), std::set<pid_t>{child->pid()});
  child->kill_group();
  EventLoop loop;
  EXPECT_TRUE(run_until(loop, [&] { return !hanging.find({"disk"}); })) << "also a zombie is gone";
  EXPECT_TRUE(hanging.processes().empty());
}

TEST(HangingChecks, AProcessThatIsGoneAlreadyDoesNotHang) {
  HangingChecks hanging;
  hanging.add({"disk"}, 0x3FFFFFF);
  EXPECT_FALSE(hanging.find({"disk"}));
}

}  // namespace
}  // namespace balm::agent
