#include "sim/judge/record_keeping.h"

#include <algorithm>
#include <array>
#include <utility>

namespace balm::sim {
namespace {

constexpr std::array<std::string_view, 4> kPhases = {"dispatched", "accepted", "running", "ended"};

std::size_t rank_of(const std::string& phase) {
  return static_cast<std::size_t>(std::find(kPhases.begin(), kPhases.end(), phase) - kPhases.begin());
}

}  // namespace

void RecordJudge::decided(const JournalRow& row) {
  if (row.kind != "match" || row.event == 0) return;
  const std::uint64_t upto = std::max(row.event, row.upto);
  undecided_.erase(undecided_.lower_bound(row.event), undecided_.upper_bound(upto));
}

// Only forward, and what an attempt is about never changes.
void RecordJudge::attempt(const AttemptRow& row) {
  const auto place = attempts_.find(row.id);
  if (place == attempts_.end()) {
    attempts_.emplace(row.id, row);
    return;
  }
  const AttemptRow before = std::exchange(place->second, row);
  const std::string name = "attempt " + to_text(row.id);
  demand(rank_of(row.phase) >= rank_of(before.phase), "I5", name + " went back from " + before.phase);
  const bool same = row.host == before.host && row.rule == before.rule && row.fence == before.fence &&
                    row.epoch == before.epoch && row.state_hash == before.state_hash;
  demand(same, "I12", name + " became another one");
  demand(before.phase != "ended" || row.outcome == before.outcome, "I5",
         name + " had ended as " + before.outcome + " and became " + row.outcome);
}

void RecordJudge::on(const RowsCommitted& fact) {
  each_row<EventRow>(fact.rows, [this](const EventRow& row) { undecided_.insert(row.id); });
  each_row<AttemptRow>(fact.rows, [this](const AttemptRow& row) { attempt(row); });
  each_row<IncidentRow>(fact.rows, [this](const IncidentRow& row) {
    const auto place = incidents_.find(row.id);
    const bool reopened =
        place != incidents_.end() && place->second.phase == "closed" && row.phase != "closed";
    demand(!reopened, "I5", "incident " + std::to_string(row.id) + " was closed and is open again");
    incidents_[row.id] = row;
  });
  each_row<JournalRow>(fact.rows, [this](const JournalRow& row) {
    journal_.push_back(row);
    decided(row);
  });
}

void RecordJudge::on(const RowsFound& fact) {
  demand(fact.broken.empty(), "I22", "the database cannot be believed: " + fact.broken);
  std::vector<JournalRow> journal;
  std::map<AttemptId, AttemptRow> attempts;
  each_row<JournalRow>(fact.rows, [&](const JournalRow& row) { journal.push_back(row); });
  each_row<AttemptRow>(fact.rows, [&](const AttemptRow& row) { attempts.emplace(row.id, row); });
  const bool longer =
      journal.size() >= journal_.size() && std::equal(journal_.begin(), journal_.end(), journal.begin());
  demand(longer, "I22", "lines of the journal are gone or changed after a restart");
  for (const auto& [id, row] : attempts_)
    demand(attempts.contains(id), "I5", "attempt " + to_text(id) + " is gone after a restart");
  undecided_.clear();
  each_row<EventRow>(fact.rows, [this](const EventRow& row) { undecided_.insert(row.id); });
  for (const auto& [id, row] : attempts) attempt(row);
  each_row<IncidentRow>(fact.rows, [this](const IncidentRow& row) { incidents_[row.id] = row; });
  journal_ = std::move(journal);
  for (const JournalRow& row : journal_) decided(row);
}

void RecordJudge::close(bool rested) {
  if (!rested) return;
  for (const std::uint64_t event : undecided_)
    demand(false, "I18", "event " + std::to_string(event) + " has no recorded decision");
}

}  // namespace balm::sim
