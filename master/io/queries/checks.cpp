#include <algorithm>

#include "common/document/check_text.h"
#include "common/glob.h"
#include "master/io/queries/check_views.h"
#include "master/io/queries/row_values.h"
#include "master/moment_view.h"

namespace balm::master::queries {
namespace {

const CheckFault* fault_of(const Host& host, const CheckName& check) {
  const auto found = std::ranges::find(host.check_faults, check, &CheckFault::check);
  return found == host.check_faults.end() ? nullptr : &*found;
}

// The file of the master that defines a check which is handed down; null when none does (any more).
Value file_of(const Desk& desk, const CheckName& check) {
  const auto& checks = desk.state.config->checks;
  const auto found = std::ranges::lower_bound(checks, check, {}, &HandedCheck::name);
  if (found == checks.end() || found->name != check) return {};
  return Value(found->place.source + ":" + std::to_string(found->place.line));
}

Value origin(const Desk& desk, const CheckStanding& standing) {
  return Value::map({{"by", standing.handed ? "master" : "host"},
                     {"file", standing.handed ? file_of(desk, standing.check) : Value()}});
}

Value check_view(const Desk& desk, const Host& host, const CheckStanding& standing) {
  const CheckFault* const fault = fault_of(host, standing.check);
  return Value::map(
      {{"host", host.row.host.text},
       {"check", standing.check.text},
       {"instance", standing.instance},
       {"status", to_text(standing.known ? standing.status : Status::Unknown)},
       {"known", standing.known},
       {"soft", to_text(standing.latest.status)},
       {"since_ms", moment_view(standing.since)},
       {"at_ms", moment_view(standing.latest.at)},
       {"output", standing.latest.trouble.empty() ? standing.latest.output : standing.latest.trouble},
       {"metrics", to_value(standing.latest.metrics)},
       {"origin", origin(desk, standing)},
       {"issue", fault == nullptr ? Value() : Value(fault->text)}});
}

bool has_standing(const Host& host, const CheckName& check) {
  const auto place = host.checks.lower_bound({check, ""});
  return place != host.checks.end() && place->first.first == check;
}

// One that does not run at all, and has nothing else to show.
CheckStanding idle(const CheckFault& fault) {
  CheckStanding standing;
  standing.check = fault.check;
  standing.handed = fault.check.text != kOwnFiles;
  standing.latest.trouble = (standing.handed ? "does not run: " : "") + fault.text;
  return standing;
}

}  // namespace

ValueList check_views(const Desk& desk, const Host& host, const std::string& glob,
                      const std::string& status) {
  ValueList views;
  const auto add = [&](const CheckStanding& standing) {
    const bool wanted = glob_match(glob.empty() ? "*" : glob, standing.check.text) &&
                        (status.empty() || to_text(standing.status) == status);
    if (wanted) views.push_back(check_view(desk, host, standing));
  };
  for (const auto& [key, standing] : host.checks) add(standing);
  for (const CheckFault& fault : host.check_faults)
    if (!has_standing(host, fault.check)) add(idle(fault));
  return views;
}

HandedDown handed_down(const Desk& desk) {
  HandedDown all;
  all.checks = desk.state.config->checks.size();
  const auto fault = [&](const std::string& where, const std::string& what) {
    if (all.faults++ == 0) all.first_fault = where + ": " + what;
  };
  for (const auto& [name, host] : desk.state.fleet.hosts()) {
    if (!host.present) continue;
    ++all.hosts;
    const bool waits = host.wanted_of != desk.state.config->revision || host.check_set != host.wanted_set;
    if (waits && all.waiting++ == 0) all.first_waiting = name.text;
    if (host.set_too_large) fault(name.text, "its checks are too many for one message");
    for (const CheckFault& one : host.check_faults) fault(name.text + " " + one.check.text, one.text);
  }
  return all;
}

}  // namespace balm::master::queries
