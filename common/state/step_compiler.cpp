#include "common/state/step_compiler.h"

#include <algorithm>
#include <utility>

#include "common/nearest.h"
#include "common/state/argument_reader.h"
#include "common/state/condition_reader.h"
#include "common/state/requisite_words.h"
#include "common/state/sls_scalar.h"

namespace balm {

namespace {

// `order: last` until all orders are known; far above any that can be written, and exact to 1/10000 still.
constexpr double kOrderLast = 1e10;
constexpr std::int64_t kOrderMax = 1'000'000'000;

class StepCompiler {
 public:
  StepCompiler(const SlsStep& source, ReadContext& context) : source_(source), context_(context) {}

  std::vector<Step> compile(double auto_order) {
    Step step;
    step.id = source_.id;
    step.sls = source_.sls;
    step.place = source_.id_node->place();
    step.order = auto_order;
    step.name = Argument(Value(source_.id));
    const std::string full = source_.module + "." + source_.function;
    step.function = find_function(full);
    if (!step.function) {
      report(
          source_.function_node->error("E410", "there is no function `" + full + "`", function_guess(full)));
      return {};
    }
    const YamlNode* names = nullptr;
    for (const SlsArgument& argument : source_.arguments) {
      if (argument.name == "names")
        names = argument.value;
      else
        read(step, argument);
    }
    if (names) return expand(step, *names);
    check_required(step);
    return {std::move(step)};
  }

 private:
  void report(Issue issue) { context_.report(std::move(issue)); }

  void read(Step& step, const SlsArgument& argument) {
    if (is_requisite_word(argument.name)) return;
    if (argument.name == "name") {
      if (!argument.value->is_null())
        step.name = read_argument(*argument.value, ArgumentType::Text, context_);
      return;
    }
    if (const ArgumentRow* row = step.function->argument(argument.name))
      return set(step, argument, row->type);
    if (read_common(step, argument)) return;
    report(argument.key->error("E411",
                               "`" + std::string(step.function->name) + "` takes no `" + argument.name + "`",
                               did_you_mean(argument.name, known_arguments(*step.function))));
  }

  // The value given last wins: an entry of `names` overrides what stands outside.
  void set(Step& step, const SlsArgument& argument, ArgumentType type) {
    Argument value = read_argument(*argument.value, type, context_);
    for (auto& [name, present] : step.arguments)
      if (name == argument.name) {
        present = std::move(value);
        return;
      }
    step.arguments.emplace_back(argument.name, std::move(value));
  }

  bool read_common(Step& step, const SlsArgument& argument) {
    const YamlNode& value = *argument.value;
    const std::string& name = argument.name;
    if (name == "if")
      step.condition = read_condition_expression(value, context_);
    else if (name == "unless")
      step.unless = read_conditions(value, context_);
    else if (name == "onlyif")
      step.onlyif = read_conditions(value, context_);
    else if (name == "check_cmd")
      step.check_cmd = read_conditions(value, context_);
    else if (name == "creates")
      read_creates(step, value);
    else if (name == "retry")
      step.retry = read_retry(value, context_);
    else if (name == "timeout")
      step.timeout = constant(value, ArgumentType::Span, Value(Duration{})).as_duration();
    else if (name == "failhard")
      step.failhard = constant(value, ArgumentType::Bool, Value(false)).as_bool();
    else if (name == "secret")
      step.secret = constant(value, ArgumentType::Bool, Value(false)).as_bool();
    else if (name == "parallel")
      (void)constant(value, ArgumentType::Bool, Value(false));
    else if (name == "order")
      read_order(step, value);
    else
      return false;
    return true;
  }

  Value constant(const YamlNode& node, ArgumentType type, const Value& fallback) {
    const Argument argument = read_argument(node, type, context_);
    if (!argument.is_constant())
      report(node.error("E414", "this is read before the state runs and cannot hold `{{ }}`"));
    return argument.is_constant() && !argument.constant().is_null() ? argument.constant() : fallback;
  }

  void read_creates(Step& step, const YamlNode& node) {
    step.creates_is_list = node.is_sequence();
    if (!node.is_sequence()) return step.creates.push_back(read_argument(node, ArgumentType::Text, context_));
    for (const YamlNode& item : node.items)
      step.creates.push_back(read_argument(item, ArgumentType::Text, context_));
  }

