// Calls of functions: the parts of Run that find an overload and run it.
#include <array>

#include "common/expression/evaluator.h"
#include "common/expression/function_table.h"
#include "common/expression/functions.h"
#include "common/expression/pattern.h"
#include "common/expression/weight.h"
#include "common/limits.h"

namespace balm::expression {
namespace {

using Kind = Value::Kind;

constexpr std::size_t kUsual = 4;  // calls with more arguments are rare and may allocate

std::size_t depth_of(Arguments arguments) {
  std::size_t sum = 0;
  for (const Value* value : arguments) sum += deep_weight(*value, limits::kExpressionStepsMax);
  return sum;
}

std::string kinds_of(Arguments arguments) {
  std::string kinds;
  for (const Value* value : arguments) kinds += (kinds.empty() ? "" : ", ") + std::string(type_name(*value));
  return kinds;
}

}  // namespace

bool Run::call(const Node& node, Operand& out) {
  if (node.functions.empty()) return fail(node, "no function `" + node.name + "`");
  const Implementation first = node.functions.front().row->run;
  if (first == functions::optional_or || first == functions::optional_or_value)
    return optional_else(node, out);
  std::array<Operand, kUsual> operands;
  if (node.nodes.size() > kUsual) return long_call(node, out);
  std::array<const Value*, kUsual> values{};
  for (std::size_t i = 0; i < node.nodes.size(); ++i) {
    if (!evaluate(node.nodes[i], operands[i])) return false;
    values[i] = operands[i].get();
  }
  return apply(node, Arguments(values.data(), node.nodes.size()), out);
}

bool Run::long_call(const Node& node, Operand& out) {
  const auto operands = std::make_unique<Operand[]>(node.nodes.size());
  std::vector<const Value*> values;
  for (std::size_t i = 0; i < node.nodes.size(); ++i) {
    if (!evaluate(node.nodes[i], operands[i])) return false;
    values.push_back(operands[i].get());
  }
  return apply(node, values, out);
}

bool Run::apply(const Node& node, std::span<const Value* const> arguments, Operand& out) {
  for (const Value* value : arguments)
    if (!spend(node, weight(*value))) return false;
  if (node.pattern && arguments[0]->is(Kind::String)) {
    out.hold(Value(node.pattern->found_in(arguments[0]->as_string())));
    return true;
  }
  for (const Function& function : node.functions) {
    if (!function.takes(arguments)) continue;
    if (function.walks() && !spend(node, depth_of(arguments))) return false;
    return finish(node, function.row->run(arguments, scope_), out);
  }
  return fail(node, "no overload: " + node.name + "(" + kinds_of(arguments) + ")");
}

// or() and orValue() leave their argument alone when it is not needed.
bool Run::optional_else(const Node& node, Operand& out) {
  Operand target;
  if (!evaluate(node.nodes[0], target)) return false;
  const bool gives_value = node.name == "orValue";
  if (!target->is(Kind::Optional) || node.nodes.size() != 2)
    return fail(node, "no overload: " + node.name + " of " + std::string(type_name(*target)));
  if (const Value* held = target->as_optional().held.get()) {
    out.hold(gives_value ? *held : *target);
    return spend(node, weight(*out));
  }
  if (!evaluate(node.nodes[1], out)) return false;
  if (!gives_value && !out->is(Kind::Optional)) return fail(node, "or() takes an optional");
  return true;
}

}  // namespace balm::expression
