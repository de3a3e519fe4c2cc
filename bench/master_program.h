// A balm-master of its own in a folder of its own, whose registry already knows a number of hosts
// (host-0, host-1 ...); the bench speaks for them with the wire protocol.
#pragma once

#include <string>
#include <vector>

#include "bench/curve_peer.h"
#include "bench/measure.h"
#include "common/io/subprocess.h"
#include "common/result.h"

namespace balm::bench {

class MasterProgram {
 public:
  // Waits until it serves. Errors: Io, with the end of its log.
  static Result<MasterProgram> start(std::size_t hosts);
  MasterProgram(MasterProgram&&) noexcept = default;
  MasterProgram& operator=(MasterProgram&&) = delete;
  ~MasterProgram();

  // Connects as that host and greets; the spool's name is spool(number).
  Result<CurvePeer> connect(ZmqContext& context, std::size_t number) const;
  static std::string spool(std::size_t number);
  pid_t pid() const { return program_->pid(); }

 private:
  explicit MasterProgram(Folder folder) : folder_(std::move(folder)) {}
  Result<void> lay_out(std::size_t hosts);
  Result<void> run();

  Folder folder_;
  std::optional<ChildProcess> program_;
  std::string endpoint_;
  std::string server_key_;
  std::vector<KeyPair> keys_;
};

}  // namespace balm::bench
