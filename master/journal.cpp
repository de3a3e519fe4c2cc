#include "master/journal.h"

#include "common/value_json.h"

namespace balm::master::journal {
namespace {

JournalRow line(const Turn& turn, std::string kind, std::string text) {
  JournalRow row;
  row.at = turn.now.wall;
  row.kind = std::move(kind);
  row.text = std::move(text);
  return row;
}

}  // namespace

void note(const Turn& turn, IncidentId incident, std::string kind, std::string text) {
  JournalRow row = line(turn, std::move(kind), std::move(text));
  row.incident = incident;
  turn.push(StoreJournal{std::move(row)});
}

void finding(const Turn& turn, const Event& event, const Finding& finding, Followed followed) {
  JournalRow row = line(turn, "match", finding.wanted == Wanted::Error ? finding.error : finding.summary);
  row.event = event.id;
  row.incident = followed.incident;
  row.rule = finding.rule->name.text;
  row.verdict = std::move(followed.verdict);
  row.reason = std::string(to_text(finding.wanted));
  turn.push(StoreJournal{std::move(row)});
}

void guards(const Turn& turn, const IncidentRow& incident, const Review& review) {
  ValueList answers;
  for (const GuardAnswer& answer : review.answers)
    answers.push_back(Value::map({{"guard", answer.guard},
                                  {"verdict", to_text(answer.verdict.kind)},
                                  {"reason", to_text(answer.verdict.reason)},
                                  {"counter", answer.verdict.counter}}));
  std::string text(sentence(review.verdict.reason));
  if (!review.verdict.counter.empty()) text += " (" + review.verdict.counter + ")";
  JournalRow row = line(turn, "guard", std::move(text));
  row.incident = incident.id;
  row.rule = incident.rule.text;
  row.verdict = std::string(to_text(review.verdict.kind));
  row.reason = std::string(to_text(review.verdict.reason));
  row.detail = to_json(Value::map({{"guards", Value(std::move(answers))}}));
  turn.push(StoreJournal{std::move(row)});
}

void attempt(const Turn& turn, const AttemptRow& attempt, std::string kind, std::string text) {
  JournalRow row = line(turn, std::move(kind), std::move(text));
  row.incident = attempt.id.incident;
  row.attempt = attempt.id.n;
  row.rule = attempt.rule.text;
  row.verdict = std::string(to_text(attempt.phase));
  row.reason =
      attempt.outcome == AttemptOutcome::None ? attempt.reason : std::string(to_text(attempt.outcome));
  if (attempt.phase == AttemptPhase::Ended)
    row.detail = to_json(Value::map({{"outcome", to_text(attempt.outcome)},
                                     {"reason", attempt.reason},
                                     {"comment", attempt.comment},
                                     {"state", attempt.state.text},
                                     {"state_hash", attempt.state_hash},
                                     {"host", attempt.host.text},
                                     {"epoch", static_cast<std::int64_t>(attempt.epoch)},
                                     {"fence", static_cast<std::int64_t>(attempt.fence)}}));
  turn.push(StoreJournal{std::move(row)});
}

}  // namespace balm::master::journal
