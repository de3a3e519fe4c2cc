// Surroundings without a world: canned answers, a fixed moment (2026-03-14 03:19:16 at +01:00), everything
// written kept.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/surroundings.h"

namespace balm::cli {

// What the master will say to one verb. A Reply with `parts` is a stream.
struct CannedAnswer {
  Value data;
  std::optional<Error> error;
  ValueList parts;
  bool interrupted = false;  // Ctrl-C comes after the parts
};

struct Asked {
  std::string verb;
  Value args;
};

class FakeSurroundings : public Surroundings {
 public:
  // What was written, in order.
  struct Written {
    bool to_err = false;
    std::string text;
  };

  FakeSurroundings();

  void out(std::string_view text) override { write(false, text); }
  void err(std::string_view text) override { write(true, text); }
  Result<void> flush() override { return {}; }
  std::optional<std::string> read_line() override;
  Result<std::string> read_all(std::size_t bytes_max) override;
  bool can_ask() const override { return is_person; }
  Screen screen() const override { return shown; }
  std::string variable(std::string_view name) const override;
  bool wait(Duration) override { return rounds-- > 1; }
  Result<std::unique_ptr<MasterClient>> connect(const Connection& connection) override;

  std::string all_out() const { return all(false); }
  std::string all_err() const { return all(true); }

  Screen shown;
  bool is_person = false;
  std::deque<std::string> typed;
  std::string input;  // of read_all()
  std::map<std::string, std::string, std::less<>> variables;
  int rounds = 1;               // how often a watch draws
  std::optional<Error> no_way;  // connecting fails with it
  Connection connection;        // of the last connect()
  // Several answers to one verb are given in their order; the last one stays.
  std::map<std::string, std::deque<CannedAnswer>, std::less<>> answers;
  std::vector<Asked> asked;
  std::vector<Written> written;

 private:
  void write(bool to_err, std::string_view text);
  std::string all(bool to_err) const;
};

// Canned data from JSON; {"parts": [...], "last": {...}} is a stream, {"error": ...} an error. Fails the test
// when it cannot be read.
CannedAnswer canned(std::string_view json);

}  // namespace balm::cli
