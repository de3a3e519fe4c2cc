#include "common/state/requisite_plan.h"

#include <utility>

namespace balm {

namespace {

// `from` must run before `to`, because of `requisite`.
struct Edge {
  std::size_t to = 0;
  const Requisite* requisite = nullptr;
};

// One list of edges per step.
std::vector<std::vector<Edge>> edges_of(const std::vector<Step>& steps) {
  std::vector<std::vector<Edge>> edges(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i)
    for (const Requisite& requisite : steps[i].requisites) {
      if (requisite.kind == RequisiteKind::Listen) continue;  // listeners run after all others
      for (const std::size_t target : requisite.targets)
        if (requisite.kind == RequisiteKind::Prereq)
          edges[i].push_back({target, &requisite});
        else
          edges[target].push_back({i, &requisite});
    }
  return edges;
}

// Depth first search; an edge to a step that is still open closes a circle.
class CycleSearch {
 public:
  explicit CycleSearch(const std::vector<Step>& steps) : steps_(steps), edges_(edges_of(steps)) {
    marks_.resize(steps.size(), Mark::New);
  }

  Issues search() {
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (marks_[i] == Mark::New) visit(i);
    return std::move(issues_);
  }

 private:
  enum class Mark { New, Open, Done };

  // Depth is bounded by limits::kStepsPerStateMax.
  void visit(std::size_t step) {
    marks_[step] = Mark::Open;
    path_.push_back(step);
    for (const Edge& edge : edges_[step]) {
      if (marks_[edge.to] == Mark::New)
        visit(edge.to);
      else if (marks_[edge.to] == Mark::Open)
        report(edge);
    }
    path_.pop_back();
    marks_[step] = Mark::Done;
  }

  void report(const Edge& closing) {
    std::string circle;
    bool inside = false;
    for (const std::size_t step : path_) {
      inside = inside || step == closing.to;
      if (inside) circle += "`" + steps_[step].id + "` before ";
    }
    Issue issue;
    issue.code = "E423";
    issue.message = "steps wait for each other: " + circle + "`" + steps_[closing.to].id + "`";
    issue.place = closing.requisite->place;
    issues_.push_back(std::move(issue));
  }

  const std::vector<Step>& steps_;
  std::vector<std::vector<Edge>> edges_;
  std::vector<Mark> marks_;
  std::vector<std::size_t> path_;
  Issues issues_;
};

class Planner {
 public:
  explicit Planner(const std::vector<Step>& steps) : steps_(steps) {
    runs_.resize(steps.size(), Mark::New);
    predicted_.resize(steps.size());
  }

  std::vector<PlanEntry> plan() {
    for (std::size_t i = 0; i < steps_.size(); ++i) run(i);
    return std::move(entries_);
  }

 private:
  enum class Mark { New, Open, Done };

  void run(std::size_t step) {
    if (runs_[step] != Mark::New) return;
    runs_[step] = Mark::Open;
    prepare(step, false);
    for (const std::size_t before : steps_[step].prereq_of) run(before);
    entries_.push_back({PlanEntry::Kind::Run, step});
    runs_[step] = Mark::Done;
  }

  void predict(std::size_t step) {
    if (predicted_[step]) return;
    predicted_[step] = true;
    prepare(step, true);
    entries_.push_back({PlanEntry::Kind::Predict, step});
  }

  // For a prediction only what can run by now is run: what waits for a step that waits for the prediction
  // cannot.
  void prepare(std::size_t step, bool for_prediction) {
    for (const Requisite& requisite : steps_[step].requisites) {
      if (requisite.kind == RequisiteKind::Listen) continue;
      for (const std::size_t target : requisite.targets) {
        if (requisite.kind == RequisiteKind::Prereq)
          predict(target);
        else if (!for_prediction || !waits_for_open(target))
          run(target);
      }
    }
  }

  bool waits_for_open(std::size_t step) const {
    std::vector<bool> seen(steps_.size());
    std::vector<std::size_t> ahead = {step};
    while (!ahead.empty()) {
      const std::size_t next = ahead.back();
      ahead.pop_back();
      if (runs_[next] == Mark::Open) return true;
      if (runs_[next] == Mark::Done || seen[next]) continue;
      seen[next] = true;
      for (const std::size_t before : steps_[next].prereq_of) ahead.push_back(before);
      for (const Requisite& requisite : steps_[next].requisites)
        if (requisite.kind != RequisiteKind::Listen && requisite.kind != RequisiteKind::Prereq)
          ahead.insert(ahead.end(), requisite.targets.begin(), requisite.targets.end());
    }
    return false;
  }

  const std::vector<Step>& steps_;
  std::vector<Mark> runs_;
  std::vector<bool> predicted_;
  std::vector<PlanEntry> entries_;
};

}  // namespace

Issues find_cycles(const std::vector<Step>& steps) {
  return CycleSearch(steps).search();
}

std::vector<PlanEntry> make_plan(const std::vector<Step>& steps) {
  return Planner(steps).plan();
}

}  // namespace balm
