#include "sim/judge/limits.h"

#include <algorithm>

namespace balm::sim {
namespace {

constexpr Duration kLongestTtl = 61s;  // of a dispatch, with a breath for the way of the answer

std::string name_of(AttemptId attempt) {
  return "attempt " + to_text(attempt);
}

bool is_open(const AttemptRow& row) {
  return row.phase != "ended" && !row.test;
}

}  // namespace

LimitJudge::LimitJudge(Record& record, std::vector<Bounds> bounds) : FactJudge(record) {
  for (Bounds& one : bounds) bounds_[one.rule] = one;
}

void LimitJudge::on(const RowsCommitted& fact) {
  each_row<AttemptRow>(fact.rows, [this](const AttemptRow& row) { rows_[row.id] = row; });
}

void LimitJudge::on(const RowsFound& fact) {
  each_row<AttemptRow>(fact.rows, [this](const AttemptRow& row) { rows_[row.id] = row; });
}

void LimitJudge::on(const MasterSent& fact) {
  const auto* dispatch = std::get_if<Dispatch>(&fact.message);
  if (dispatch == nullptr) return;
  const auto row = rows_.find(dispatch->task.attempt);
  if (row == rows_.end() || row->second.test) return;
  const bool repeated = !sent_.insert(row->first).second;
  judge_quiet(row->second, repeated);
  if (!repeated && row->second.by == "rule") judge_width(row->second);
}

// Hosts with an attempt that is not known to have ended, of the same rule.
void LimitJudge::judge_width(const AttemptRow& row) {
  std::set<HostName> hosts;
  for (const auto& [id, other] : rows_)
    if (is_open(other) && other.rule == row.rule) hosts.insert(other.host);
  const auto bounds = bounds_.find(row.rule);
  const std::size_t allowed = bounds == bounds_.end() ? 1 : bounds->second.hosts_at_once;
  demand(hosts.size() <= allowed, "I7",
         name_of(row.id) + " is under way while " + row.rule + " is at work on " +
             std::to_string(hosts.size()) + " hosts of " + std::to_string(allowed));
}

void LimitJudge::judge_quiet(const AttemptRow& row, bool repeated) {
  const std::string name = name_of(row.id) + (repeated ? " (again)" : "");
  demand(!frozen_since_, "I15", name + " was sent while everything is frozen");
  const auto quiet = quiet_.find(row.host);
  if (quiet == quiet_.end() || row.by != "rule") return;
  demand(master_wall() >= quiet->second.until, "I8",
         name + " was sent to " + row.host.text + " in maintenance");
}

void LimitJudge::on(const ProcessStarted& fact) {
  const auto row = rows_.find(fact.attempt);
  if (row == rows_.end() || row->second.test) return;
  const std::string name = name_of(fact.attempt);
  demand(!frozen_since_ || at() - *frozen_since_ <= kLongestTtl, "I15",
         name + " was started long after everything was frozen");
  if (row->second.by != "rule") return;
  const auto quiet = quiet_.find(fact.host);
  if (quiet != quiet_.end() && master_wall() < quiet->second.until)
    demand(at() - quiet->second.since <= kLongestTtl, "I8",
           name + " was started long after " + fact.host.text + " went into maintenance");
  auto& starts = starts_[{row->second.rule, fact.host}];
  starts.push_back(at());
  const auto bounds = bounds_.find(row->second.rule);
  if (bounds == bounds_.end() || master_clock_jumped_) return;
  const auto lately = std::count_if(starts.begin(), starts.end(),
                                    [this](Duration start) { return at() - start < 1h - kLongestTtl; });
  demand(static_cast<std::size_t>(lately) <= bounds->second.starts_per_hour, "I13",
         row->second.rule + " was started " + std::to_string(lately) + " times within an hour on " +
             fact.host.text);
}

void LimitJudge::on(const OperatorAsked& fact) {
  asked_[fact.request] = fact;
  if (fact.verb == "thaw") frozen_since_.reset();
  if (fact.verb == "maintenance.off") quiet_.erase(fact.host);
}

void LimitJudge::on(const OperatorAnswered& fact) {
  const auto place = asked_.find(fact.request);
  if (!fact.yes || place == asked_.end()) return;
  const OperatorAsked asked = place->second;
  asked_.erase(place);
  const auto overtaken = [&](const std::string& verb) {
    return std::any_of(asked_.begin(), asked_.end(), [&](const auto& other) {
      return other.second.verb == verb && other.second.host == asked.host && other.first > fact.request;
    });
  };
  if (asked.verb == "freeze" && !overtaken("thaw") && !frozen_since_) frozen_since_ = at();
  if (asked.verb == "maintenance.on" && !overtaken("maintenance.off"))
    quiet_[asked.host] = {asked.until, at()};
}

// Rates are kept across restarts by wall clock; a judge that shares no code with them cannot say what is
// right then.
void LimitJudge::on(const ClockJumped& fact) {
  if (fact.host.empty()) master_clock_jumped_ = true;
}

}  // namespace balm::sim
