// The network between the agents and the master: frames as bytes over connections that are made, break, or
// only seem to stand; frames are lost, repeated, reordered, delayed, in each direction apart.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "common/ids.h"
#include "common/random.h"
#include "sim/stage.h"

namespace balm::sim {

// How one host's way to the master behaves now.
struct Weather {
  double loss = 0;        // share of frames
  double repeat = 0;      // share of frames that arrive twice, the second time later
  Duration jitter{};      // more than that much delay turns the order around
  Duration delay{};       // of everything
  bool cut_up = false;    // nothing reaches the master
  bool cut_down = false;  // nothing reaches the agent
};

// What the network calls at its two ends.
class AgentEnd {
 public:
  virtual ~AgentEnd() = default;
  virtual void link_up() = 0;
  virtual void link_down(const std::string& reason) = 0;
  virtual void frame(const std::string& bytes) = 0;
};
class MasterEnd {
 public:
  virtual ~MasterEnd() = default;
  virtual void frame(const HostName& from, const std::string& bytes) = 0;
  virtual bool listens() const = 0;
};

class Network {
 public:
  explicit Network(Stage& stage) : stage_(stage), random_(stage.random_for("network")) {}

  void join(const HostName& host, AgentEnd& end) { links_[host].end = &end; }
  void serve(MasterEnd& end) { master_ = &end; }

  // An agent wants a connection, a new one, or none any more.
  void connect(const HostName& host);
  void disconnect(const HostName& host);

  void to_master(const HostName& from, const std::string& bytes);
  // Dropped when no connection stands.
  void to_agent(const HostName& to, const std::string& bytes);

  // The master's process has ended: its system closes the connections; without power nobody does.
  void master_ended(bool power_lost);
  void reset(const HostName& host);

  Weather& weather(const HostName& host) { return links_[host].weather; }

 private:
  struct Link {
    AgentEnd* end = nullptr;
    bool wanted = false;
    bool up = false;
    std::uint64_t number = 0;  // of the connection
    Weather weather;
  };

  void dial(const HostName& host, std::uint64_t number);
  void drop(const HostName& host, const std::string& reason);
  void turn(const HostName& host, bool up);
  // How long a frame takes; more than one entry: it arrives more than once.
  std::vector<Duration> ways(const Weather& weather, bool cut);

  Stage& stage_;
  Random random_;
  MasterEnd* master_ = nullptr;
  std::map<HostName, Link> links_;
};

}  // namespace balm::sim
