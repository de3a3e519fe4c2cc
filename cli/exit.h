// The exit codes of `balm`, equal for all commands, so that scripts can tell what happened. One table; the
// help topic, docs/CLI.md and the program come from it.
#pragma once

#include <array>
#include <string_view>

#include "common/result.h"

namespace balm::cli {

enum class Exit {
  Done = 0,
  Failed = 1,
  Usage = 2,
  NotFound = 3,
  Denied = 4,
  Unreachable = 5,
  TimedOut = 6,
  Refused = 7,
  Partial = 8,
  Findings = 10,
  Interrupted = 130,
};

struct ExitMeaning {
  Exit code;
  std::string_view text;
};

inline constexpr std::array<ExitMeaning, 11> kExitMeanings{{
    {Exit::Done, "done, or nothing to do"},
    {Exit::Failed, "it was tried and failed"},
    {Exit::Usage, "wrong usage (unknown flag, bad selector, malformed name or time)"},
    {Exit::NotFound, "no such thing, or ambiguous name"},
    {Exit::Denied, "no usable key, or not allowed"},
    {Exit::Unreachable, "master not reachable"},
    {Exit::TimedOut, "timed out while waiting (work goes on, its id is printed)"},
    {Exit::Refused, "refused: a guard, a maintenance or a missing confirmation stopped it; nothing was done"},
    {Exit::Partial, "some hosts did it, some did not or did not answer"},
    {Exit::Findings, "--dry-run, lint --strict: there are differences or findings"},
    {Exit::Interrupted, "interrupted (what runs on the hosts goes on)"},
}};

constexpr Exit exit_for(Error::Kind kind) {
  switch (kind) {
    case Error::Kind::Usage:
      return Exit::Usage;
    case Error::Kind::NotFound:
      return Exit::NotFound;
    case Error::Kind::Denied:
      return Exit::Denied;
    case Error::Kind::Unreachable:
      return Exit::Unreachable;
    case Error::Kind::TimedOut:
      return Exit::TimedOut;
    case Error::Kind::Refused:
      return Exit::Refused;
    case Error::Kind::BadData:
    case Error::Kind::Io:
      return Exit::Failed;
  }
  return Exit::Failed;
}

}  // namespace balm::cli
