#include "master/check_sets.h"

#include "common/document/check_text.h"
#include "common/limits.h"

namespace balm::master::check_sets {
namespace {

std::size_t bytes_of(const CheckSet& set) {
  std::size_t bytes = 0;
  for (const std::string& text : set.checks) bytes += text.size();
  return bytes;
}

// Looked up when the host speaks, not when the configuration changes: a reload costs a large fleet no moment.
void look_up(const Turn& turn, Host& host) {
  const Configuration& config = *turn.state.config;
  if (host.wanted_of == config.revision) return;
  const CheckSet set = wanted(config, host.row);
  host.wanted_of = config.revision;
  host.wanted_set = set.hash;
  host.set_too_large =
      set.checks.size() > limits::kChecksPerAgentMax || bytes_of(set) > limits::kCheckSetBytesMax;
}

}  // namespace

CheckSet wanted(const Configuration& config, const HostRow& host) {
  CheckSet set;
  for (const HandedCheck& check : config.checks)
    if (check.hosts.match(host.host, host.labels).matched()) set.checks.push_back(check.text);
  set.hash = check_set_hash(set.checks);
  return set;
}

void greeted(const Turn& turn, Host& host, const Hello& hello) {
  host.wanted_of.clear();  // its labels may be others
  host.check_faults = hello.check_faults;
  heard(turn, host, hello.check_set);
}

void heard(const Turn& turn, Host& host, const std::string& has) {
  host.check_set = has;
  look_up(turn, host);
  if (has == host.wanted_set || host.set_too_large) return;
  turn.push(SendToHost{host.row.host, wanted(*turn.state.config, host.row)});
}

void taken(const Turn& turn, const HostName& from, const CheckSetTaken& taken) {
  Host* const host = turn.state.fleet.find(from);
  if (host == nullptr) return;
  host->check_set = taken.hash;
  host->check_faults = taken.faults;
}

}  // namespace balm::master::check_sets
