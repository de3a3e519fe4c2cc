// A balm-master of its own in a folder of its own, whose registry already knows a number of hosts
// (host-0, host-1 ...); the bench speaks for them with the wire protocol.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/curve_peer.h"
#include "bench/measure.h"
#include "common/io/subprocess.h"
#include "common/result.h"
#include "common/value.h"

namespace balm::bench {

class MasterProgram {
 public:
  struct Options {
    std::size_t hosts = 0;
    std::string checks;  // text of checks.d/bench.yaml; also what an AgentProgram runs
    std::string rules;   // text of rules.d/bench.yaml; empty: one that wants nothing
    std::string state;   // text of states/bench/heal.sls
  };
  // Waits until it serves. Errors: Io, with the end of its log.
  static Result<MasterProgram> start(const Options& options);
  MasterProgram(MasterProgram&&) noexcept = default;
  MasterProgram& operator=(MasterProgram&&) = delete;
  ~MasterProgram();

  // Connects as that host and greets; the spool's name is spool(number).
  Result<CurvePeer> connect(ZmqContext& context, std::size_t number) const;
  static std::string spool(std::size_t number);
  // As an operator; waits for the answer, some seconds at most.
  Result<Value> ask(ZmqContext& context, const std::string& verb, const Value& args);

  const std::string& folder() const { return folder_.path(); }
  const std::string& endpoint() const { return endpoint_; }
  const std::string& server_key() const { return server_key_; }
  pid_t pid() const { return program_->pid(); }

 private:
  explicit MasterProgram(Folder folder) : folder_(std::move(folder)) {}
  Result<void> lay_out(const Options& options);
  Result<void> know_hosts(std::size_t hosts);
  Result<void> run();

  Folder folder_;
  std::optional<ChildProcess> program_;
  std::string endpoint_;
  std::string server_key_;
  std::vector<KeyPair> keys_;
  KeyPair operator_keys_;
  std::optional<CurvePeer> operator_;
  std::uint64_t last_request_ = 0;
};

}  // namespace balm::bench