  void read_order(Step& step, const YamlNode& node) {
    const auto number = node.is_scalar() ? sls_int(node.text) : std::nullopt;
    if (number && *number >= -kOrderMax && *number <= kOrderMax)
      step.order = static_cast<double>(*number);
    else if (node.is_scalar() && node.text == "first")
      step.order = 0;
    else if (node.is_scalar() && node.text == "last")
      step.order = kOrderLast;
    else
      report(node.error("E413", "`order` is a whole number, `first` or `last`"));
  }

  std::vector<Step> expand(const Step& step, const YamlNode& names) {
    std::vector<Step> steps;
    if (!names.is_sequence() || names.items.empty()) {
      report(names.error("E413", "`names` is a list of names"));
      return steps;
    }
    for (const YamlNode& item : names.items) {
      Step one = step;
      if (!name_entry(one, item)) continue;
      const bool repeated = std::any_of(steps.begin(), steps.end(), [&](const Step& other) {
        return other.name.is_constant() && one.name.is_constant() &&
               other.name.constant() == one.name.constant();
      });
      if (repeated) continue;
      one.order += static_cast<double>(steps.size() + 1) / 10000;
      check_required(one);
      steps.push_back(std::move(one));
    }
    return steps;
  }

  // `- path` or `- path: [ {mode: '0600'} ]`.
  bool name_entry(Step& step, const YamlNode& item) {
    if (item.is_scalar()) {
      step.name = read_argument(item, ArgumentType::Text, context_);
      return true;
    }
    if (!item.is_map() || item.entries.size() != 1) {
      report(item.error("E413", "an entry of `names` is a name, or a name with arguments of its own"));
      return false;
    }
    const YamlEntry& entry = item.entries[0];
    step.name = read_argument(entry.key, ArgumentType::Text, context_);
    for_each_argument(entry.value, [&](const SlsArgument& argument) {
      if (is_requisite_word(argument.name))
        report(argument.key->error("E413", "requisites stand beside `names`, not in its entries"));
      read(step, argument);
    });
    return true;
  }

  template <class Use>
  void for_each_argument(const YamlNode& node, Use use) {
    for (const YamlEntry& entry : node.entries) use(SlsArgument{entry.key.text, &entry.key, &entry.value});
    for (const YamlNode& item : node.items)
      for (const YamlEntry& entry : item.entries) use(SlsArgument{entry.key.text, &entry.key, &entry.value});
  }

  void check_required(const Step& step) {
    for (const ArgumentRow& row : step.function->arguments) {
      if (!row.required) continue;
      const bool given = std::any_of(step.arguments.begin(), step.arguments.end(),
                                     [&](const auto& argument) { return argument.first == row.name; });
      if (!given)
        report(source_.function_node->error(
            "E412", "`" + std::string(step.function->name) + "` needs `" + std::string(row.name) + "`",
            std::string(row.doc)));
    }
  }

  static std::vector<std::string_view> known_arguments(const FunctionRow& function) {
    std::vector<std::string_view> known = {"name", "names"};
    for (const ArgumentRow& row : function.arguments) known.push_back(row.name);
    for (const ArgumentRow& row : common_arguments()) known.push_back(row.name);
    return known;
  }

  const SlsStep& source_;
  ReadContext& context_;
};

// The highest order that was written, plus room.
double order_cap(const std::vector<StepDraft>& drafts) {
  double cap = 1;
  for (const auto& [step, source] : drafts)
    if (step.order < kOrderLast && step.order > cap - 1) cap = step.order + 100;
  return cap;
}

std::string sort_text(const Step& step) {
  return std::string(step.function->module()) + to_display(step.name.constant()) +
         std::string(step.function->function());
}

}  // namespace

std::vector<StepDraft> compile_step(const SlsStep& source, double auto_order, ReadContext& context) {
  std::vector<StepDraft> drafts;
  for (Step& step : StepCompiler(source, context).compile(auto_order))
    drafts.push_back({std::move(step), &source});
  return drafts;
}

void sort_by_order(std::vector<StepDraft>& drafts) {
  const double cap = order_cap(drafts);
  constexpr double kBehindAll = 1'000'000;
  for (auto& [step, source] : drafts) {
    if (step.order >= kOrderLast)
      step.order = cap + kBehindAll + (step.order - kOrderLast);
    else if (step.order < 0)
      step.order = cap + kBehindAll + step.order;
  }
  std::stable_sort(drafts.begin(), drafts.end(), [](const StepDraft& a, const StepDraft& b) {
    return a.step.order != b.step.order ? a.step.order < b.step.order : sort_text(a.step) < sort_text(b.step);
  });
}

}  // namespace balm
