// Runs the cases of checks/*.jsonl: real plugins of monitoring-plugins-basic, started by the very process
// runner checks are run with, against small servers on loopback.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/conformance/case.h"
#include "cli/conformance/check_servers.h"

namespace balm::conformance {

class CheckCases {
 public:
  explicit CheckCases(std::string plugin_folder = "/usr/lib/nagios/plugins");

  CaseOutcome run(std::string_view line);

 private:
  std::string missing_need(const Value& needs) const;
  std::string missing_server(const std::string& need) const;
  std::string filled(std::string text, const std::string& folder) const;
  void run_plugin(Case& c, const std::string& folder) const;

  std::string plugin_folder_;
  std::unique_ptr<CheckServers> servers_;  // started with the first case that needs one
};

}  // namespace balm::conformance
