// Maintenance and the kill switch: what people say about when Balm keeps its hands off.
#include <algorithm>

#include "master/healer.h"
#include "master/journal.h"
#include "master/liveness.h"
#include "master/orders/order_table.h"

namespace balm::master::orders {
namespace {

constexpr Duration kLongest = 24h * 366;

Value names(const std::vector<HostName>& hosts) {
  ValueList list;
  for (const HostName& host : hosts) list.emplace_back(host.text);
  return Value(std::move(list));
}

Value paused(const Turn& turn, const std::vector<HostName>& hosts) {
  ValueList list;
  for (const auto& [id, incident] : turn.state.incidents) {
    const bool here = std::find(hosts.begin(), hosts.end(), incident.row.host) != hosts.end();
    if (here)
      list.push_back(Value::map({{"id", static_cast<std::int64_t>(id.number)},
                                 {"host", incident.row.host.text},
                                 {"check", incident.row.check.text},
                                 {"title", incident.row.summary}}));
  }
  return Value(std::move(list));
}

Value view(const MaintenanceRow& row) {
  return Value::map({{"host", row.host.text},
                     {"until_ms", row.until.ms()},
                     {"reason", row.reason},
                     {"by", row.by},
                     {"since_ms", row.since.ms()}});
}

Result<WallTime> end_of(const Turn& turn, const Value& args) {
  const WallTime until = WallTime::from_ms(args["until_ms"].int_or());
  if (until <= turn.now.wall)
    return Error{Error::Kind::Usage, "maintenance needs an end in the future", "--for 1h, or --until 03:10"};
  if (until - turn.now.wall > kLongest)
    return Error{Error::Kind::Usage, "maintenance may last a year at most",
                 "a host that is gone for good: balm keys revoke HOST --reason WHY"};
  return until;
}

bool in_maintenance(const Turn& turn, const HostName& host) {
  const auto place = turn.state.maintenance.find(host);
  return place != turn.state.maintenance.end() && place->second.until > turn.now.wall;
}

void set(const Turn& turn, const MaintenanceRow& row) {
  turn.state.maintenance[row.host] = row;
  turn.push(StoreMaintenance{row});
  liveness::tell_standing(turn, row.host);
}

}  // namespace

void maintenance_on(const Turn& turn, const Caller& caller, const Value& args) {
  const auto hosts = selected(turn, args);
  if (!hosts) return fail(turn, caller, hosts.error());
  const auto until = end_of(turn, args);
  if (!until) return fail(turn, caller, until.error());
  const std::string reason = args["reason"].string_or();
  if (reason.empty())
    return fail(turn, caller, {Error::Kind::Usage, "maintenance needs a reason", "--reason \"why\""});
  const Value answer =
      Value::map({{"hosts", names(*hosts)}, {"until_ms", until->ms()}, {"paused", paused(turn, *hosts)}});
  if (args["dry_run"].bool_or()) return done(turn, caller, answer);
  for (const HostName& host : *hosts) set(turn, {host, turn.now.wall, *until, reason, caller.who});
  journal::note(turn, {}, "maintenance",
                caller.who + " put " + std::to_string(hosts->size()) + " hosts into maintenance (" +
                    args["selector"].string_or() + "): " + reason);
  done(turn, caller, answer);
}

void maintenance_extend(const Turn& turn, const Caller& caller, const Value& args) {
  const auto hosts = selected(turn, args);
  if (!hosts) return fail(turn, caller, hosts.error());
  const std::int64_t by_ms = args["by_ms"].int_or();
  std::vector<MaintenanceRow> rows;
  for (const HostName& host : *hosts) {
    if (!in_maintenance(turn, host)) continue;
    MaintenanceRow row = turn.state.maintenance.at(host);
    row.until = by_ms > 0 ? row.until + std::chrono::milliseconds(by_ms)
                          : WallTime::from_ms(args["until_ms"].int_or());
    const auto checked = end_of(turn, Value::map({{"until_ms", row.until.ms()}}));
    if (!checked) return fail(turn, caller, checked.error());
    rows.push_back(row);
  }
  if (rows.empty())
    return fail(turn, caller,
                {Error::Kind::NotFound, "none of these hosts is in maintenance", "balm maintenance list"});
  ValueList views;
  std::vector<HostName> changed;
  for (const MaintenanceRow& row : rows) {
    views.push_back(view(row));
    changed.push_back(row.host);
    if (!args["dry_run"].bool_or()) set(turn, row);
  }
  if (!args["dry_run"].bool_or())
    journal::note(turn, {}, "maintenance",
                  caller.who + " extended the maintenance of " + std::to_string(rows.size()) + " hosts");
  done(turn, caller, Value::map({{"hosts", names(changed)}, {"maintenance", Value(std::move(views))}}));
}

void maintenance_off(const Turn& turn, const Caller& caller, const Value& args) {
  const auto hosts = selected(turn, args);
  if (!hosts) return fail(turn, caller, hosts.error());
  std::vector<HostName> ended;
  for (const HostName& host : *hosts)
    if (in_maintenance(turn, host)) ended.push_back(host);
  if (ended.empty())
    return fail(turn, caller,
                {Error::Kind::NotFound, "none of these hosts is in maintenance", "balm maintenance list"});
  const Value answer = Value::map({{"hosts", names(ended)}});
  if (args["dry_run"].bool_or()) return done(turn, caller, answer);
  for (const HostName& host : ended) {
    turn.state.maintenance.erase(host);
    turn.push(DropMaintenance{host});
    liveness::tell_standing(turn, host);
  }
  journal::note(turn, {}, "maintenance",
                caller.who + " ended the maintenance of " + std::to_string(ended.size()) + " hosts");
  for (const HostName& host : ended) healer::reconsider(turn, &host);
  done(turn, caller, answer);
}

void freeze(const Turn& turn, const Caller& caller, const Value& args) {
  const std::string reason = args["reason"].string_or();
  if (reason.empty())
    return fail(turn, caller, {Error::Kind::Usage, "freeze needs a reason", "balm freeze --reason \"why\""});
  if (!turn.state.freeze.frozen) turn.state.freeze = {true, turn.now.wall, reason, caller.who};
  turn.push(StoreFreeze{turn.state.freeze});
  journal::note(turn, {}, "freeze", caller.who + " froze all healing: " + reason);
  for (const auto& [name, host] : turn.state.fleet.hosts()) liveness::tell_standing(turn, name);
  ValueList running;
  for (const auto& [id, flight] : turn.state.flights) running.emplace_back(to_text(id));
  done(turn, caller,
       Value::map({{"since_ms", turn.state.freeze.since.ms()}, {"running", Value(std::move(running))}}));
}

void thaw(const Turn& turn, const Caller& caller, const Value&) {
  if (!turn.state.freeze.frozen)
    return fail(turn, caller, {Error::Kind::Refused, "nothing is frozen", "balm status"});
  const WallTime since = turn.state.freeze.since;
  turn.state.freeze = {};
  turn.push(StoreFreeze{turn.state.freeze});
  journal::note(turn, {}, "thaw", caller.who + " let healing go on");
  for (const auto& [name, host] : turn.state.fleet.hosts()) liveness::tell_standing(turn, name);
  healer::reconsider(turn);
  done(turn, caller, Value::map({{"since_ms", since.ms()}}));
}

}  // namespace balm::master::orders
