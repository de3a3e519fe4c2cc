// What the modules need to know of where they run.
#pragma once

#include <string>

#include "common/instant.h"
#include "common/io/subprocess.h"

namespace balm::agent {

struct HostSettings {
  Environment environment = scrubbed_environment();  // of all programs that are started
  std::string service_folder =
      "/var/lib/balm/services";                        // what is kept of services started by plain commands
  std::string init_folder = "/etc/init.d";             // System V init scripts
  std::string file_root;                               // what salt:// means; empty: nothing
  Duration program_time_max = std::chrono::hours(24);  // when a step has no timeout of its own
};

}  // namespace balm::agent
