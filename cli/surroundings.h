// Everything of the outside that a command touches: the two outputs, the keyboard, the clock, the way to the
// master. The program has the real ones (main.cpp); tests have canned answers and fixed time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/master_client.h"
#include "cli/show/screen.h"

namespace balm::cli {

// How to reach the master, from the flags.
struct Connection {
  std::string file;    // --connect; empty: the usual places
  Duration timeout{};  // of one answer
};

class Surroundings {
 public:
  virtual ~Surroundings() = default;

  // Data goes to out, talk to err. A closed pipe ends the program quietly; other faults of out are found by
  // flush().
  virtual void out(std::string_view text) = 0;
  virtual void err(std::string_view text) = 0;
  virtual Result<void> flush() = 0;

  // A line typed by a person, without its end; nothing at the end of input.
  virtual std::optional<std::string> read_line() = 0;
  // Standard input to its end. Errors: Usage when it is longer than `bytes_max`, Io.
  virtual Result<std::string> read_all(std::size_t bytes_max) = 0;
  virtual bool can_ask() const = 0;  // a person is there: input and talk are terminals

  // As it is now; flags have not been looked at.
  virtual Screen screen() const = 0;
  virtual std::string variable(std::string_view name) const = 0;  // of the environment; empty when unset

  // False when Ctrl-C came first.
  virtual bool wait(Duration duration) = 0;

  virtual Result<std::unique_ptr<MasterClient>> connect(const Connection& connection) = 0;
};

}  // namespace balm::cli
