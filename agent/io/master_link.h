// The connection to the master as inputs and messages. Dials when told to; what happens to the connection and
// what the master says comes out as inputs of the core. What is sent while there is no connection is dropped.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "agent/input.h"
#include "common/io/event_loop.h"
#include "common/io/key_pair.h"
#include "common/io/log.h"
#include "common/io/zmq_context.h"
#include "common/io/zmq_socket.h"

namespace balm::agent {

class MasterLink {
 public:
  struct Options {
    std::string endpoint;
    std::string master_key;  // the only one that is talked to
    KeyPair keys;
    HostName claimed_name;  // what the master is asked to call us; it decides
  };
  using Deliver = std::function<void(Input)>;

  // All four outlive the link.
  MasterLink(Options options, ZmqContext& context, EventLoop& loop, Log& log);
  ~MasterLink();

  void on_input(Deliver deliver) { deliver_ = std::move(deliver); }

  void connect();
  void disconnect();
  void send(const Message& message);

  bool up() const { return up_; }

 private:
  bool pending();
  void drain();
  void drain_events();
  void drain_frames();

  Options options_;
  ZmqContext& context_;
  EventLoop& loop_;
  Log& log_;
  Deliver deliver_;
  std::optional<ZmqSocket> socket_;
  EventLoop::Token frames_watch_ = 0;
  EventLoop::Token events_watch_ = 0;
  bool up_ = false;
  bool touched_ = false;  // the socket, since it was last found to hold nothing
};

}  // namespace balm::agent
