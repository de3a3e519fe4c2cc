#include "common/nagios/exit_status.h"

#include <array>
#include <string_view>

namespace balm::nagios {
namespace {

constexpr std::array<std::string_view, 32> kSignals{
    "",     "HUP",  "INT",  "QUIT", "ILL",    "TRAP",   "ABRT",  "BUS",  "FPE",  "KILL", "USR1",
    "SEGV", "USR2", "PIPE", "ALRM", "TERM",   "STKFLT", "CHLD",  "CONT", "STOP", "TSTP", "TTIN",
    "TTOU", "URG",  "XCPU", "XFSZ", "VTALRM", "PROF",   "WINCH", "IO",   "PWR",  "SYS"};

std::string exit_reason(int code) {
  std::string reason = "exit code " + std::to_string(code) + " is outside 0 to 3";
  if (code == 126) reason += " (a shell says so when a program may not be executed)";
  if (code == 127) reason += " (a shell says so when a program is not found)";
  // Shells report a program ended by signal n as 128 + n.
  if (code > 128 && code < 128 + 65)
    reason += " (a shell says so when a program was ended by " + signal_name(code - 128) + ")";
  return reason;
}

}  // namespace

ExitMeaning meaning_of(const ProgramEnd& end) {
  switch (end.how) {
    case ProgramEnd::How::Exited:
      if (end.number >= 0 && end.number <= 3) return {static_cast<Status>(end.number), ""};
      return {Status::Unknown, exit_reason(end.number)};
    case ProgramEnd::How::Signalled:
      return {Status::Unknown, "ended by signal " + signal_name(end.number)};
    case ProgramEnd::How::TimedOut:
      return {Status::Unknown, end.detail.empty() ? "timed out" : "timed out after " + end.detail};
    case ProgramEnd::How::NotStarted:
      return {Status::Unknown,
              end.detail.empty() ? "could not be started" : "could not be started: " + end.detail};
    case ProgramEnd::How::Void:
      return {Status::Unknown, end.detail.empty() ? "its result does not count" : end.detail};
  }
  return {};
}

std::string signal_name(int signal) {
  if (signal > 0 && signal < static_cast<int>(kSignals.size()))
    return std::string(kSignals[static_cast<std::size_t>(signal)]);
  if (signal >= 34 && signal <= 64) return "RTMIN+" + std::to_string(signal - 34);
  return std::to_string(signal);
}

}  // namespace balm::nagios
