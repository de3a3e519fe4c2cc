#include "common/state/requisite_plan.h"

#include <utility>

namespace balm {

namespace {

// What a plan entry waits for, and where that is written.
struct Need {
  PlanEntry entry;
  const Requisite* requisite =
      nullptr;  // of this or, for a step that `prereq` puts behind another, of that one
};

const Requisite* prereq_on(const Step& step, std::size_t target) {
  for (const Requisite& requisite : step.requisites)
    if (requisite.kind == RequisiteKind::Prereq)
      for (const std::size_t candidate : requisite.targets)
        if (candidate == target) return &requisite;
  return nullptr;
}

// In the order in which they are to be met. Listeners run after all others and wait for nothing.
std::vector<Need> needs_of(const std::vector<Step>& steps, PlanEntry entry) {
  std::vector<Need> needs;
  for (const Requisite& requisite : steps[entry.step].requisites) {
    if (requisite.kind == RequisiteKind::Listen) continue;
    const auto kind =
        requisite.kind == RequisiteKind::Prereq ? PlanEntry::Kind::Predict : PlanEntry::Kind::Run;
    for (const std::size_t target : requisite.targets) needs.push_back({{kind, target}, &requisite});
  }
  if (entry.kind == PlanEntry::Kind::Run)
    for (const std::size_t before : steps[entry.step].prereq_of)
      needs.push_back({{PlanEntry::Kind::Run, before}, prereq_on(steps[before], entry.step)});
  return needs;
}

// Depth first search. An entry is planned behind all it needs; meeting one that is still open closes a
// circle.
class Planner {
 public:
  explicit Planner(const std::vector<Step>& steps) : steps_(steps) {
    for (auto& marks : marks_) marks.resize(steps.size(), Mark::New);
  }

  void plan() {
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (mark({PlanEntry::Kind::Run, i}) == Mark::New) visit({PlanEntry::Kind::Run, i});
  }

  std::vector<PlanEntry> entries;
  Issues issues;

 private:
  enum class Mark { New, Open, Done };

  Mark& mark(PlanEntry entry) { return marks_[static_cast<std::size_t>(entry.kind)][entry.step]; }

  // Depth is bounded by twice limits::kStepsPerStateMax.
  void visit(PlanEntry entry) {
    mark(entry) = Mark::Open;
    path_.push_back(entry);
    for (const Need& need : needs_of(steps_, entry)) {
      if (mark(need.entry) == Mark::New)
        visit(need.entry);
      else if (mark(need.entry) == Mark::Open)
        report(need);
    }
    path_.pop_back();
    mark(entry) = Mark::Done;
    entries.push_back(entry);
  }

  void report(const Need& closing) {
    std::string circle;
    std::size_t last = steps_.size();
    bool inside = false;
    for (const PlanEntry& entry : path_) {
      inside = inside || entry == closing.entry;
      // The prediction of a step and the step itself are one thing to a reader.
      if (inside && entry.step != last) circle += "`" + steps_[entry.step].id + "` waits for ";
      last = entry.step;
    }
    Issue issue;
    issue.code = "E423";
    issue.message = "steps wait for each other: " + circle + "`" + steps_[closing.entry.step].id + "`";
    if (closing.requisite) issue.place = closing.requisite->place;
    issues.push_back(std::move(issue));
  }

  const std::vector<Step>& steps_;
  std::vector<Mark> marks_[2];  // by PlanEntry::Kind
  std::vector<PlanEntry> path_;
};

}  // namespace

Issues find_cycles(const std::vector<Step>& steps) {
  Planner planner(steps);
  planner.plan();
  return std::move(planner.issues);
}

std::vector<PlanEntry> make_plan(const std::vector<Step>& steps) {
  Planner planner(steps);
  planner.plan();
  return std::move(planner.entries);
}

}  // namespace balm
