#include "common/state/requisite_check.h"

#include <algorithm>

namespace balm {

namespace {

bool is_onfail(RequisiteKind kind) {
  return kind == RequisiteKind::Onfail || kind == RequisiteKind::OnfailAny ||
         kind == RequisiteKind::OnfailAll;
}

bool is_onchanges(RequisiteKind kind) {
  return kind == RequisiteKind::Onchanges || kind == RequisiteKind::OnchangesAny;
}

bool is_watch(RequisiteKind kind) {
  return kind == RequisiteKind::Watch || kind == RequisiteKind::WatchAny;
}

// Of these one fulfilled target is enough, whatever the others did.
bool one_is_enough(RequisiteKind kind) {
  return kind == RequisiteKind::RequireAny || kind == RequisiteKind::WatchAny ||
         kind == RequisiteKind::OnchangesAny || kind == RequisiteKind::Onfail ||
         kind == RequisiteKind::OnfailAny;
}

// What was seen among the targets of one kind of requisite, or of all kinds.
struct Seen {
  bool failed = false;
  bool met = false;         // ended as the requisite wants
  bool changed = false;     // watch: a target changed
  bool unchanged = false;   // onchanges: a target did not change
  bool did_change = false;  // onchanges: a target changed
  bool not_failed = false;  // onfail: a target did not fail
  bool no_need = false;     // prereq: a target would change nothing
  bool need = false;        // prereq: a target would change something

  void add(const Seen& other) {
    failed |= other.failed;
    met |= other.met;
    changed |= other.changed;
    unchanged |= other.unchanged;
    did_change |= other.did_change;
    not_failed |= other.not_failed;
    no_need |= other.no_need;
    need |= other.need;
  }
};

void look_at(Seen& seen, RequisiteKind kind, const StepResult& result) {
  if (is_onfail(kind)) {
    (result.result.value_or(false) ? seen.not_failed : seen.met) = true;
    return;
  }
  if (result.failed()) {
    seen.failed = true;
    return;
  }
  if (is_onchanges(kind)) {
    (result.changed() ? seen.did_change : seen.unchanged) = true;
    return;
  }
  if (is_watch(kind) && result.changed())
    seen.changed = true;
  else if (kind != RequisiteKind::Prereq)
    seen.met |= result.ran;
  else
    (result.result ? seen.no_need : seen.need) = true;
}

// One fulfilled target takes back what the others said against it.
void settle(Seen& seen, RequisiteKind kind) {
  if (!one_is_enough(kind)) return;
  if (seen.met || seen.changed || seen.did_change) seen.failed = false;
  if (seen.did_change) seen.unchanged = false;
  if (is_onfail(kind) && seen.met) seen.not_failed = false;
}

Readiness decide(const Seen& seen) {
  if (seen.failed) return Readiness::Blocked;
  if (seen.no_need && !seen.need) return Readiness::NoNeed;
  if (seen.not_failed && !seen.did_change) return Readiness::NotFailed;
  if (seen.unchanged && !seen.did_change) return Readiness::Unchanged;
  if (seen.changed) return Readiness::Watched;
  return Readiness::Ready;
}

class Check {
 public:
  Check(const std::vector<Step>& steps, const StepResults& results, const StepResults& predicted)
      : steps_(steps), results_(results), predicted_(predicted) {}

  RequisiteAnswer check(const Step& step) {
    Seen all;
    for (auto at = step.requisites.begin(); at != step.requisites.end();) {
      // Requisites are sorted by kind; those of one kind are judged together.
      const RequisiteKind kind = at->kind;
      Seen seen;
      for (; at != step.requisites.end() && at->kind == kind; ++at)
        if (kind != RequisiteKind::Listen)
          for (const std::size_t target : at->targets) look(seen, kind, target);
      settle(seen, kind);
      all.add(seen);
    }
    RequisiteAnswer answer;
    answer.readiness = decide(all);
    if (answer.readiness == Readiness::Blocked) answer.failed = std::move(failed_);
    if (answer.readiness == Readiness::Watched) answer.changed = std::move(changed_);
    return answer;
  }

 private:
  void look(Seen& seen, RequisiteKind kind, std::size_t target) {
    const auto& found = kind == RequisiteKind::Prereq ? predicted_[target] : results_[target];
    if (!found) return;
    look_at(seen, kind, *found);
    const Step& step = steps_[target];
    if (found->failed()) add_once(failed_, step.sls + "." + step.id);
    if (is_watch(kind) && found->changed())
      add_once(changed_, std::string(step.function->module()) + ": " + step.id);
  }

  static void add_once(std::vector<std::string>& list, std::string text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
  }

  const std::vector<Step>& steps_;
  const StepResults& results_;
  const StepResults& predicted_;
  std::vector<std::string> failed_;
  std::vector<std::string> changed_;
};

}  // namespace

RequisiteAnswer check_requisites(const Step& step, const std::vector<Step>& steps, const StepResults& results,
                                 const StepResults& predicted) {
  return Check(steps, results, predicted).check(step);
}

}  // namespace balm
