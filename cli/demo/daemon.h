// One of Balm's daemons, started by another program on this machine: its log goes to a file, and it is ended
// when this goes out of scope.
#pragma once

#include <string>
#include <vector>

#include "common/io/subprocess.h"
#include "common/result.h"

namespace balm::cli {

class Daemon {
 public:
  // `program`: balm-master or balm-agent, beside this program or installed. Errors: NotFound, Io.
  static Result<Daemon> start(const std::string& program, const std::string& configuration,
                              const std::string& log);

  Daemon(Daemon&& other) noexcept = default;
  Daemon& operator=(Daemon&&) = delete;
  // As stop().
  ~Daemon();

  pid_t pid() const { return program_.pid(); }
  bool alive() { return !program_.has_exited(); }

  // As in a power cut: SIGKILL, to this process alone.
  void crash();
  // Asks it to end, gives it some seconds, and ends what is left of its group.
  void stop();

 private:
  explicit Daemon(ChildProcess program) : program_(std::move(program)) {}
  ChildProcess program_;
};

}  // namespace balm::cli
