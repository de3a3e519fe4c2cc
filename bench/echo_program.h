// A bare CURVE ROUTER in a process of its own: what floors talk to.
#pragma once

#include <string>
#include <vector>

#include "bench/curve_peer.h"
#include "bench/measure.h"
#include "common/io/subprocess.h"
#include "common/io/zmq_context.h"
#include "common/result.h"

namespace balm::bench {

// Ended when it goes out of scope.
class EchoProgram {
 public:
  static Result<EchoProgram> start(const std::string& folder);
  EchoProgram(EchoProgram&&) noexcept = default;
  EchoProgram& operator=(EchoProgram&&) = delete;
  ~EchoProgram();
  Result<CurvePeer> connect(ZmqContext& context, std::size_t number) const;
  pid_t pid() const { return program_.pid(); }
  const std::string& endpoint() const { return endpoint_; }
  const std::string& server_key() const { return keys_.public_key; }

 private:
  EchoProgram(ChildProcess program, std::string endpoint, KeyPair keys)
      : program_(std::move(program)), endpoint_(std::move(endpoint)), keys_(std::move(keys)) {}
  ChildProcess program_;
  std::string endpoint_;
  KeyPair keys_;
};

}  // namespace balm::bench
