// The real surroundings of `balm`: standard streams, terminal, environment, clock, and the way to the master.
#pragma once

#include <memory>
#include <string>

#include "cli/surroundings.h"
#include "common/io/zmq_context.h"

namespace balm::cli {

class ProgramSurroundings : public Surroundings {
 public:
  ProgramSurroundings();
  ~ProgramSurroundings() override;

  void out(std::string_view text) override;
  void err(std::string_view text) override;
  Result<void> flush() override;
  std::optional<std::string> read_line() override;
  Result<std::string> read_all(std::size_t bytes_max) override;
  bool can_ask() const override;
  Screen screen() const override;
  std::string variable(std::string_view name) const override;
  bool wait(Duration duration) override;
  Result<std::unique_ptr<MasterClient>> connect(const Connection& connection) override;

 private:
  class LocalZone;

  std::unique_ptr<LocalZone> zone_;
  std::unique_ptr<ZmqContext> context_;  // made with the first connection: it starts threads
  std::string typed_;                    // and not yet read as a line
  std::string unwritten_;
  int write_error_ = 0;  // errno of the first failure; nothing is written after it
};

}  // namespace balm::cli
