#include "tests/master/memory_store.h"

namespace balm::master {

void MemoryStore::keep(const Effect& effect) {
  if (const auto* e = std::get_if<StoreEvent>(&effect)) events_[e->event.id] = e->event;
  if (const auto* e = std::get_if<StoreSpool>(&effect)) spools_[e->row.spool] = e->row;
  if (const auto* e = std::get_if<StoreHost>(&effect)) hosts_[e->row.host] = e->row;
  if (const auto* e = std::get_if<StoreKey>(&effect)) keys[e->row.public_key] = e->row;
  if (const auto* e = std::get_if<DropKey>(&effect)) keys.erase(e->public_key);
  if (const auto* e = std::get_if<StoreIncident>(&effect)) incidents_[e->row.id] = e->row;
  if (const auto* e = std::get_if<StoreAttempt>(&effect)) attempts_[e->row.id] = e->row;
  if (const auto* e = std::get_if<MarkHealed>(&effect)) attempts_[e->id].healed = true;
  if (const auto* e = std::get_if<StoreJournal>(&effect)) journal_.push_back(e->row);
  if (const auto* e = std::get_if<StoreMaintenance>(&effect)) maintenance_[e->row.host] = e->row;
  if (const auto* e = std::get_if<DropMaintenance>(&effect)) maintenance_.erase(e->host);
  if (const auto* e = std::get_if<StoreFreeze>(&effect)) freeze_ = e->row;
  if (const auto* e = std::get_if<StoreNotification>(&effect)) notifications_[e->row.id] = e->row;
}

Recovered MemoryStore::recovered(const std::map<std::string, ConfigurationPtr>& configurations) const {
  Recovered back;
  for (const auto& [id, row] : keys) back.keys.push_back(row);
  for (const auto& [id, row] : hosts_) back.hosts.push_back(row);
  for (const auto& [id, row] : spools_) back.spools.push_back(row);
  for (const auto& [id, row] : attempts_) back.attempts.push_back(row);
  for (const auto& [id, row] : maintenance_) back.maintenance.push_back(row);
  for (const auto& [id, row] : notifications_) {
    if (!row.done) back.notifications.push_back(row);
    back.called.insert(row.incident);
  }
  for (const auto& [id, row] : incidents_) {
    if (row.phase == Phase::Closed) continue;
    back.incidents.push_back(row);
    if (const auto event = events_.find(row.event); event != events_.end())
      back.opening_events[id] = event->second;
  }
  back.freeze = freeze_;
  back.configurations = configurations;
  back.last_event = events_.empty() ? 0 : events_.rbegin()->first.number;
  back.last_incident = incidents_.empty() ? 0 : incidents_.rbegin()->first.number;
  back.last_notification = notifications_.empty() ? 0 : notifications_.rbegin()->first;
  return back;
}

}  // namespace balm::master
