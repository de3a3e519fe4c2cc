// The master's configuration (master.yaml): every setting with its default and the reason for it.
// config/master.yaml spells the same out for people; a test holds the two together.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/document/config_fields.h"
#include "common/document/endpoint.h"
#include "common/instant.h"
#include "common/issue.h"

namespace balm {

// What is kept in the database, and for how long. Never without a bound: a full disk stops all healing.
struct RetentionConfig {
  Duration events = 30 * 24h;  // the bulk of the data; a month shows what changed since the last release
  Duration incidents =
      365 * 24h;  // with attempts and log: "has this happened before?" is asked after a year, too
  std::uint64_t size_bytes =
      8ull << 30;  // of the whole database; the oldest events go first when it is reached

  bool operator==(const RetentionConfig&) const = default;
};

struct MasterConfig {
  std::string name = "balm";  // what people and messages call this master
  // Loopback until someone decides otherwise: nothing is reachable from outside by accident.
  Endpoint listen{"127.0.0.1", 4571};
  std::string state_dir = "/var/lib/balm/master";  // database, keys; 0700, on a local disk
  std::string rules_dir = "/etc/balm/rules.d";
  std::string states_dir = "/etc/balm/states";
  std::string checks_dir = "/etc/balm/checks.d";  // with `hosts`: handed down
  std::string notifiers_dir = "/etc/balm/notifiers.d";
  std::vector<std::string> escalate = {"log"};  // for rules that name nobody; `log` always exists
  std::string operator_group = "balm";          // may read the key that `balm` uses on this machine

  Duration heartbeat = 10s;   // of every agent: one small message
  Duration lost_after = 30s;  // at least three heartbeats, or one lost packet looks like a dead host
  RetentionConfig retention;
  LogConfig log;

  bool operator==(const MasterConfig&) const = default;
};

// An empty text gives the defaults. Use the value only if ok().
Parsed<MasterConfig> parse_master_config(std::string_view yaml, std::string_view source);

}  // namespace balm
