// A check as people write it (checks.d/*.yaml, map `checks:`): a program that an agent runs on a schedule.
// Any Nagios plugin works unmodified. Fields and defaults: docs/RULES.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/cron.h"
#include "common/document/known_names.h"
#include "common/expression/program.h"
#include "common/expression/schema.h"
#include "common/ids.h"
#include "common/instant.h"
#include "common/issue.h"
#include "common/labels.h"
#include "common/selector.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// Bounds of one run, set before the program starts. 0 means no bound of ours.
struct CheckLimits {
  std::uint64_t open_files = 256;           // `nofile`; a plugin needs a handful
  std::uint64_t memory_bytes = 2ull << 30;  // `memory`; address space: what a runtime reserves counts, too
  std::uint64_t file_bytes = 64ull << 20;   // `file_size`; of any file it writes
  std::uint64_t processes = 0;  // `processes`; counts all processes of the user, so off unless wanted
  Duration cpu = 60s;           // `cpu`; processor time, not time on the wall

  bool operator==(const CheckLimits&) const = default;
};

// How many results in a row it takes until a state is believed.
struct Confirm {
  std::uint32_t fail = 2;
  std::uint32_t ok = 1;

  bool operator==(const Confirm&) const = default;
};

struct CheckDocument {
  CheckName name;
  Place place;
  std::optional<Selector> hosts;  // unset: every agent that has the file; a master hands down what has it
  std::vector<std::string> argv;  // never empty; a `run` written as text became {"/bin/sh", "-c", text}
  std::string run_as;             // `as`; empty: the agent's check_user

  Duration every = 60s;  // when `cron` is unset
  std::optional<Cron> cron;
  std::string zone;        // `tz` of `cron`; empty: UTC
  Duration timeout = 30s;  // then TERM, limits::kKillGrace, KILL to the whole group; the result is unknown

  // CEL over `metrics`; empty: the exit code decides. When one is given, exit codes 0 to 2 no longer do:
  // critical if `critical` holds, else warning if `warning` holds, else ok.
  expression::Program warning;
  expression::Program critical;

  Confirm confirm;
  std::string per;  // label that splits one run into several results, one for each value; empty: one
  std::map<std::string, std::string> env;  // added to the scrubbed environment
  CheckLimits limits;
  Labels labels;  // of its events
  std::string summary;
  bool enabled = true;
  bool handed = false;  // came from the master (check_text.h), not from a file of the host
};

// `entry` is one name and body of `checks:`. The value is usable only if no error was added to `issues`.
CheckDocument read_check(const YamlEntry& entry, const KnownNames& known, Issues& issues);

// What `warning` and `critical` may name: `metrics`, a map from text to double.
expression::Schema check_schema();

}  // namespace balm
