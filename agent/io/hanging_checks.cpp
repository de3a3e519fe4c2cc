#include "agent/io/hanging_checks.h"

namespace balm::agent {
namespace {

bool lives(const ProcessEntry& known) {
  const auto now = find_process(known.pid);  // a zombie only waits to be reaped
  return now && *now == known;
}

}  // namespace

void HangingChecks::add(const CheckName& check, pid_t pid) {
  if (const auto entry = find_process(pid)) hanging_.insert_or_assign(check, *entry);
}

std::optional<pid_t> HangingChecks::find(const CheckName& check) {
  const auto place = hanging_.find(check);
  if (place == hanging_.end()) return std::nullopt;
  if (lives(place->second)) return place->second.pid;
  hanging_.erase(place);
  return std::nullopt;
}

std::set<pid_t> HangingChecks::processes() const {
  std::set<pid_t> pids;
  for (const auto& [check, entry] : hanging_)
    if (lives(entry)) pids.insert(entry.pid);
  return pids;
}

}  // namespace balm::agent
