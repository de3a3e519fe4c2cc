#include <algorithm>

#include "master/incident_view.h"
#include "master/io/queries/check_views.h"
#include "master/io/queries/row_values.h"
#include "master/io/queries/select.h"
#include "master/io/query_table.h"
#include "master/key_view.h"
#include "master/moment_view.h"

namespace balm::master::queries {
namespace {

Value maintenance_value(const Desk& desk, const HostName& host) {
  const auto row = desk.state.maintenance.find(host);
  if (row == desk.state.maintenance.end() || row->second.until <= desk.now.wall) return {};
  return Value::map(
      {{"until_ms", moment_view(row->second.until)}, {"reason", row->second.reason}, {"by", row->second.by}});
}

Value counts(const Host& host) {
  std::array<std::int64_t, 4> n{};
  for (const auto& [key, standing] : host.checks) ++n.at(static_cast<std::size_t>(standing.status));
  return Value::map({{"ok", n[0]}, {"warning", n[1]}, {"critical", n[2]}, {"unknown", n[3]}});
}

std::int64_t incidents_on(const Desk& desk, const HostName& host) {
  return std::count_if(desk.state.incidents.begin(), desk.state.incidents.end(),
                       [&](const auto& entry) { return entry.second.row.host == host; });
}

// What is stored is a minute old at worst; of a host that is there it is known exactly.
WallTime last_heard(const Desk& desk, const Host& host) {
  if (!host.present) return host.row.seen;
  return desk.now.wall - (desk.now.instant - host.heard);
}

Value host_value(const Desk& desk, const Host& host) {
  return Value::map({{"name", host.row.host.text},
                     {"state", to_text(presence(host))},
                     {"labels", to_value(host.row.labels)},
                     {"address", host.address},
                     {"version", host.row.version},
                     {"since_ms", moment_view(host.up_since)},
                     {"seen_ms", moment_view(last_heard(desk, host))},
                     {"spooled", static_cast<std::int64_t>(host.spooled)},
                     {"maintenance", maintenance_value(desk, host.row.host)},
                     {"checks", counts(host)},
                     {"incidents", incidents_on(desk, host.row.host)}});
}

Result<std::vector<const Host*>> wanted_hosts(const Desk& desk, const Value& args) {
  std::vector<const Host*> hosts;
  const std::string text = args["selector"].string_or();
  if (text.empty()) {
    for (const auto& [name, host] : desk.state.fleet.hosts()) hosts.push_back(&host);
    return hosts;
  }
  const Result<Selector> selector = Selector::from_text(text);
  if (!selector) return selector.error();
  for (const HostName& name : desk.state.fleet.select(*selector))
    hosts.push_back(desk.state.fleet.find(name));
  return hosts;
}

Result<ValueList> newest_attempts(const Desk& desk, const HostName& host) {
  return all_rows(Select("SELECT * FROM attempts")
                      .where("host=?", host.text)
                      .order("started DESC", 10)
                      .prepare(desk.store.database()),
                  [](const Statement& row) { return attempt_view(attempt_from(row)); });
}

}  // namespace

Result<Value> hosts_list(const Desk& desk, const Value& args) {
  const auto hosts = wanted_hosts(desk, args);
  if (!hosts) return hosts.error();
  ValueList list;
  for (const Host* host : *hosts) list.push_back(host_value(desk, *host));
  return Value::map({{"hosts", Value(std::move(list))}});
}

Result<Value> hosts_show(const Desk& desk, const Value& args) {
  const HostName name{args["name"].string_or()};
  const Host* host = desk.state.fleet.find(name);
  if (host == nullptr)
    return Error{Error::Kind::NotFound, "there is no host \"" + name.text + "\"",
                 "balm hosts list, or balm keys list for those that wait"};
  ValueList open;
  for (const auto& [id, incident] : desk.state.incidents)
    if (incident.row.host == name) open.push_back(incident_view(incident.row));
  auto attempts = newest_attempts(desk, name);
  if (!attempts) return attempts.error();
  return Value::map({{"host", host_value(desk, *host)},
                     {"checks", Value(check_views(desk, *host, "*", ""))},
                     {"open", Value(std::move(open))},
                     {"attempts", Value(std::move(attempts).value())}});
}

Result<Value> checks_list(const Desk& desk, const Value& args) {
  const auto hosts = wanted_hosts(desk, args);
  if (!hosts) return hosts.error();
  ValueList list;
  for (const Host* host : *hosts)
    for (Value& view : check_views(desk, *host, args["check"].string_or(), args["status"].string_or()))
      list.push_back(std::move(view));
  return Value::map({{"checks", Value(std::move(list))}});
}

Result<Value> maintenance_list(const Desk& desk, const Value&) {
  ValueList list;
  for (const auto& [host, row] : desk.state.maintenance) {
    if (row.until <= desk.now.wall) continue;
    list.push_back(Value::map({{"host", host.text},
                               {"until_ms", moment_view(row.until)},
                               {"reason", row.reason},
                               {"by", row.by},
                               {"since_ms", moment_view(row.since)}}));
  }
  return Value::map({{"maintenance", Value(std::move(list))}});
}

Result<Value> keys_list(const Desk& desk, const Value& args) {
  const std::string state = args["state"].string_or();
  ValueList keys;
  for (const auto& [public_key, row] : desk.state.keys.rows())
    if (state.empty() || to_text(row.state) == state) keys.push_back(key_view(row));
  return Value::map({{"keys", Value(std::move(keys))}});
}

Result<Value> keys_show(const Desk& desk, const Value& args) {
  const auto found = desk.state.keys.look_up(args["key"].string_or());
  if (!found) return found.error();
  return Value::map({{"key", key_view(**found)}});
}

}  // namespace balm::master::queries
