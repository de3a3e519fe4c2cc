#include <csignal>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent/io/agent_keeper.h"
#include "agent/local_wire.h"
#include "loop_patience.h"

namespace balm::agent {
namespace {

// A stand-in for the agent process: a fork that does what the test wants with its end of the channel.
AgentStarter forked(std::function<void(ExecutorChannel&)> live) {
  return [live]() -> Result<AgentProcess> {
    auto ends = ExecutorChannel::pair();
    if (!ends) return ends.error();
    const pid_t pid = fork();
    if (pid == 0) {
      ends->first.reset();
      ExecutorChannel channel(std::move(ends->second));
      live(channel);
      _exit(3);
    }
    AgentProcess process;
    process.pid = pid;
    process.pidfd = UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    process.channel = std::move(ends->first);
    return process;
  };
}

class Keeper : public testing::Test {
 protected:
  void keep(AgentStarter start) {
    keeper.emplace(loop, std::move(start), Random(1),
                   AgentKeeper::Doors{[this] { ++ups; }, [this] { ++downs; },
                                      [this](const ToExecutor& message) { received.push_back(message); },
                                      [this](const std::string& line) { troubles.push_back(line); }});
  }
  bool until(const std::function<bool()>& reached) {
    return run_until(loop, reached, [this] { keeper->tick(); });
  }

  EventLoop loop;
  std::optional<AgentKeeper> keeper;
  int ups = 0;
  int downs = 0;
  std::vector<ToExecutor> received;
  std::vector<std::string> troubles;
};

TEST_F(Keeper, CarriesMessagesBothWays) {
  keep(forked([](ExecutorChannel& channel) {
    const auto bytes = channel.receive_waiting();
    const auto stamp = std::get<NewStamp>(*decode_from_executor(*bytes));
    (void)channel.send_waiting(encode(ToExecutor(SpawnCheck{1, {stamp.stamp}})));
    pause();
  }));
  ASSERT_TRUE(keeper->start().ok());
  EXPECT_EQ(ups, 1);
  keeper->send(NewStamp{"abc"});
  ASSERT_TRUE(until([&] { return !received.empty(); }));
  EXPECT_EQ(std::get<SpawnCheck>(received[0]).check.text, "abc");
}

TEST_F(Keeper, StartsItAgainWhenItDies) {
  keep(forked([](ExecutorChannel&) {}));
  ASSERT_TRUE(keeper->start().ok());
  ASSERT_TRUE(until([&] { return ups == 2; }));
  EXPECT_EQ(downs, 1);
  ASSERT_FALSE(troubles.empty());
  EXPECT_EQ(troubles[0], "the agent process exited with 3");
}

TEST_F(Keeper, ReplacesOneThatTalksNonsense) {
  keep(forked([](ExecutorChannel& channel) {
    (void)channel.send_waiting("sudo\n{}");
    (void)channel.send_waiting(encode(ToExecutor(SpawnCheck{1, {"still_heard"}})));
    (void)::send(channel.fd(), "?", 1, 0);
    while (true) pause();
  }));
  ASSERT_TRUE(keeper->start().ok());
  ASSERT_TRUE(until([&] { return downs == 1; }));
  ASSERT_EQ(received.size(), 1u);
  EXPECT_GE(troubles.size(), 2u);
}

TEST_F(Keeper, TheFirstStartMayFailForGood) {
  keep([]() -> Result<AgentProcess> {
    return Error{Error::Kind::NotFound, "there is no user balm-agent", {}};
  });
  EXPECT_FALSE(keeper->start().ok());
  EXPECT_FALSE(keeper->running());
}

TEST_F(Keeper, EndsItAlsoWhenItIgnoresTerm) {
  keep(forked([](ExecutorChannel& channel) {
    signal(SIGTERM, SIG_IGN);
    (void)channel.send_waiting(encode(ToExecutor(SpawnCheck{1, {"ready"}})));
    while (true) pause();
  }));
  ASSERT_TRUE(keeper->start().ok());
  ASSERT_TRUE(until([&] { return !received.empty(); }));
  keeper->stop();
  ASSERT_TRUE(until([&] { return !keeper->running(); }));
  EXPECT_FALSE(keeper->wake_at()) << "it is not started again";
}

TEST_F(Keeper, OneThatDoesNotReadIsReplaced) {
  keep(forked([](ExecutorChannel&) {
    while (true) pause();
  }));
  ASSERT_TRUE(keeper->start().ok());
  CheckRan large;
  large.check.text = "c";
  large.output = std::string(1'000'000, 'x');
  for (int i = 0; i < 40; ++i) keeper->send(large);
  ASSERT_TRUE(until([&] { return downs == 1; }));
  ASSERT_TRUE(until([&] { return ups == 2; }));
}

}  // namespace
}  // namespace balm::agent
