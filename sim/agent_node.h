// The agent process of one host: the real core, a simulated spool, and the carrying out of effects as
// agent/io/agent_shell does it: what is appended is synced before anything that follows it is sent. May die
// or stand still between any two effects.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/agent.h"
#include "sim/disk/spool.h"
#include "sim/machine.h"
#include "sim/network.h"
#include "sim/process.h"

namespace balm::sim {

class AgentNode : public AgentEnd, public Process<agent::Input> {
 public:
  struct Traits {
    HostName name;
    Labels labels;
    agent::SpoolBounds bounds;
  };
  struct Doors {
    std::function<void(const agent::ToExecutor&)> tell_executor;
    std::function<void()> ended;  // by itself: it could not go on
  };

  // What of it lies on the disk.
  struct Image {
    SimSpool spool;
    agent::SavedChecks picture;
  };

  AgentNode(Stage& stage, const Machine& machine, Network& network, Traits traits);
  void open(Doors doors) { doors_ = std::move(doors); }

  void start();
  void die();
  void lose_power();
  Image image() const { return {spool_, picture_}; }
  // REQUIRES: it does not run. The disk is as it was when the image was taken and the power had gone then.
  void set_back(const Image& image);

  void hear(const agent::FromExecutor& message) { give(agent::ExecutorSaid{message}); }
  void set_room(bool enough) { give(agent::SpoolRoom{enough}); }
  void load_checks(std::vector<CheckDocument> checks);
  // An agent that lies: hands this to the network as if its core had said so.
  void forge(const Message& message);

  void link_up() override { give(agent::LinkUp{}); }
  void link_down(const std::string& reason) override { give(agent::LinkDown{reason, false}); }
  void frame(const std::string& bytes) override;

  SimSpool& spool() { return spool_; }
  AtRest rest() const;

 private:
  void pump() override;
  bool flush();
  agent::AgentMemory recall() const;
  void failed();

  Result<void> carry(const agent::AppendEvent& effect);
  Result<void> carry(const agent::EventsAcked& effect);
  Result<void> carry(const agent::ReadEvents& effect);
  Result<void> carry(const agent::RenewSpool& effect);
  Result<void> carry(const agent::KeepChecks& effect);
  Result<void> carry(const agent::KeepCheckSet& effect);
  Result<void> carry(const agent::Connect&);
  Result<void> carry(const agent::Disconnect&);
  Result<void> carry(const agent::SendToMaster& effect);
  Result<void> carry(const agent::SendToExecutor& effect);
  Result<void> carry(const agent::Note&) { return {}; }
  Result<void> sync();

  const Machine& machine_;
  Network& network_;
  Traits traits_;
  Doors doors_;
  Random random_;
  SimSpool spool_;
  agent::SavedChecks picture_;
  std::vector<CheckDocument> checks_;
  std::optional<agent::Agent> core_;
  std::deque<agent::Effect> todo_;
  std::deque<Message> waiting_;  // for the sync of what stands in front of them
  bool synced_ = true;
};

}  // namespace balm::sim
