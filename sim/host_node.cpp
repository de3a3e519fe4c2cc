#include "sim/host_node.h"

namespace balm::sim {
namespace {

constexpr Duration kHop = 200us;  // between the two processes; constant, so that their order stays
constexpr Duration kAgentRestart = 500ms;

}  // namespace

HostNode::HostNode(Stage& stage, Network& network, AgentNode::Traits traits,
                   std::vector<CheckDocument> checks)
    : stage_(stage),
      name_(traits.name),
      machine_(traits.name.text, stage.time),
      services_(stage, traits.name),
      executor_(stage, machine_, services_, {[this](const agent::FromExecutor& message) {
                  stage_.time.after(kHop, [this, message, life = agent_.life().number()] {
                    if (life == agent_.life().number()) agent_.hear(message);
                  });
                }}),
      agent_(stage, machine_, network, std::move(traits)) {
  for (const CheckDocument& check : checks) services_.add(check.name);
  agent_.open({[this](const agent::ToExecutor& message) {
                 stage_.time.after(kHop, [this, message, life = executor_.life().number()] {
                   if (life == executor_.life().number()) executor_.hear(message);
                 });
               },
               [this] { agent_ended(); }});
  agent_.load_checks(std::move(checks));
}

void HostNode::start() {
  power_ = true;
  start_executor();
}

void HostNode::start_executor() {
  if (!power_ || executor_.life().alive()) return;
  executor_.start();
  if (executor_.life().alive()) return start_agent();
  stage_.time.after(1s, [this] { start_executor(); });
}

void HostNode::start_agent() {
  if (!power_ || !executor_.life().alive() || agent_.life().alive()) return;
  if (executor_.life().frozen()) return stage_.time.after(kAgentRestart, [this] { start_agent(); });
  agent_.start();
  executor_.agent_is_up();
}

void HostNode::agent_ended() {
  executor_.agent_is_gone();
  stage_.time.after(kAgentRestart, [this] { start_agent(); });
}

void HostNode::crash_agent() {
  agent_.die();
  agent_ended();
}

// The agent ends with its executor.
void HostNode::crash_executor(Duration down_for) {
  executor_.die();
  agent_.die();
  executor_.agent_is_gone();
  stage_.time.after(down_for, [this] { start_executor(); });
}

void HostNode::lose_power(Duration down_for) {
  if (!power_) return;
  power_ = false;
  agent_.lose_power();
  executor_.lose_power();
  executor_.agent_is_gone();
  stage_.time.after(down_for, [this] {
    machine_.boot();
    start();
  });
}

void HostNode::set_back(const Image& image, Duration down_for) {
  lose_power(down_for);
  agent_.set_back(image.agent);
  executor_.set_back(image.executor);
}

void HostNode::freeze_machine(Duration length) {
  agent_.freeze(length);
  executor_.freeze(length);
  executor_.tasks().freeze(length);
}

}  // namespace balm::sim
