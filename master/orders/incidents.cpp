#include "master/incidents.h"

#include "master/dispatch.h"
#include "master/escalation.h"
#include "master/healer.h"
#include "master/incident_view.h"
#include "master/journal.h"
#include "master/orders/order_table.h"

namespace balm::master::orders {
namespace {

OpenIncident* wanted(const Turn& turn, const Caller& caller, const Value& args) {
  const IncidentId id{static_cast<std::uint64_t>(args["id"].int_or())};
  const auto place = turn.state.incidents.find(id);
  if (place != turn.state.incidents.end()) return &place->second;
  const std::string name = "incident #" + std::to_string(id.number);
  const bool existed = id.number != 0 && id.number <= turn.state.last_incident;
  fail(turn, caller,
       existed ? Error{Error::Kind::Refused, name + " is closed",
                       "balm incidents show " + std::to_string(id.number)}
               : Error{Error::Kind::NotFound,
                       "there is no " + name + " (the newest is " + std::to_string(turn.state.last_incident) +
                           ")",
                       "balm incidents list"});
  return nullptr;
}

void answer(const Turn& turn, const Caller& caller, IncidentId id, const IncidentRow& before) {
  const auto place = turn.state.incidents.find(id);
  done(turn, caller,
       Value::map(
           {{"incident", incident_view(place == turn.state.incidents.end() ? before : place->second.row)}}));
}

}  // namespace

void incidents_ack(const Turn& turn, const Caller& caller, const Value& args) {
  OpenIncident* incident = wanted(turn, caller, args);
  if (incident == nullptr) return;
  incident->row.acked_by = caller.who;
  incident->row.acked_note = args["note"].string_or();
  incident->row.acked = turn.now.wall;
  incidents::save(turn, *incident);
  journal::note(turn, incident->row.id, "ack",
                caller.who + (incident->row.acked_note.empty() ? "" : ": " + incident->row.acked_note));
  answer(turn, caller, incident->row.id, incident->row);
}

// A person says: climb again. It counts as the approval that mode `ask` waits for, and lifts the bound on
// attempts; all other guards hold. An attempt with unknown outcome is given up by it: the operator answers
// for the host's state.
void incidents_retry(const Turn& turn, const Caller& caller, const Value& args) {
  OpenIncident* incident = wanted(turn, caller, args);
  if (incident == nullptr) return;
  IncidentRow& row = incident->row;
  if (row.phase == Phase::Trying || row.phase == Phase::Verifying)
    return fail(turn, caller,
                {Error::Kind::Refused, "#" + std::to_string(row.id.number) + " is being worked on right now",
                 "balm incidents watch " + std::to_string(row.id.number)});
  const auto newest = turn.state.config->find_rule(row.rule);
  if (newest != nullptr) {  // perhaps mended, perhaps back again: the person means the rule as it is now
    incident->config = turn.state.config;
    incident->rule = newest;
    row.revision = turn.state.config->revision;
    row.rungs = static_cast<std::uint32_t>(newest->ladder.size());
  }
  const std::int64_t from = args["from"].int_or(1);
  if (from < 1 || from > static_cast<std::int64_t>(std::max<std::uint32_t>(row.rungs, 1)))
    return fail(turn, caller,
                {Error::Kind::Usage, "the ladder has " + std::to_string(row.rungs) + " rungs", "--from 1"});
  const std::string by = caller.who + " overrides the unknown outcome";
  if (const auto open = turn.state.attempts.open_on(row.host); open && open->unknown)
    dispatch::give_up(turn, open->id, by);
  row.rung = static_cast<std::uint32_t>(from - 1);
  row.approved = true;
  row.phase = Phase::Deciding;
  row.waiting_reason.clear();
  incident->told.clear();
  const IncidentId id = row.id;
  const IncidentRow before = row;
  journal::note(turn, id, "retry", caller.who + " asks to try again from rung " + std::to_string(from));
  healer::consider(turn, id);
  healer::reconsider(turn);  // a host may have become free by it
  answer(turn, caller, id, before);
}

void incidents_close(const Turn& turn, const Caller& caller, const Value& args) {
  OpenIncident* incident = wanted(turn, caller, args);
  if (incident == nullptr) return;
  const std::string reason = args["reason"].string_or();
  if (reason.empty())
    return fail(turn, caller,
                {Error::Kind::Usage, "closing an incident by hand needs a reason", "--reason \"why\""});
  const IncidentId id = incident->row.id;
  if (incident->row.phase == Phase::Trying)
    return fail(
        turn, caller,
        {Error::Kind::Refused, "an attempt is running", "balm incidents watch " + std::to_string(id.number)});
  if (incident->verifying) turn.state.asked.erase(incident->verifying->request);
  escalation::over(turn, *incident, caller.who + " closed it: " + reason);
  IncidentRow row = incident->row;
  incidents::close(turn, id, IncidentOutcome::Closed, caller.who + ": " + reason);
  row.phase = Phase::Closed;
  row.outcome = IncidentOutcome::Closed;
  row.closed = turn.now.wall;
  healer::reconsider(turn);  // the host's place among those under repair is free
  done(turn, caller, Value::map({{"incident", incident_view(row)}}));
}

}  // namespace balm::master::orders
