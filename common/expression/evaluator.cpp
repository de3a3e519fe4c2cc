#include "common/expression/evaluator.h"

#include <algorithm>

#include "common/expression/operators.h"
#include "common/expression/weight.h"
#include "common/limits.h"

namespace balm::expression {
namespace {

using Kind = Value::Kind;

// What an operation on two values walks through. A comparison is over where the shorter one ends, so one with
// a literal costs no more than the literal, whatever the data; `in` pays for its container (membership()).
std::size_t walked(Operator op, const Value& left, const Value& right) {
  if (op == Operator::In) return 0;
  const std::size_t all = deep_weight(left, limits::kExpressionStepsMax);
  if (op < Operator::Equal || op > Operator::GreaterEqual || all == 0) return all;
  return std::min(all, deep_weight(right, limits::kExpressionStepsMax));
}

}  // namespace

Run::Run(const Tree& tree, const Scope& scope) : tree_(tree), scope_(scope) {
  if (tree.slots > 0) slots_ = std::make_unique<Slot[]>(static_cast<std::size_t>(tree.slots));
}

Outcome Run::run(std::vector<TraceLine>* trace, std::string_view text) {
  trace_ = trace;
  text_ = text;
  Operand out;
  if (!evaluate(tree_.root, out)) return std::move(error_);
  if (deep_weight(*out, limits::kExpressionResultMax) > limits::kExpressionResultMax)
    return EvalError{"the result is too large", tree_.root.offset};
  return out.take();
}

bool Run::evaluate(const Node& node, Operand& out) {
  if (node.kind == Node::Kind::Literal) {
    out.borrow(node.value);
    return true;
  }
  if (!spend(node, 1)) return false;
  const bool ok = dispatch(node, out);
  if (node.traced && trace_ != nullptr) record(node, ok, out);
  return ok;
}

bool Run::dispatch(const Node& node, Operand& out) {
  switch (node.kind) {
    case Node::Kind::Literal:
      return out.borrow(node.value), true;
    case Node::Kind::Ident:
      return fail(node, "unknown name `" + node.name + "`");
    case Node::Kind::Global:
      return global(node, out);
    case Node::Kind::Name:
      return name(node, out);
    case Node::Kind::Local:
      return local(node, out);
    case Node::Kind::Select:
      return select(node, out);
    case Node::Kind::Index:
      return index(node, out);
    case Node::Kind::Call:
      return call(node, out);
    case Node::Kind::Operation:
      return operation(node, out);
    case Node::Kind::And:
    case Node::Kind::Or:
      return logical(node, out);
    case Node::Kind::Conditional:
      return conditional(node, out);
    case Node::Kind::List:
      return list(node, out);
    case Node::Kind::Map:
      return map(node, out);
    case Node::Kind::Loop:
      return loop(node, out);
    case Node::Kind::Let:
      return let(node, out);
    case Node::Kind::OptionalMap:
      return optional_map(node, out);
  }
  return fail(node, "unknown expression");
}

bool Run::fail(const Node& node, std::string message) {
  if (!exhausted_) error_ = EvalError{std::move(message), node.offset};
  return false;
}

bool Run::spend(const Node& node, std::size_t steps) {
  steps_ += steps;
  if (steps_ <= limits::kExpressionStepsMax) return true;
  fail(node, "too expensive: more than " + std::to_string(limits::kExpressionStepsMax) + " steps");
  exhausted_ = true;
  return false;
}

bool Run::finish(const Node& node, Outcome outcome, Operand& out) {
  if (auto* error = std::get_if<EvalError>(&outcome)) return fail(node, std::move(error->message));
  out.hold(std::get<Value>(std::move(outcome)));
  if (out->is(Kind::String) && out->as_string().size() > limits::kValueBytesMax)
    return fail(node, "a text beyond 1 MiB");
  return spend(node, weight(*out));
}

bool Run::global(const Node& node, Operand& out) {
  if (scope_.names != nullptr) {
    const auto place = scope_.names->find(std::string_view(node.name));
    if (place != scope_.names->end()) return out.borrow(place->second), true;
  }
  if (node.name != "now") return fail(node, "nothing is known of `" + node.name + "`");
  out.hold(Value(scope_.now));
  return true;
}

bool Run::name(const Node& node, Operand& out) {
  for (const Node::Candidate& candidate : node.candidates) {
    const Value* found = nullptr;
    if (scope_.names != nullptr) {
      const auto place = scope_.names->find(std::string_view(candidate.name));
      if (place != scope_.names->end()) found = &place->second;
    }
    if (found == nullptr) found = type_denotation(candidate.name);
    if (found == nullptr && candidate.name == "now") {
      now_ = Value(scope_.now);
      found = &now_;
    }
    if (found == nullptr) continue;
    for (std::size_t i = candidate.used; i < node.parts.size(); ++i) {
      const Value* field = nullptr;
      if (!field_of(node, *found, Value(node.parts[i]), field)) return false;
      found = field;
    }
    out.borrow(*found);
    return true;
  }
  return fail(node, "unknown name `" + node.candidates.back().name + "`");
}

bool Run::local(const Node& node, Operand& out) {
  Slot& slot = slots_[static_cast<std::size_t>(node.slot)];
  if (slot.pending != nullptr) {
    if (!evaluate(*slot.pending, slot.own)) return false;
    slot.pending = nullptr;
    slot.value = slot.own.get();
  }
  out.borrow(*slot.value);
  return true;
}

Run::Truth Run::truth(const Node& node) {
  Operand value;
  if (!evaluate(node, value)) return Truth::Error;
  if (value->is(Kind::Bool)) return value->as_bool() ? Truth::True : Truth::False;
  fail(node, "a bool is due here, not " + std::string(type_name(*value)));
  return Truth::Error;
}

bool Run::operation(const Node& node, Operand& out) {
  Operand left;
  if (!evaluate(node.nodes[0], left)) return false;
  if (node.op == Operator::Negate) return finish(node, negate(*left), out);
  if (node.op == Operator::Not) {
    if (!left->is(Kind::Bool)) return fail(node, "no overload: !" + std::string(type_name(*left)));
    return out.hold(Value(!left->as_bool())), true;
  }
  Operand right;
  if (!evaluate(node.nodes[1], right)) return false;
  if (!spend(node, walked(node.op, *left, *right))) return false;
  switch (node.op) {
    case Operator::Equal:
    case Operator::NotEqual:
      return out.hold(Value((*left == *right) == (node.op == Operator::Equal))), true;
    case Operator::Less:
    case Operator::LessEqual:
    case Operator::Greater:
    case Operator::GreaterEqual: {
      const auto order = compare(*left, *right);
      if (!order) return finish(node, no_overload(symbol_of(node.op), *left, *right), out);
      return out.hold(Value(holds(node.op, *order))), true;
    }
    case Operator::In:
      return membership(node, *left, *right, out);
    default:
      return finish(node, calculate(node.op, *left, *right), out);
  }
}

bool Run::membership(const Node& node, const Value& element, const Value& container, Operand& out) {
  if (container.is(Kind::Map)) {
    const bool comparable = is_key(element) || element.is(Kind::Double);
    return out.hold(Value(comparable && container.as_map().contains(element))), true;
  }
  if (!container.is(Kind::List)) return finish(node, no_overload("in", element, container), out);
  if (!spend(node, deep_weight(container, limits::kExpressionStepsMax))) return false;
  for (const Value& value : container.as_list())
    if (value == element) return out.hold(Value(true)), true;
  return out.hold(Value(false)), true;
}

// An operand that decides makes errors of the others not matter; that is what makes && and || commutative.
bool Run::logical(const Node& node, Operand& out) {
  const bool decisive = node.kind == Node::Kind::Or;
  std::optional<EvalError> first_error;
  for (const Node& operand : node.nodes) {
    const Truth found = truth(operand);
    if (found == Truth::Error) {
      if (exhausted_) return false;
      if (!first_error) first_error = std::move(error_);
    } else if ((found == Truth::True) == decisive) {
      return out.hold(Value(decisive)), true;
    }
  }
  if (!first_error) return out.hold(Value(!decisive)), true;
  error_ = std::move(*first_error);
  return false;
}

bool Run::conditional(const Node& node, Operand& out) {
  const Truth condition = truth(node.nodes[0]);
  if (condition == Truth::Error) return false;
  return evaluate(node.nodes[condition == Truth::True ? 1 : 2], out);
}

void Run::record(const Node& node, bool ok, const Operand& out) {
  TraceLine line{
      node.offset, node.length,
      std::string(text_.substr(static_cast<std::size_t>(node.offset), static_cast<std::size_t>(node.length))),
      error_};
  if (ok) line.outcome = *out;
  trace_->push_back(std::move(line));
}

const Value* type_denotation(std::string_view name) {
  // Never changes; made once so that expressions can borrow from it.
  static const ValueMap denotations = [] {
    ValueMap made;
    for (const char* type :
         {"bool", "bytes", "double", "google.protobuf.Duration", "google.protobuf.Timestamp", "int", "list",
          "map", "net.CIDR", "net.IP", "null_type", "optional_type", "string", "type", "uint"})
      made.emplace(Value(type), Value(Value::Type{type}));
    return made;
  }();
  const auto place = denotations.find(name);
  return place == denotations.end() ? nullptr : &place->second;
}

}  // namespace balm::expression
