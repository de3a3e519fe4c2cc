#include "master/incident_view.h"

#include <chrono>

#include "master/moment_view.h"
namespace balm::master {
namespace {

Value between_ms(WallTime from, WallTime to) {
  return to == WallTime{} ? Value() : Value(to.ms() - from.ms());
}

Value waiting_view(const IncidentRow& row) {
  if (row.waiting_reason.empty()) return {};
  return Value::map({{"reason", row.waiting_reason},
                     {"sentence", row.waiting_text},
                     {"until_ms", moment_view(row.waiting_until)}});
}

Value acked_view(const IncidentRow& row) {
  if (row.acked_by.empty()) return {};
  return Value::map({{"by", row.acked_by}, {"note", row.acked_note}, {"at_ms", moment_view(row.acked)}});
}

}  // namespace

Value incident_view(const IncidentRow& row) {
  return Value::map({{"id", static_cast<std::int64_t>(row.id.number)},
                     {"title", row.summary},
                     {"key", row.key},
                     {"rule", row.rule.text},
                     {"host", row.host.text},
                     {"check", row.check.text},
                     {"instance", row.instance},
                     {"status", to_text(row.status)},
                     {"severity", to_text(row.status)},
                     {"phase", to_text(row.phase)},
                     {"outcome", to_text(row.outcome)},
                     {"opened_ms", moment_view(row.opened)},
                     {"closed_ms", moment_view(row.closed)},
                     {"needs_you", row.phase == Phase::NeedsYou},
                     {"waiting", waiting_view(row)},
                     {"rung", static_cast<std::int64_t>(row.rung) + 1},
                     {"rungs", static_cast<std::int64_t>(row.rungs)},
                     {"attempts", static_cast<std::int64_t>(row.attempts)},
                     {"acked", acked_view(row)},
                     {"event", static_cast<std::int64_t>(row.event.number)},
                     {"revision", row.revision},
                     {"took_ms", between_ms(row.opened, row.closed)}});
}

Value attempt_view(const AttemptRow& row) {
  const bool observed = row.outcome == AttemptOutcome::Observed;
  return Value::map({{"id", to_text(row.id)},
                     {"incident", static_cast<std::int64_t>(row.id.incident.number)},
                     {"n", static_cast<std::int64_t>(row.id.n)},
                     {"rung", static_cast<std::int64_t>(row.rung) + 1},
                     {"rungs", static_cast<std::int64_t>(row.rungs)},
                     {"state", row.state.text},
                     {"host", row.host.text},
                     {"rule", row.rule.text},
                     {"phase", to_text(row.phase)},
                     {"outcome", to_text(row.outcome)},
                     {"reason", row.reason},
                     {"comment", row.comment},
                     {"healed", row.healed},
                     {"observed", observed},
                     {"test", row.test},
                     {"started_ms", moment_view(row.started)},
                     {"ended_ms", moment_view(row.ended)},
                     {"took_us", row.took_us},
                     {"verified_ms", row.verified_ms < 0 ? Value() : Value(row.verified_ms)},
                     {"by", row.by},
                     {"revision", row.revision}});
}

}  // namespace balm::master
