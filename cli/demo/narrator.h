// Tells an incident while it happens, line by line, with the seconds since the act began.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "cli/demo/playground.h"
#include "cli/surroundings.h"
#include "common/result.h"

namespace balm::cli {

class Narrator {
 public:
  Narrator(Playground& playground, Surroundings& surroundings)
      : playground_(playground), surroundings_(surroundings) {}

  // A new act: the clock starts, incidents from before are history.
  Result<void> begin_act(const std::string& title);

  // "   2.0s  killing it ...          master and workers are gone"
  void line(const std::string& what, const std::string& text);

  enum class Until {
    Closed,   // the incident of this act has ended
    Waiting,  // it waits for something, or needs a person
  };
  // Tells what happens until then. Errors: TimedOut, Refused (interrupted), or those of the master.
  Result<Value> tell(Until until, Duration longest);

  double seconds() const;

 private:
  Result<void> find_incident();
  void tell_line(const Value& line);

  Playground& playground_;
  Surroundings& surroundings_;
  Instant began_;
  std::int64_t newest_before_ = 0;  // incident number
  std::int64_t incident_ = 0;
  std::size_t told_ = 0;  // timeline lines
};

}  // namespace balm::cli
