#include "master/escalation.h"

#include <algorithm>

#include "common/value_json.h"
#include "master/incidents.h"
#include "master/journal.h"

namespace balm::master::escalation {
namespace {

constexpr unsigned kDoublingsMax = 6;  // a pause grows to 64 times the first one, no further

// How the notifier wants to be treated; the one that always exists (log) has no document.
NotifierDocument settings_of(const Turn& turn, const std::string& name) {
  for (const NotifierDocument& notifier : turn.state.config->notifiers)
    if (notifier.name == name) return notifier;
  return {};
}

const std::vector<std::string>& notifiers_of(const OpenIncident& incident) {
  if (incident.rule != nullptr && !incident.rule->escalate.empty()) return incident.rule->escalate;
  return incident.config->escalate;
}

std::string body_of(const OpenIncident& incident, const std::string& kind, const std::string& reason,
                    const std::string& text) {
  const IncidentRow& row = incident.row;
  return to_json(Value::map({{"schema", "balm/notification/v1"},
                             {"kind", kind},
                             {"incident", static_cast<std::int64_t>(row.id.number)},
                             {"title", row.summary},
                             {"rule", row.rule.text},
                             {"host", row.host.text},
                             {"check", row.check.text},
                             {"status", to_text(row.status)},
                             {"opened", row.opened},
                             {"attempts", static_cast<std::int64_t>(row.attempts)},
                             {"reason", reason},
                             {"text", text},
                             {"output", incident.event["output"]},
                             {"last", incident.last},
                             {"runbook", incident.rule == nullptr ? "" : incident.rule->runbook},
                             {"look", "balm incidents show " + std::to_string(row.id.number)}}));
}

enum class Kind { Problem, Resolved };

void send(const Turn& turn, const OpenIncident& incident, const std::string& body, Kind kind) {
  for (const std::string& notifier : notifiers_of(incident)) {
    if (kind == Kind::Resolved && !settings_of(turn, notifier).resolved) continue;
    NotificationRow row;
    row.id = ++turn.state.last_notification;
    row.incident = incident.row.id;
    row.notifier = notifier;
    row.body = body;
    row.tries = 1;
    turn.push(StoreNotification{row});
    turn.push(Notify{row.id, notifier, body});
    turn.state.notifications.emplace(row.id, std::move(row));
  }
}

}  // namespace

void call(const Turn& turn, OpenIncident& incident, const std::string& reason, const std::string& text) {
  incident.row.phase = Phase::NeedsYou;
  incident.row.waiting_reason = reason;
  incident.row.waiting_text = text;
  incident.row.waiting_until = {};
  incident.ask_again.reset();
  incidents::save(turn, incident);
  if (incident.told == reason) return;
  incident.told = reason;
  journal::note(turn, incident.row.id, "needs_you", text);
  if (!incident.row.acked_by.empty()) return;  // somebody has it in hand
  incident.called = true;
  send(turn, incident, body_of(incident, "problem", reason, text), Kind::Problem);
}

void over(const Turn& turn, const OpenIncident& incident, const std::string& text) {
  if (!incident.called) return;
  send(turn, incident, body_of(incident, "resolved", "", text), Kind::Resolved);
}

void done(const Turn& turn, std::uint64_t id, bool delivered, const std::string& text) {
  const auto place = turn.state.notifications.find(id);
  if (place == turn.state.notifications.end()) return;
  NotificationRow& row = place->second;
  const NotifierDocument settings = settings_of(turn, row.notifier);
  if (!delivered && row.tries < settings.attempts) {
    const Duration pause =
        settings.retry_every * (1u << std::min<std::uint32_t>(row.tries - 1, kDoublingsMax));
    turn.state.notify_again[id] = turn.now.instant + pause;
    return;
  }
  row.done = true;
  row.outcome = delivered ? text : "given up: " + text;
  turn.push(StoreNotification{row});
  journal::note(turn, row.incident, "page", row.notifier + ": " + row.outcome);
  turn.state.notifications.erase(place);
}

void tick(const Turn& turn) {
  for (auto again = turn.state.notify_again.begin(); again != turn.state.notify_again.end();) {
    if (turn.now.instant < again->second) {
      ++again;
      continue;
    }
    const auto place = turn.state.notifications.find(again->first);
    if (place != turn.state.notifications.end()) {
      ++place->second.tries;
      turn.push(StoreNotification{place->second});
      turn.push(Notify{place->first, place->second.notifier, place->second.body});
    }
    again = turn.state.notify_again.erase(again);
  }
}

std::optional<Instant> next_deadline(const State& state) {
  std::optional<Instant> next;
  for (const auto& [id, at] : state.notify_again)
    if (!next || at < *next) next = at;
  return next;
}

}  // namespace balm::master::escalation
