// "Is it on fire, and do I have to get up?" and the numbered tests of `balm doctor`.
#include <algorithm>

#include "common/document/check_text.h"
#include "common/duration_text.h"
#include "master/incident_view.h"
#include "master/io/queries/check_views.h"
#include "master/io/queries/select.h"
#include "master/io/query_table.h"
#include "master/moment_view.h"

namespace balm::master::queries {
namespace {

constexpr Duration kLately = 24h;

Value host_counts(const Desk& desk) {
  std::int64_t up = 0;
  std::int64_t down = 0;
  std::int64_t maintenance = 0;
  for (const auto& [name, host] : desk.state.fleet.hosts()) {
    const auto off_limits = desk.state.maintenance.find(name);
    if (off_limits != desk.state.maintenance.end() && off_limits->second.until > desk.now.wall) ++maintenance;
    if (presence(host) == Presence::Up) ++up;
    if (presence(host) == Presence::Down) ++down;
  }
  return Value::map({{"total", static_cast<std::int64_t>(desk.state.fleet.hosts().size())},
                     {"up", up},
                     {"down", down},
                     {"maintenance", maintenance},
                     {"pending", static_cast<std::int64_t>(desk.state.keys.count(KeyState::Pending))}});
}

Value open_in(const Desk& desk, bool needs_you) {
  ValueList list;
  for (const auto& [id, incident] : desk.state.incidents) {
    if (incident.row.phase == Phase::Observed) continue;
    if ((incident.row.phase == Phase::NeedsYou) == needs_you) list.push_back(incident_view(incident.row));
    if (list.size() == 100) break;
  }
  return Value(std::move(list));
}

Result<Value> healed_lately(const Desk& desk) {
  const std::string since = std::to_string((desk.now.wall - kLately).ms());
  auto rows = desk.store.database().prepare(
      "SELECT closed - opened, acked_by <> '' FROM incidents WHERE outcome = 'healed' AND closed > " + since +
      " ORDER BY closed LIMIT 10000");
  if (!rows) return rows.error();
  std::vector<std::int64_t> took;
  std::int64_t alone = 0;
  while (true) {
    const auto more = rows->row();
    if (!more) return more.error();
    if (!*more) break;
    took.push_back(rows->integer(0));
    if (rows->integer(1) == 0) ++alone;
  }
  std::sort(took.begin(), took.end());
  return Value::map({{"count", static_cast<std::int64_t>(took.size())},
                     {"alone", alone},
                     {"median_ms", took.empty() ? Value() : Value(took[took.size() / 2])}});
}

// Kinds of bad events of the last day that no rule wanted. A line of the journal may speak of many
// neighbouring events (intake.cpp).
Result<Value> unhandled_lately(const Desk& desk) {
  const std::string since = std::to_string((desk.now.wall - kLately).ms());
  auto rows = desk.store.database().prepare(
      "SELECT e.type, e.status, count(*) FROM journal j JOIN events e ON e.id BETWEEN j.event AND CASE "
      "j.detail WHEN '' THEN j.event ELSE json_extract(j.detail, '$.upto') END "
      "WHERE j.event <> 0 AND j.verdict = 'none' AND e.status <> 0 AND j.at > " +
      since +
      " AND j.id > (SELECT coalesce(max(id),0) FROM journal) - 20000 AND e.id > (SELECT max(id) FROM events) "
      "- "
      "200000 GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 20");
  if (!rows) return rows.error();
  ValueList list;
  while (true) {
    const auto more = rows->row();
    if (!more) return more.error();
    if (!*more) return Value(std::move(list));
    list.push_back(Value::map({{"type", rows->text(0)},
                               {"status", to_text(static_cast<Status>(rows->integer(1)))},
                               {"count", rows->integer(2)}}));
  }
}

Value config_value(const Desk& desk) {
  ValueList issues;
  for (const std::string& issue : desk.state.config_issues) issues.emplace_back(issue);
  return Value::map({{"ok", desk.state.config_issues.empty()},
                     {"revision", desk.state.config->revision},
                     {"loaded_ms", moment_view(desk.state.config_loaded)},
                     {"issues", Value(std::move(issues))},
                     {"rules", static_cast<std::int64_t>(desk.state.config->rules.size())},
                     {"states", static_cast<std::int64_t>(desk.state.config->states.size())},
                     {"checks", static_cast<std::int64_t>(desk.state.config->checks.size())}});
}

Value freeze_value(const FreezeRow& row) {
  if (!row.frozen) return {};
  return Value::map({{"by", row.by}, {"reason", row.reason}, {"since_ms", moment_view(row.since)}});
}

// Hosts whose own files of checks cannot be read; empty: none.
std::string own_faults(const Desk& desk) {
  std::string first;
  std::size_t more = 0;
  for (const auto& [name, host] : desk.state.fleet.hosts())
    for (const CheckFault& fault : host.check_faults) {
      if (fault.check.text != kOwnFiles) continue;
      if (first.empty())
        first = name.text + ": " + fault.text;
      else
        ++more;
    }
  return more == 0 ? first : first + " (and " + std::to_string(more) + " more)";
}

Value trouble_value(const Desk& desk) {
  ValueList list;
  if (!desk.state.storage_ok)
    list.emplace_back("the database cannot be written: nothing is healed until it can");
  if (!desk.state.settled) list.emplace_back("just started: waiting to hear from the hosts before acting");
  if (!desk.state.notifications.empty())
    list.emplace_back(std::to_string(desk.state.notifications.size()) +
                      " messages to people are not delivered yet");
  if (std::string faults = own_faults(desk); !faults.empty()) list.emplace_back(std::move(faults));
  return Value(std::move(list));
}

Value test(std::string name, std::string verdict, std::string detail, std::string fix = "") {
  return Value::map({{"name", std::move(name)},
                     {"verdict", std::move(verdict)},
                     {"detail", std::move(detail)},
                     {"why", ""},
                     {"fix", std::move(fix)}});
}

Value config_test(const Desk& desk) {
  const State& state = desk.state;
  if (!state.config_issues.empty())
    return test("configuration", "failed", state.config_issues.front(), "balm config validate");
  return test(
      "configuration", "ok",
      "revision " + state.config->revision + ", rules: " + std::to_string(state.config->rules.size()));
}

Value database_test(const Desk& desk) {
  const auto sound = desk.store.database().check_sound();
  const auto bytes = desk.store.bytes();
  if (!sound || !bytes) {
    const Error& error = sound ? bytes.error() : sound.error();
    return test("database", "failed", error.message, error.hint);
  }
  constexpr std::int64_t kMiB = 1024 * 1024;
  return test("database", "ok", std::to_string(*bytes / kMiB) + " MiB");
}

Value journal_test(const Desk& desk) {
  constexpr std::uint64_t kLines = 100'000;
  const auto chain = desk.store.verify_chain(kLines);
  if (!chain) return test("journal", "failed", chain.error().message, chain.error().hint);
  if (chain->ok) return test("journal", "ok", std::to_string(chain->checked) + " newest lines are unchanged");
  return test("journal", "failed", "line " + std::to_string(chain->broken_at) + " was changed or removed",
              "somebody wrote to the database by hand: compare with a backup");
}

Value notifiers_test(const Desk& desk) {
  const std::size_t waiting = desk.state.notifications.size();
  if (waiting == 0) return test("notifiers", "ok", "nothing waits");
  return test("notifiers", "note", std::to_string(waiting) + " messages wait");
}

Value freeze_test(const Desk& desk) {
  const FreezeRow& freeze = desk.state.freeze;
  if (!freeze.frozen) return test("freeze", "ok", "not frozen");
  return test("freeze", "note", "frozen by " + freeze.by + ": " + freeze.reason, "balm thaw");
}

Value agents_test(const Desk& desk) {
  const Value counts = host_counts(desk);
  const std::int64_t down = counts["down"].int_or();
  const std::string detail =
      std::to_string(counts["up"].int_or()) + " of " + std::to_string(counts["total"].int_or()) + " up";
  if (down > 0)
    return test("agents", "failed", detail + ", " + std::to_string(down) + " down", "balm hosts list");
  if (counts["pending"].int_or() > 0)
    return test("agents", "note", detail + ", " + std::to_string(counts["pending"].int_or()) + " keys wait",
                "balm keys list pending");
  return test("agents", "ok", detail);
}

Value checks_test(const Desk& desk) {
  const HandedDown all = handed_down(desk);
  const std::string detail = std::to_string(all.checks) + " are handed down";
  if (all.faults > 0)
    return test("checks", "note",
                detail + "; " + std::to_string(all.faults) + " do not run as written: " + all.first_fault,
                "balm checks list");
  if (all.waiting > 0)
    return test("checks", "note",
                detail + "; " + std::to_string(all.waiting) + " of " + std::to_string(all.hosts) +
                    " hosts have not taken them yet: " + all.first_waiting,
                "wait for a heartbeat; then: is the disk of that host full?");
  return test("checks", "ok", detail);
}

}  // namespace

Result<Value> status(const Desk& desk, const Value&) {
  auto healed = healed_lately(desk);
  if (!healed) return healed.error();
  auto unhandled = unhandled_lately(desk);
  if (!unhandled) return unhandled.error();
  ValueMap master = desk.master.as_map();
  master.insert_or_assign(Value("epoch"), Value(static_cast<std::int64_t>(desk.state.settings.epoch)));
  return Value::map({{"master", Value(std::move(master))},
                     {"config", config_value(desk)},
                     {"frozen", freeze_value(desk.state.freeze)},
                     {"hosts", host_counts(desk)},
                     {"needs_you", open_in(desk, true)},
                     {"handling", open_in(desk, false)},
                     {"healed", std::move(healed).value()},
                     {"unhandled", std::move(unhandled).value()},
                     {"trouble", trouble_value(desk)}});
}

Result<Value> doctor(const Desk& desk, const Value&) {
  ValueList tests;
  for (const auto& ask :
       {config_test, database_test, journal_test, agents_test, checks_test, notifiers_test, freeze_test})
    tests.push_back(ask(desk));
  return Value::map({{"tests", Value(std::move(tests))}});
}

}  // namespace balm::master::queries
