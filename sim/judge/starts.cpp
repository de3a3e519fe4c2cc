#include "sim/judge/starts.h"

#include <algorithm>
#include <charconv>

namespace balm::sim {
namespace {

// Whether a journal holds the record that `attempt` starts. Records are JSON objects among other bytes.
bool journal_has_start(const std::string& journal, AttemptId attempt) {
  const std::string word = "\"r\":\"start\"";
  const std::string whose = "\"attempt\":\"" + to_text(attempt) + "\"";
  for (std::size_t at = journal.find(word); at != std::string::npos; at = journal.find(word, at + 1)) {
    const std::size_t from = journal.rfind('{', at);
    const std::size_t to = journal.find('}', at);
    if (from == std::string::npos || to == std::string::npos) continue;
    if (journal.substr(from, to - from).find(whose) != std::string::npos) return true;
  }
  return false;
}

std::uint64_t highest_epoch_in(const std::string& journal) {
  const std::string word = "\"epoch_max\":";
  std::uint64_t highest = 0;
  for (std::size_t at = journal.find(word); at != std::string::npos; at = journal.find(word, at + 1)) {
    std::uint64_t epoch = 0;
    std::from_chars(journal.data() + at + word.size(), journal.data() + journal.size(), epoch);
    highest = std::max(highest, epoch);
  }
  return highest;
}

std::string name_of(AttemptId attempt) {
  return "attempt " + to_text(attempt);
}

}  // namespace

void StartJudge::on(const RowsCommitted& fact) {
  each_row<AttemptRow>(fact.rows, [this](const AttemptRow& row) { rows_[row.id] = row; });
}

void StartJudge::on(const RowsFound& fact) {
  each_row<AttemptRow>(fact.rows, [this](const AttemptRow& row) { rows_[row.id] = row; });
}

void StartJudge::on(const StampIssued& fact) {
  stamps_[fact.stamp] = {fact.host, fact.boot, fact.at};
}

void StartJudge::on(const MasterSent& fact) {
  if (const auto* dispatch = std::get_if<Dispatch>(&fact.message)) judge_dispatch(fact.to, dispatch->task);
}

void StartJudge::judge_dispatch(const HostName& to, const Task& task) {
  const auto row = rows_.find(task.attempt);
  const std::string name = name_of(task.attempt);
  demand(row != rows_.end(), "I6", name + " was sent before its row was committed");
  if (row == rows_.end()) return;
  const bool same = row->second.host == to && row->second.fence == task.fence &&
                    row->second.epoch == task.epoch && row->second.state_hash == task.state_hash;
  demand(same, "I12", name + " was sent otherwise than it is recorded");
  demand(row->second.phase != "ended", "I5", name + " was sent after its end");
  for (const auto& [id, other] : rows_)
    demand(id == task.attempt || other.host != to || other.phase == "ended", "I4",
           name + " was sent to " + to.text + " while " + name_of(id) + " is open there");
  const auto [known, fresh] = dispatched_.try_emplace(task.attempt, task);
  demand(fresh || known->second.stamp == task.stamp, "I12", name + " was sent twice with different stamps");
  if (!fresh) return;
  demand(task.fence > fences_[to], "I10", name + " carries fence " + std::to_string(task.fence) + " again");
  fences_[to] = std::max(fences_[to], task.fence);
}

void StartJudge::on(const ProcessStarted& fact) {
  const std::string name = name_of(fact.attempt);
  demand(started_.insert(fact.attempt).second, "I3", name + " was started twice");
  demand(journal_has_start(fact.journal, fact.attempt), "I6",
         name + " was started before its start was safe in the journal of " + fact.host.text);
  const auto row = rows_.find(fact.attempt);
  demand(row != rows_.end(), "I6", name + " was started, and the master has no row of it");
  const auto task = dispatched_.find(fact.attempt);
  demand(task != dispatched_.end(), "I12", name + " was started, and nobody sent it");
  if (task != dispatched_.end()) judge_freshness(fact, task->second);
  if (row != rows_.end())
    demand(row->second.host == fact.host, "I11", name + " was started on " + fact.host.text);
  auto& running = running_[fact.host];
  for (const AttemptId other : running)
    demand(false, "I4", name + " was started while " + name_of(other) + " runs on " + fact.host.text);
  running.insert(fact.attempt);
}

void StartJudge::judge_freshness(const ProcessStarted& fact, const Task& task) {
  const std::string name = name_of(fact.attempt);
  const auto stamp = stamps_.find(task.stamp);
  demand(stamp != stamps_.end() && stamp->second.host == fact.host, "I9", name + " carries nobody's stamp");
  if (stamp != stamps_.end()) {
    demand(stamp->second.boot == fact.boot, "I9", name + " was started in another boot than its stamp's");
    const Duration age = fact.at - stamp->second.at;
    demand(age <= std::chrono::milliseconds(task.ttl_ms), "I9",
           name + " was started " + std::to_string(age / 1ms) + " ms after its stamp");
  }
  const std::uint64_t highest = highest_epoch_in(fact.journal);
  demand(task.epoch >= highest, "I10",
         name + " of epoch " + std::to_string(task.epoch) + " was started by a host that has obeyed epoch " +
             std::to_string(highest));
}

void StartJudge::on(const StepStarted& fact) {
  demand(steps_.emplace(fact.attempt, fact.step).second, "I3",
         "step " + fact.step + " of " + name_of(fact.attempt) + " was started twice");
}

void StartJudge::on(const ProcessEnded& fact) {
  running_[fact.host].erase(fact.attempt);
}

}  // namespace balm::sim
