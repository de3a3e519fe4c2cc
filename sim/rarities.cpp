#include "sim/rarities.h"

#include <algorithm>

namespace balm::sim {
namespace {

std::string joined(std::string_view head, std::string_view tail) {
  return std::string(head) + std::string(tail);
}

constexpr std::string_view kMustBeReached[] = {
    "a commit in doubt had been made",
    "a lie was told",
    "agent done: abandoned",
    "agent done: failed",
    "agent done: succeeded",
    "agent done: timed_out",
    "agent refused: already_ok",
    "agent refused: bad_state",
    "agent refused: busy",
    "agent refused: expired",
    "agent refused: frozen",
    "agent refused: maintenance",
    "agent refused: no_space",
    "agent refused: other_boot",
    "agent refused: restarted",
    "agent refused: stale_master",
    "agent refused: unknown_attempt",
    "agent refused: unknown_stamp",
    "attempt ended: abandoned",
    "attempt ended: expired",
    "attempt ended: failed",
    "attempt ended: observed",
    "attempt ended: refused",
    "attempt ended: succeeded",
    "attempt ended: timed_out",
    "attempt unknown",
    "dispatch arrived after its attempt's end",
    "dispatch arrived twice",
    "dispatch sent again",
    "events asked for again",
    "events sent again",
    "events sent as a batch",
    "greeting with open attempts",
    "incident closed: closed",
    "incident closed: healed",
    "incident closed: observed",
    "incident closed: recovered",
    "incident needs_you: attempts_used_up",
    "incident needs_you: ladder_used_up",
    "incident needs_you: needs_approval",
    "incident needs_you: outcome_unknown",
    "incident needs_you: rate_reached",
    "incident waiting: cooling_down",
    "incident waiting: frozen",
    "incident waiting: host_away",
    "incident waiting: host_busy",
    "incident waiting: in_maintenance",
    "incident waiting: settling",
    "incident waiting: state_unknown",
    "incident waiting: too_many_at_once",
    "journal: late",
    "journal: match join",
    "journal: retry",
    "journal: security",
    "master restarts while a task runs",
    "master restarts with an open attempt",
    "result came again",
    "task killed",
    "unsynced events lost with the power",
    "word about an unknown outcome",
};

}  // namespace

std::span<const std::string_view> must_be_reached() {
  return kMustBeReached;
}

void Rarities::on(const MasterSent& fact) {
  if (const auto* dispatch = std::get_if<Dispatch>(&fact.message))
    if (++dispatches_[dispatch->task.attempt] == 2) reach("dispatch sent again");
  if (std::holds_alternative<EventNak>(fact.message)) reach("events asked for again");
  if (std::holds_alternative<StatusQuery>(fact.message)) reach("status asked");
  if (std::holds_alternative<Cancel>(fact.message)) reach("attempt cancelled");
  const auto* standing = std::get_if<Standing>(&fact.message);
  if (standing != nullptr && standing->frozen) reach("standing says frozen");
  if (standing != nullptr && standing->maintenance) reach("standing says maintenance");
}

void Rarities::on(const MasterTook& fact) {
  if (const auto* report = std::get_if<TaskReport>(&fact.message)) {
    const auto row = attempts_.find(report->status.attempt);
    if (row != attempts_.end() && row->second.phase == "ended") reach("result came again");
    if (row != attempts_.end() && row->second.outcome == "unknown") reach("word about an unknown outcome");
  }
  const auto* hello = std::get_if<Hello>(&fact.message);
  if (hello != nullptr && !hello->open_attempts.empty()) reach("greeting with open attempts");
}

void Rarities::on(const AgentSent& fact) {
  if (fact.forged) reach("a lie was told");
  if (const auto* report = std::get_if<TaskReport>(&fact.message)) {
    const TaskStatus& status = report->status;
    if (status.phase == TaskPhase::Refused) reach(joined("agent refused: ", to_text(status.refusal)));
    if (status.phase == TaskPhase::Done) reach(joined("agent done: ", to_text(status.outcome)));
  }
  const auto* batch = std::get_if<EventBatch>(&fact.message);
  if (batch == nullptr || fact.forged) return;
  std::uint64_t& upto = sent_upto_[batch->spool];
  if (batch->events.front().seq <= upto) reach("events sent again");
  if (batch->events.size() > 1) reach("events sent as a batch");
  upto = std::max(upto, batch->events.back().seq);
}

void Rarities::on(const AgentTook& fact) {
  if (const auto* dispatch = std::get_if<Dispatch>(&fact.message)) {
    const auto row = attempts_.find(dispatch->task.attempt);
    if (row != attempts_.end() && row->second.phase == "ended")
      reach("dispatch arrived after its attempt's end");
    if (running_.contains(dispatch->task.attempt)) reach("dispatch arrived twice");
  }
}

void Rarities::on(const ProcessStarted& fact) {
  running_[fact.attempt] = true;
}

void Rarities::on(const ProcessEnded& fact) {
  if (fact.how == ProcessEnded::How::Killed) reach("task killed");
  if (fact.how == ProcessEnded::How::Failed) reach("task failed");
  const auto row = attempts_.find(fact.attempt);
  if (row != attempts_.end() && row->second.phase == "ended") reach("task ended after its attempt did");
}

void Rarities::row(const AttemptRow& row) {
  attempts_[row.id] = row;
  if (row.phase == "ended") reach(joined("attempt ended: ", row.outcome));
  if (row.outcome == "unknown") reach("attempt unknown");
}

void Rarities::row(const IncidentRow& row) {
  if (row.phase == "closed") reach(joined("incident closed: ", row.outcome));
  if (!row.waiting.empty()) reach(joined(joined("incident ", row.phase), ": ") + row.waiting);
}

void Rarities::row(const JournalRow& row) {
  reach(joined("journal: ", row.kind) + (row.kind == "match" ? " " + row.verdict : ""));
}

void Rarities::on(const RowsCommitted& fact) {
  rows_ += fact.rows.size();
  for (const Row& one : fact.rows) {
    if (const auto* attempt = std::get_if<AttemptRow>(&one)) row(*attempt);
    if (const auto* incident = std::get_if<IncidentRow>(&one)) row(*incident);
    if (const auto* line = std::get_if<JournalRow>(&one)) row(*line);
  }
}

void Rarities::on(const RowsFound& fact) {
  std::map<AttemptId, AttemptRow> found;
  each_row<AttemptRow>(fact.rows, [&](const AttemptRow& row) { found[row.id] = row; });
  for (const auto& [id, row] : found) {
    if (!attempts_.contains(id)) reach("a commit in doubt had been made");
    if (row.phase != "ended") reach("master restarts with an open attempt");
    if (row.phase != "ended" && running_.contains(id)) reach("master restarts while a task runs");
    attempts_[id] = row;
  }
}

void Rarities::on(const MasterStarted& fact) {
  if (fact.epoch > 1) reach("master restarted");
}

void Rarities::on(const OperatorAnswered& fact) {
  reach(fact.yes ? "operator got a yes" : "operator got a no");
}

}  // namespace balm::sim
