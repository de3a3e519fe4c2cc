// An agent core played by hand: its inputs one by one, its effects to look at.
#pragma once

#include <string>
#include <vector>

#include "agent/agent.h"
#include "tests/agent/check_samples.h"

namespace balm::agent {

inline const SpoolId kSpool{std::string(32, 'a')};

class AgentTest : public testing::Test {
 protected:
  AgentTest() : agent_(setup(), {{kSpool, 1, 0, {}}, {}, "", {}}) {}

  static AgentSetup setup() {
    AgentSetup setup;
    setup.host = {{"web1"}, {{"role", "web"}}};
    setup.version = "0.1.0";
    setup.seed = 1;
    return setup;
  }

  // The effects of one input.
  Effects step(const Input& input) {
    Effects effects;
    agent_.step(input, at(time_), effects);
    return effects;
  }
  Effects tick(double seconds) {
    time_ = seconds;
    return step(Tick{});
  }
  template <class Message>
  Effects from_master(Message message) {
    return step(MasterSaid{std::move(message)});
  }
  template <class Message>
  Effects from_executor(Message message) {
    return step(ExecutorSaid{std::move(message)});
  }

  void load(std::vector<CheckDocument> checks) { step(ChecksLoaded{std::move(checks)}); }

  static ExecutorHello executor_hello() {
    ExecutorHello hello;
    hello.boot = "boot-1";
    hello.stamp = "stamp-1";
    hello.epoch_max = 3;
    hello.last_fence = 9;
    return hello;
  }

  static Standing standing() {
    Standing standing;
    standing.cluster = "c";
    standing.epoch = 4;
    standing.name.text = "web1";
    return standing;
  }

  void become_known() {
    from_executor(executor_hello());
    step(LinkUp{});
    from_master(standing());
  }

  // Lets the executor answer the newest run of a check.
  Effects answer(const SpawnCheck& spawned, int code, std::string output = "") {
    CheckRan run = ran(code, std::move(output), time_);
    run.run = spawned.run;
    run.check = spawned.check;
    return from_executor(std::move(run));
  }

  // Runs the one check until a result was seen at `seconds`.
  Effects observe(double seconds, int code) {
    const auto spawned = ordered<SpawnCheck>(tick(seconds));
    EXPECT_EQ(spawned.size(), 1u) << "at " << seconds;
    return spawned.empty() ? Effects{} : answer(spawned[0], code);
  }

  static CheckDocument ten_seconds(const std::string& name) {
    CheckDocument check = check_named(name);
    check.every = 10s;
    return check;
  }

  double time_ = 0;
  Agent agent_;
};

}  // namespace balm::agent
