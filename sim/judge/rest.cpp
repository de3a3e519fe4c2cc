#include "sim/judge/rest.h"

#include <algorithm>

namespace balm::sim {

void RestJudge::rows(const std::vector<Row>& rows) {
  each_row<AttemptRow>(rows, [this](const AttemptRow& row) { attempts_[row.id] = row; });
  each_row<IncidentRow>(rows, [this](const IncidentRow& row) { incidents_[row.id] = row; });
  each_row<NotificationRow>(rows, [this](const NotificationRow& row) { notifications_[row.id] = row; });
}

bool RestJudge::person_was_told(std::uint64_t incident) const {
  return std::any_of(notifications_.begin(), notifications_.end(), [&](const auto& one) {
    return one.second.incident == incident && (told_.contains(one.first) || one.second.done);
  });
}

void RestJudge::judge_incident(const IncidentRow& row) {
  const std::string name = "incident " + std::to_string(row.id) + " on " + row.host.text;
  if (row.phase == "closed" || row.phase == "observed") return;
  demand(row.phase == "needs_you", "I19", name + " is still " + row.phase + " (" + row.waiting + ")");
  if (row.phase == "needs_you")
    demand(row.acked || person_was_told(row.id), "I23", name + " needs a person, and none was told");
}

void RestJudge::close(bool rested) {
  if (!rested) return;
  for (const auto& [id, row] : attempts_)
    demand(row.phase == "ended", "I5",
           "attempt " + to_text(id) + " never ended: " + row.phase + " " + row.outcome);
  for (const auto& [id, row] : incidents_) judge_incident(row);
  for (const AtRest& host : hosts_) {
    demand(host.known, "I19", host.host.text + " is not connected");
    demand(host.waiting == 0, "I19",
           host.host.text + " has " + std::to_string(host.waiting) + " events left");
    for (const CheckName& check : host.broken) {
      const bool cared_for = std::any_of(incidents_.begin(), incidents_.end(), [&](const auto& one) {
        const bool about_it = one.second.host == host.host && one.second.check == check;
        return about_it &&
               (one.second.phase != "closed" || one.second.outcome == "closed");  // a person closed it
      });
      demand(cared_for, "I23", check.text + " on " + host.host.text + " is broken, and nobody cares");
    }
  }
}

}  // namespace balm::sim
