// The agent's configuration (agent.yaml), read by both of its processes: every setting with its default and
// the reason for it. config/agent.yaml spells the same out for people; a test holds the two together.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/document/config_fields.h"
#include "common/document/endpoint.h"
#include "common/issue.h"
#include "common/labels.h"
#include "common/limits.h"

namespace balm {

struct AgentConfig {
  Endpoint master{"127.0.0.1", 4571};
  // Which master is the right one. Without either the agent does not start: whoever answers first would
  // command it.
  std::string master_key;                                // the key itself, 40 characters
  std::string master_key_file = "/etc/balm/master.pub";  // or a file that holds it
  std::string name;  // what the agent asks to be called; empty: the host's name. The key registry decides
  Labels labels;     // what selectors see: role, env, dc ...

  std::string state_dir = "/var/lib/balm/agent";        // keys, spool; 0700, owned by agent_user
  std::string executor_dir = "/var/lib/balm/executor";  // journal of what was started; 0700, owned by root
  std::string checks_dir =
      "/etc/balm/checks.d";               // owned by root: who can write here runs programs as check_user
  std::string agent_user = "balm-agent";  // of the process that has the network
  std::string check_user = "balm-check";  // of checks that name nobody; never root by default

  std::size_t checks_running_max =
      limits::kChecksRunningMax;                       // more at once make the host slower than its faults do
  std::uint64_t spool_bytes = limits::kSpoolBytesMax;  // events kept while the master is away
  LogConfig log;

  bool operator==(const AgentConfig&) const = default;
};

// An empty text gives the defaults. Use the value only if ok().
Parsed<AgentConfig> parse_agent_config(std::string_view yaml, std::string_view source);

}  // namespace balm
