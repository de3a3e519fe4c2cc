// What starts and stops daemons here. Three kinds: systemd units, System V init scripts, plain commands.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "agent/io/modules/module_plan.h"
#include "common/result.h"

namespace balm::agent::modules {

struct ServiceStatus {
  bool known = true;  // false: there is no such service here
  bool running = false;
  std::optional<bool> enabled;  // starts with the host; nothing: cannot be said
  std::string detail;           // "pid 4711"; may be empty
  std::size_t leftovers = 0;    // processes of an earlier run that a start would end first
};

class ServiceProvider {
 public:
  virtual ~ServiceProvider() = default;

  virtual std::string_view kind() const = 0;  // "systemd", for comments
  // Looks, changes nothing. Errors: what keeps it from being told.
  virtual Result<ServiceStatus> status() = 0;
  virtual Result<void> start() = 0;  // REQUIRES: not running
  virtual Result<void> stop() = 0;
  virtual Result<void> restart() = 0;  // also of one that does not run
  virtual Result<void> reload() = 0;
  virtual Result<void> enable(bool with_host) = 0;
};

// By argument `provider`, else by what there is. Errors: NotFound.
Result<std::unique_ptr<ServiceProvider>> provider_for(const ModuleCall& call, const HostSettings& host);

std::unique_ptr<ServiceProvider> systemd_provider(const ModuleCall& call, const HostSettings& host);
std::unique_ptr<ServiceProvider> sysv_provider(const ModuleCall& call, const HostSettings& host);
std::unique_ptr<ServiceProvider> command_provider(const ModuleCall& call, const HostSettings& host);

// The environment variable all started services carry, so that they are found again and are spared when what
// else a task left behind is ended.
inline constexpr const char* kServiceVariable = "BALM_SERVICE";

}  // namespace balm::agent::modules
