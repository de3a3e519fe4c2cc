#include "sim/judge/truth.h"

namespace balm::sim {
namespace {

std::string name_of(AttemptId attempt) {
  return "attempt " + to_text(attempt);
}

}  // namespace

void TruthJudge::on(const RowsCommitted& fact) {
  rows(fact.rows);
}
void TruthJudge::on(const RowsFound& fact) {
  rows(fact.rows);
}

void TruthJudge::rows(const std::vector<Row>& rows) {
  each_row<EventRow>(rows, [this](const EventRow& row) { events_[row.id] = row.event.status; });
  each_row<AttemptRow>(rows, [this](const AttemptRow& row) {
    if (row.phase == "ended") judge_end(row);
  });
  each_row<IncidentRow>(rows, [this](const IncidentRow& row) {
    const auto place = incidents_.find(row.id);
    const bool fresh = place == incidents_.end() || place->second.outcome != row.outcome;
    incidents_[row.id] = row;
    if (fresh && row.outcome == "healed") judge_healed(row);
  });
}

void TruthJudge::judge_end(const AttemptRow& row) {
  const std::string& outcome = ends_[row.id] = row.outcome;
  const Seen& seen = seen_[row.id];
  const std::string name = name_of(row.id) + " is recorded as " + outcome;
  if (outcome == "refused" || outcome == "expired")
    demand(!seen.started || seen.forgotten, "I5", name + ", and it was started");
  if (outcome == "succeeded")
    demand(seen.how == ProcessEnded::How::Succeeded, "I5", name + ", and it did not");
  if (outcome == "abandoned") demand(seen.started || !seen.how, "I5", name + " without a start");
  if (outcome == "failed")
    demand(seen.started && seen.how.has_value(), "I5", name + ", and it has not ended");
  if (outcome == "timed_out") demand(seen.started, "I5", name + " without a start");
}

void TruthJudge::on(const ProcessStarted& fact) {
  Seen& seen = seen_[fact.attempt];
  seen.host = fact.host;
  seen.started = true;
  const auto end = ends_.find(fact.attempt);
  const bool refused = end != ends_.end() && (end->second == "refused" || end->second == "expired");
  demand(!refused, "I5", name_of(fact.attempt) + " was started after it was recorded as refused or expired");
}

void TruthJudge::on(const ProcessEnded& fact) {
  Seen& seen = seen_[fact.attempt];
  seen.how = fact.how;
  seen.ended = at();
}

void TruthJudge::on(const CheckSeen& fact) {
  if (fact.status == Status::Ok) seen_ok_[{fact.host, fact.check}] = at();
}

void TruthJudge::on(const HostSetBack& fact) {
  for (auto& [id, seen] : seen_)
    if (seen.host == fact.host) seen.forgotten = true;
}

// Since the last remedy of the incident ended, its check was seen ok.
void TruthJudge::judge_healed(const IncidentRow& row) {
  Duration ended{};
  bool acted = false;
  for (const auto& [id, seen] : seen_) {
    if (id.incident.number != row.id || !seen.how) continue;
    acted = true;
    ended = std::max(ended, seen.ended);
  }
  const std::string name = "incident " + std::to_string(row.id) + " is recorded as healed";
  demand(acted, "I24", name + ", and no remedy of it ever ran");
  const auto ok = seen_ok_.find({row.host, row.check});
  demand(ok != seen_ok_.end() && ok->second >= ended, "I24",
         name + ", and its check was not seen ok since its remedy");
}

// The rules of the world name `critical`: only what was seen so may start them.
void TruthJudge::on(const MasterSent& fact) {
  const auto* dispatch = std::get_if<Dispatch>(&fact.message);
  if (dispatch == nullptr || dispatch->task.by != "rule") return;
  const auto incident = incidents_.find(dispatch->task.attempt.incident.number);
  const std::string name = name_of(dispatch->task.attempt);
  demand(incident != incidents_.end(), "I12", name + " was sent for no incident");
  if (incident == incidents_.end()) return;
  const auto event = events_.find(incident->second.event);
  demand(event != events_.end(), "I12", name + " was sent, and no stored event caused it");
  demand(event == events_.end() || event->second == Status::Critical, "I25",
         name + " was sent for what was not seen to be critical");
}

}  // namespace balm::sim
