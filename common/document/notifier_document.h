// A notifier as people write it (notifiers.d/*.yaml, map `notifiers:`): a way to reach people. Fields and
// defaults: docs/RULES.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/instant.h"
#include "common/issue.h"
#include "common/yaml/yaml_node.h"

namespace balm {

// Exec: a program that gets the message as one JSON object on its standard input; exit 0 means delivered.
// Log: one line in the master's own log.
enum class NotifierType { Exec, Log };
std::string_view to_text(NotifierType type);

struct NotifierDocument {
  std::string name;
  Place place;
  NotifierType type = NotifierType::Log;
  std::vector<std::string> argv;  // Exec; argv[0] is an absolute path
  Duration timeout = 10s;         // Exec; then it is ended and counts as failed
  std::uint32_t attempts = 5;     // tries in all, before the failure itself is recorded
  Duration retry_every = 20s;
  bool resolved = true;  // also say when it is over
  bool enabled = true;
};

// `entry` is one name and body of `notifiers:`. The value is usable only if no error was added to `issues`.
NotifierDocument read_notifier(const YamlEntry& entry, Issues& issues);

}  // namespace balm
