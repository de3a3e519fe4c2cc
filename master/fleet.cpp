#include "master/fleet.h"

#include <algorithm>

#include "common/wire.h"

namespace balm::master {
namespace {

Value checks_value(const Host& host) {
  ValueMap checks;
  for (const auto& [key, standing] : host.checks) {
    const std::string name = key.second.empty() ? key.first.text : key.first.text + ":" + key.second;
    checks.emplace(Value(name), wire::to_value(standing));
  }
  return Value(std::move(checks));
}

}  // namespace

std::string_view to_text(Presence presence) {
  switch (presence) {
    case Presence::Unseen:
      return "unseen";
    case Presence::Up:
      return "up";
    case Presence::Down:
      return "down";
  }
  return "unseen";
}

Presence presence(const Host& host) {
  if (host.present) return Presence::Up;
  return host.row.down ? Presence::Down : Presence::Unseen;
}

Host& Fleet::admit(const HostName& name, Instant heard) {
  const auto [place, fresh] = hosts_.try_emplace(name);
  if (fresh) {
    place->second.row.host = name;
    place->second.heard = heard;
  }
  return place->second;
}

void Fleet::remove(const HostName& name) {
  hosts_.erase(name);
}

Host* Fleet::find(const HostName& name) {
  const auto place = hosts_.find(name);
  return place == hosts_.end() ? nullptr : &place->second;
}

const Host* Fleet::find(const HostName& name) const {
  const auto place = hosts_.find(name);
  return place == hosts_.end() ? nullptr : &place->second;
}

std::vector<HostName> Fleet::select(const Selector& selector) const {
  std::vector<HostName> names;
  for (const auto& [name, host] : hosts_)
    if (selector.match(name, host.row.labels).matched()) names.push_back(name);
  return names;
}

std::vector<HostName> Fleet::silent(Instant now, Duration lost_after) const {
  std::vector<HostName> names;
  for (const auto& [name, host] : hosts_) {
    const bool was_alive = host.present || host.row.seen > WallTime{};
    if (was_alive && !host.row.down && now - host.heard >= lost_after) names.push_back(name);
  }
  return names;
}

std::optional<Instant> Fleet::next_silence(Duration lost_after) const {
  std::optional<Instant> next;
  for (const auto& [name, host] : hosts_) {
    if (host.row.down || (!host.present && host.row.seen == WallTime{})) continue;
    const Instant at = host.heard + lost_after;
    if (!next || at < *next) next = at;
  }
  return next;
}

bool Fleet::all_greeted() const {
  return std::all_of(hosts_.begin(), hosts_.end(), [](const auto& entry) {
    const Host& host = entry.second;
    return host.greeted || host.row.down || host.row.seen == WallTime{};
  });
}

Value Fleet::to_value(const Host& host, bool with_checks) {
  ValueMap labels;
  for (const auto& [key, text] : host.row.labels) labels.emplace(Value(key), Value(text));
  return Value::map({{"name", host.row.host.text},
                     {"labels", Value(std::move(labels))},
                     {"up", host.present},
                     {"checks", with_checks ? checks_value(host) : Value(ValueMap{})}});
}

}  // namespace balm::master
