// A real balm-agent beside a MasterProgram, its key accepted: host "bench", with the master's folder of
// checks.
#pragma once

#include <string>
#include <vector>

#include "bench/master_program.h"
#include "bench/measure.h"

namespace balm::bench {

class AgentProgram {
 public:
  // Waits until the master has it up. Errors: Io, with the end of its log.
  static Result<AgentProgram> start(ZmqContext& context, MasterProgram& master, const std::string& checks);
  AgentProgram(AgentProgram&&) noexcept = default;
  AgentProgram& operator=(AgentProgram&&) = delete;
  ~AgentProgram();

  // All processes of the agent that run now.
  std::vector<pid_t> processes() const;
  const std::string& folder() const { return folder_.path(); }

 private:
  explicit AgentProgram(Folder folder) : folder_(std::move(folder)) {}
  Result<void> lay_out(const MasterProgram& master, const std::string& checks);
  Result<void> run(ZmqContext& context, MasterProgram& master);

  Folder folder_;
  std::optional<ChildProcess> program_;
};

}  // namespace balm::bench
