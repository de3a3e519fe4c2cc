// One simulated host: a machine with its services, the executor process, and the agent process that the
// executor keeps alive. Whatever ends is started again after a while.
#pragma once

#include "sim/agent_node.h"
#include "sim/executor_node.h"
#include "sim/machine.h"
#include "sim/network.h"
#include "sim/service.h"
#include "sim/stage.h"

namespace balm::sim {

class HostNode {
 public:
  // Its disk at one moment.
  struct Image {
    AgentNode::Image agent;
    Disk executor;
  };

  HostNode(Stage& stage, Network& network, AgentNode::Traits traits, std::vector<CheckDocument> checks);

  void start();
  void crash_agent();
  void crash_executor(Duration down_for);
  void lose_power(Duration down_for);
  void freeze_machine(Duration length);
  Image image() { return {agent_.image(), executor_.disk()}; }
  // The power goes, and the machine comes up with an earlier disk of its own.
  void set_back(const Image& image, Duration down_for);

  const HostName& name() const { return name_; }
  Machine& machine() { return machine_; }
  Services& services() { return services_; }
  AgentNode& agent() { return agent_; }
  ExecutorNode& executor() { return executor_; }
  bool has_power() const { return power_; }

 private:
  void start_executor();
  void start_agent();
  void agent_ended();

  Stage& stage_;
  HostName name_;
  Machine machine_;
  Services services_;
  ExecutorNode executor_;
  AgentNode agent_;
  bool power_ = false;
};

}  // namespace balm::sim
