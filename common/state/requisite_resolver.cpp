#include "common/state/requisite_resolver.h"

#include <algorithm>
#include <utility>

#include "common/glob.h"
#include "common/nearest.h"
#include "common/state/requisite_reader.h"
#include "common/state/requisite_words.h"

namespace balm {

namespace {

std::string name_of(const Step& step) {
  return step.name.is_constant() ? to_display(step.name.constant()) : std::string();
}

class Resolver {
 public:
  Resolver(const SlsTree& tree, std::vector<Step>& steps, Issues& issues)
      : tree_(tree), steps_(steps), issues_(issues) {}

  void resolve(std::size_t index, const SlsStep& source) {
    // Of the steps `names` made of one source, only the first complains.
    complaining_ = seen_ != &source;
    for (const SlsArgument& argument : source.arguments) {
      const auto word = requisite_word(argument.name);
      if (!word) continue;
      Issues ignored;
      for (const RequisiteTarget& target : read_requisite(argument, source, complaining_ ? issues_ : ignored))
        tie(index, source, *word, target);
    }
    seen_ = &source;
  }

  void finish() {
    for (Step& step : steps_)
      std::stable_sort(step.requisites.begin(), step.requisites.end(),
                       [](const Requisite& a, const Requisite& b) { return a.kind < b.kind; });
    for (std::size_t i = 0; i < steps_.size(); ++i)
      for (const Requisite& requisite : steps_[i].requisites)
        if (requisite.kind == RequisiteKind::Prereq)
          for (const std::size_t target : requisite.targets) add_once(steps_[target].prereq_of, i);
  }

 private:
  void tie(std::size_t index, const SlsStep& source, RequisiteWord word, const RequisiteTarget& target) {
    const std::vector<std::size_t> found = find(target);
    if (found.empty() && !(target.module == "sls" && knows_file(target.pattern))) {
      if (complaining_) report_missing(source, word, target);
      return;
    }
    if (!word.inward) return add(steps_[index], word.kind, target, found);
    for (const std::size_t other : found) {
      const RequisiteTarget back{source.module, source.id, target.node};
      add(steps_[other], word.kind, back, find(back));
    }
  }

  void add(Step& step, RequisiteKind kind, const RequisiteTarget& target,
           const std::vector<std::size_t>& found) {
    if (!step.function->can_watch && kind == RequisiteKind::Listen)
      issues_.push_back(target.node->error(
          "E424", "`" + std::string(step.function->name) + "` has nothing to do when a listened step changes",
          "cmd, service and test steps can listen; others use `onchanges`"));
    if (!step.function->can_watch && kind == RequisiteKind::Watch) kind = RequisiteKind::Require;
    if (!step.function->can_watch && kind == RequisiteKind::WatchAny) kind = RequisiteKind::RequireAny;
    const bool known =
        std::any_of(step.requisites.begin(), step.requisites.end(), [&](const Requisite& other) {
          return other.kind == kind && other.module == target.module && other.pattern == target.pattern;
        });
    if (!known) step.requisites.push_back({kind, target.module, target.pattern, found, target.node->place()});
  }

  std::vector<std::size_t> find(const RequisiteTarget& target) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const Step& step = steps_[i];
      const bool meant = target.module == "sls"
                             ? glob_match(target.pattern, step.sls)
                             : is_meant(target, step.function->module(), step.id, name_of(step));
      if (meant) found.push_back(i);
    }
    return found;
  }

  bool knows_file(const std::string& pattern) const {
    return std::any_of(tree_.files.begin(), tree_.files.end(),
                       [&](const auto& file) { return glob_match(pattern, file->name); });
  }

  void report_missing(const SlsStep& source, RequisiteWord word, const RequisiteTarget& target) {
    const std::string said = std::string(to_text(word.kind)) + (word.inward ? "_in" : "");
    // A step that did not compile has its own issue; whoever requires it is not at fault.
    for (const SlsStep& step : tree_.steps)
      if (step.id == target.pattern && !compiled(step)) return;
    std::vector<std::string> known;
    std::string guess;
    for (const Step& step : steps_) {
      known.push_back(step.id);
      if (step.id == target.pattern)
        guess = "`" + step.id + "` is a `" + std::string(step.function->module()) + "` step";
    }
    if (guess.empty()) guess = did_you_mean(target.pattern, known);
    issues_.push_back(target.node->error(
        "E422",
        "`" + said + "` of `" + source.id + "` finds no step `" + target.module + ": " + target.pattern + "`",
        guess));
  }

  bool compiled(const SlsStep& source) const {
    return std::any_of(steps_.begin(), steps_.end(), [&](const Step& step) {
      return step.id == source.id && step.function->module() == source.module;
    });
  }

  static void add_once(std::vector<std::size_t>& list, std::size_t item) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  }

  const SlsTree& tree_;
  std::vector<Step>& steps_;
  Issues& issues_;
  const SlsStep* seen_ = nullptr;
  bool complaining_ = true;
};

// What `use` does not carry over: what a step is, and how it is tied.
bool stays_at_home(const std::string& argument) {
  return argument == "name" || argument == "names" || argument == "order" || is_requisite_word(argument);
}

void take_over(SlsStep& to, const SlsStep& from) {
  for (const SlsArgument& argument : from.arguments)
    if (!stays_at_home(argument.name) && !to.find(argument.name)) to.arguments.push_back(argument);
}

std::string name_of(const SlsStep& step) {
  const SlsArgument* name = step.find("name");
  return name && name->value->is_scalar() ? name->value->text : step.id;
}

struct Use {
  bool inward = false;
  const RequisiteTarget& target;
};

// False when there is no such step.
bool use_one(SlsTree& tree, const std::vector<SlsStep>& before, std::size_t step, const Use& use) {
  bool found = false;
  for (std::size_t other = 0; other < before.size(); ++other) {
    if (!is_meant(use.target, before[other].module, before[other].id, name_of(before[other]))) continue;
    found = true;
    use.inward ? take_over(tree.steps[other], before[step]) : take_over(tree.steps[step], before[other]);
  }
  return found;
}

}  // namespace

void apply_use(SlsTree& tree, Issues& issues) {
  const std::vector<SlsStep> before = tree.steps;  // what others took over is not passed on
  for (std::size_t i = 0; i < before.size(); ++i)
    for (const SlsArgument& argument : before[i].arguments) {
      if (argument.name != "use" && argument.name != "use_in") continue;
      for (const RequisiteTarget& target : read_requisite(argument, before[i], issues))
        if (!use_one(tree, before, i, {argument.name == "use_in", target}))
          issues.push_back(target.node->error("E422", "`" + argument.name + "` of `" + before[i].id +
                                                          "` finds no step `" + target.pattern + "`"));
    }
}

void resolve_requisites(const SlsTree& tree, const std::vector<const SlsStep*>& sources,
                        std::vector<Step>& steps, Issues& issues) {
  Resolver resolver(tree, steps, issues);
  for (std::size_t i = 0; i < steps.size(); ++i) resolver.resolve(i, *sources[i]);
  resolver.finish();
}

}  // namespace balm
