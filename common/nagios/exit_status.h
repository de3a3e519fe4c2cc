// What the end of a check program means. 0 to 3 are as the Nagios plugin interface says; everything else,
// also a signal, a timeout or a program that could not be started, is unknown with a reason: it says nothing
// about the thing that was to be checked, so it is never critical by accident.
#pragma once

#include <string>

#include "common/status.h"

namespace balm::nagios {

struct ProgramEnd {
  enum class How { Exited, Signalled, TimedOut, NotStarted, Void };
  How how = How::Exited;
  int number = 0;      // exit code or signal
  std::string detail;  // of NotStarted why, of TimedOut after how long, of Void why it does not count
};

struct ExitMeaning {
  Status status = Status::Unknown;
  std::string reason;  // empty for 0 to 3

  bool operator==(const ExitMeaning&) const = default;
};

ExitMeaning meaning_of(const ProgramEnd& end);

// "SEGV" for 11, "RTMIN+3" and numbers for the nameless. Linux numbering.
std::string signal_name(int signal);

}  // namespace balm::nagios
