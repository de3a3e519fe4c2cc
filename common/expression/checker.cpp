#include "common/expression/checker.h"

#include <algorithm>

#include "common/expression/function_table.h"
#include "common/expression/functions.h"
#include "common/expression/macros.h"
#include "common/expression/operators.h"
#include "common/expression/parser.h"
#include "common/expression/unify.h"
#include "common/limits.h"
#include "common/nearest.h"

namespace balm::expression {
namespace {

using Kind = Node::Kind;
using Is = Type::Kind;

bool is_text(const Node& node) {
  return node.kind == Kind::Literal && node.value.is(Value::Kind::String);
}

class Checker {
 public:
  Checker(const Tree& tree, const Schema& schema, std::string_view text)
      : schema_(schema), text_(text), locals_(static_cast<std::size_t>(tree.slots)) {}

  Type visit(const Node& node) {
    switch (node.kind) {
      case Kind::Literal:
        return type_of(node.value);
      case Kind::Ident:
        return unknown_name(node);
      case Kind::Global:
        return *schema_.find(node.name);
      case Kind::Name:
        return Type::dyn();
      case Kind::Local:
        return locals_[static_cast<std::size_t>(node.slot)];
      case Kind::Select:
        return select(node);
      case Kind::Index:
        return index(node);
      case Kind::Call:
        return call(node);
      case Kind::Operation:
        return operation(node);
      case Kind::And:
      case Kind::Or:
        for (const Node& operand : node.nodes) expect_bool(operand);
        return Type::boolean();
      case Kind::Conditional:
        return conditional(node);
      case Kind::List:
        return list(node);
      case Kind::Map:
        return map(node);
      case Kind::Loop:
        return loop(node);
      case Kind::Let:
        return let(node);
      case Kind::OptionalMap:
        return optional_map(node);
    }
    return Type::dyn();
  }

  Faults take() { return std::move(faults_); }

 private:
  Type fault(const Node& node, std::string code, std::string message, std::string guess = "") {
    if (faults_.size() < limits::kIssuesMax)
      faults_.push_back({std::move(code), std::move(message), std::move(guess), node.offset, node.length});
    return Type::dyn();
  }

  std::string source(const Node& node) const {
    return std::string(
        text_.substr(static_cast<std::size_t>(node.offset), static_cast<std::size_t>(node.length)));
  }

  Type unknown_name(const Node& node) {
    if (node.name.starts_with('@')) return fault(node, "E302", "no value of that number");
    if (!find_functions(node.name, false).empty())
      return fault(node, "E302", "`" + node.name + "` is a function", "call it: " + node.name + "(...)");
    std::vector<std::string> known = schema_.names();
    std::string guess = did_you_mean(node.name, known);
    if (guess.empty() && !known.empty()) {
      for (const std::string& name : known) guess += (guess.empty() ? "known here: " : ", ") + name;
    }
    return fault(node, "E302", "no name `" + node.name + "`", guess);
  }

  void expect_bool(const Node& node) {
    const Type type = visit(node);
    if (type.is(Is::Bool) || type.is(Is::Dyn)) return;
    fault(node, "E306", "a bool is due here, not " + to_text(type));
  }

  // The type of the entry `name` of something with fields.
  Type field(const Node& node, const Type& base, const std::string& name) {
    if (base.is(Is::Dyn)) return Type::dyn();
    if (base.is(Is::Optional)) return Type::optional(field(node, base.of[0], name));
    if (base.is(Is::Map)) return base.of[1];
    if (!base.is(Is::Record)) return fault(node, "E303", to_text(base) + " has no fields");
    const auto place = base.record->fields.find(name);
    if (place != base.record->fields.end()) return place->second;
    if (base.record->open) return Type::dyn();
    std::vector<std::string> known;
    for (const auto& [field, type] : base.record->fields) known.push_back(field);
    return fault(node, "E303", "`" + base.name + "` has no field `" + name + "`", did_you_mean(name, known));
  }

  Type select(const Node& node) {
    const Type type = field(node, visit(node.nodes[0]), node.name);
    if (node.test) return Type::boolean();
    return node.optional && !type.is(Is::Optional) ? Type::optional(type) : type;
  }

  Type index(const Node& node) {
    const Type base = visit(node.nodes[0]);
    const Type key = visit(node.nodes[1]);
    const Type held = base.is(Is::Optional) ? base.of[0] : base;
    const Type element = element_at(node, held, key);
    return node.optional || base.is(Is::Optional) ? Type::optional(element) : element;
  }

  Type element_at(const Node& node, const Type& base, const Type& key) {
    if (base.is(Is::Dyn)) return Type::dyn();
    if (base.is(Is::Record) && is_text(node.nodes[1]))
      return field(node, base, node.nodes[1].value.as_string());
    if (base.is(Is::List)) {
      if (!key.is_number() && !key.is(Is::Dyn))
        fault(node.nodes[1], "E305", "a list has no index of type " + to_text(key));
      return base.of[0];
    }
    if (!base.is(Is::Map) && !base.is(Is::Record))
      return fault(node, "E305", to_text(base) + " has no elements");
    const Type due = base.is(Is::Map) ? base.of[0] : Type::text();
    if (!comparable(due, key))
      fault(node.nodes[1], "E305", "keys are of type " + to_text(due) + ", not " + to_text(key));
    return base.is(Is::Map) ? base.of[1] : Type::dyn();
  }

  std::vector<Type> visit_all(const Node& node) {
    std::vector<Type> types;
    for (const Node& child : node.nodes) types.push_back(visit(child));
    return types;
  }

  Type call(const Node& node) {
    const std::string macro = node.functions.empty() ? macro_forms(node.name) : "";
    if (!macro.empty()) return fault(node, "E311", "`" + node.name + "` is written " + macro);
    if (node.functions.empty()) return unknown_function(node);
    const std::vector<Type> arguments = visit_all(node);
    std::optional<Type> result;
    for (const Function& function : node.functions) {
      Type one;
      if (!accepts(function, arguments, one)) continue;
      result = result ? join(*result, one) : one;
    }
    if (!result) return no_overload(node, arguments);
    if (node.functions.front().row->run == functions::hosts) return host_list();
    return *result;
  }

  // hosts() gives what is called `host` elsewhere.
  Type host_list() const {
    const Type* host = schema_.find("host");
    return Type::list(host != nullptr ? *host : Type::dyn());
  }

  Type unknown_function(const Node& node) {
    // What is called on an unknown name is wrong for that reason alone.
    if (node.member && node.nodes[0].kind == Kind::Ident && schema_.find(node.nodes[0].name) == nullptr) {
      const std::string full = node.nodes[0].name + "." + node.name;
      const std::string guess = did_you_mean(full, function_names());
      if (!guess.empty()) return fault(node, "E304", "no function `" + full + "`", guess);
    }
    if (!find_functions(node.name, !node.member).empty()) {
      visit_all(node);
      const std::string form = node.member ? node.name + "(...)" : "x." + node.name + "(...)";
      return fault(node, "E304", "`" + node.name + "` is not called that way", "write " + form);
    }
    std::vector<std::string> names;
    for (const Macro& one : macros()) names.emplace_back(one.name);
    std::string guess = did_you_mean(node.name, names);
    // The arguments of a mistyped macro are names that mean nothing outside it.
    if (guess.empty()) visit_all(node);
    if (guess.empty()) guess = did_you_mean(node.name, function_names());
    return fault(node, "E304", "no function `" + node.name + "`", guess);
  }

  Type no_overload(const Node& node, const std::vector<Type>& arguments) {
    std::string given;
    for (std::size_t i = node.member ? 1 : 0; i < arguments.size(); ++i)
      given += (given.empty() ? "" : ", ") + to_text(arguments[i]);
    const std::string target = node.member ? to_text(arguments[0]) + "." : "";
    std::string forms;
    for (const Function& function : node.functions)
      forms += (forms.empty() ? "there is " : "; ") + std::string(function.row->signature);
    return fault(node, "E305", "no " + target + node.name + "(" + given + ")", forms);
  }

  Type operation(const Node& node) {
    const Type left = visit(node.nodes[0]);
    if (node.op == Operator::Not) {
      if (!left.is(Is::Bool) && !left.is(Is::Dyn))
        fault(node, "E306", "`!` takes a bool, not " + to_text(left));
      return Type::boolean();
    }
    if (node.op == Operator::Negate) {
      if (left.is(Is::Int) || left.is(Is::Double) || left.is(Is::Dyn)) return left;
      return fault(node, "E305", "`-` takes a number with a sign, not " + to_text(left));
    }
    const Type right = visit(node.nodes[1]);
    if (node.op >= Operator::Equal && node.op <= Operator::In) return relation(node, left, right);
    return arithmetic(node, left, right);
  }

  Type relation(const Node& node, const Type& left, const Type& right) {
    if (node.op == Operator::In) return membership(node, left, right);
    const bool equality = node.op == Operator::Equal || node.op == Operator::NotEqual;
    const std::string both = to_text(left) + " and " + to_text(right);
    if (equality && !comparable(left, right)) fault(node, "E308", both + " are never equal");
    if (!equality && !ordered(left, right)) fault(node, "E305", "no order between " + both);
    return Type::boolean();
  }

  Type membership(const Node& node, const Type& element, const Type& container) {
    const bool walks = container.is(Is::List) || container.is(Is::Map);
    if (walks && !comparable(container.of[0], element))
      fault(node, "E308", to_text(element) + " is never in " + to_text(container));
    if (!walks && !container.is(Is::Dyn) && !container.is(Is::Record))
      fault(node, "E305", "`in` takes a list or map, not " + to_text(container),
            container.is(Is::String)
                ? "write " + source(node.nodes[1]) + ".contains(" + source(node.nodes[0]) + ")"
                : "");
    return Type::boolean();
  }

  Type arithmetic(const Node& node, const Type& left, const Type& right) {
    if (left.is(Is::List) && right.is(Is::List) && node.op == Operator::Add)
      return Type::list(join(left.of[0], right.of[0]));
    std::optional<Type> result;
    for (const OperatorRow& row : operator_rows()) {
      const bool fits = row.op == node.op && (left.is(Is::Dyn) || left.is(row.left)) &&
                        (right.is(Is::Dyn) || right.is(row.right));
      if (fits) result = result ? join(*result, {row.result}) : Type{row.result};
    }
    const bool list = left.is(Is::List) || right.is(Is::List);
    const bool maybe_list = list && (left.is(Is::Dyn) || right.is(Is::Dyn)) && node.op == Operator::Add;
    if (maybe_list) return Type::list(Type::dyn());
    if (result) return *result;
    const std::string message =
        "no " + to_text(left) + " " + std::string(symbol_of(node.op)) + " " + to_text(right);
    if (left.is_number() && right.is_number() && left.kind != right.kind)
      return fault(node, "E307", message, "write " + of_one_kind(node, left, right));
    if (node.op == Operator::Add && (left.is(Is::String) || right.is(Is::String)))
      return fault(node, "E305", message,
                   "write string(" + source(node.nodes[left.is(Is::String) ? 1 : 0]) + ")");
    return fault(node, "E305", message);
  }

  // The operation with both sides of one kind: 85 becomes 85.0, what is no literal is converted.
  std::string of_one_kind(const Node& node, const Type& left, const Type& right) const {
    const bool to_double = left.is(Is::Double) || right.is(Is::Double);
    const auto written = [&](const Node& side, const Type& type) {
      const std::string text = source(side);
      if (type.is(to_double ? Is::Double : Is::Int)) return text;
      if (side.kind != Kind::Literal) return (to_double ? "double(" : "int(") + text + ")";
      const std::string digits = type.is(Is::Uint) ? text.substr(0, text.size() - 1) : text;
      return to_double ? digits + ".0" : digits;
    };
    return written(node.nodes[0], left) + " " + std::string(symbol_of(node.op)) + " " +
           written(node.nodes[1], right);
  }

  Type conditional(const Node& node) {
    expect_bool(node.nodes[0]);
    const Type yes = visit(node.nodes[1]);
    return join(yes, visit(node.nodes[2]));
  }

  // What an entry marked with `?` adds.
  Type entry(const Node& node, bool optional) {
    Type type = visit(node);
    if (!optional || type.is(Is::Dyn)) return type;
    if (type.is(Is::Optional)) return type.of[0];
    return fault(node, "E305", "`?` takes an optional, not " + to_text(type));
  }

  Type list(const Node& node) {
    std::optional<Type> element;
    for (std::size_t i = 0; i < node.nodes.size(); ++i) {
      Type one = entry(node.nodes[i], node.marks[i]);
      if (element)
        element = join(*element, one);
      else
        element = std::move(one);
    }
    return Type::list(element.value_or(Type::dyn()));
  }

  Type map(const Node& node) {
    std::optional<Type> keys;
    std::optional<Type> values;
    for (std::size_t i = 0; i < node.marks.size(); ++i) {
      const Type key = visit(node.nodes[2 * i]);
      const bool good =
          key.is(Is::String) || key.is(Is::Int) || key.is(Is::Uint) || key.is(Is::Bool) || key.is(Is::Dyn);
      if (!good)
        fault(node.nodes[2 * i], "E305", "a key is a bool, int, uint or string, not " + to_text(key));
      const Type value = entry(node.nodes[2 * i + 1], node.marks[i]);
      keys = keys ? join(*keys, key) : key;
      values = values ? join(*values, value) : value;
    }
    return Type::map(keys.value_or(Type::dyn()), values.value_or(Type::dyn()));
  }

  void declare(int slot, Type type) {
    if (slot >= 0) locals_[static_cast<std::size_t>(slot)] = std::move(type);
  }

  Type loop(const Node& node) {
    const Type range = visit(node.nodes[0]);
    Type key = Type::dyn();
    Type value = Type::dyn();
    if (range.is(Is::List))
      key = node.second_slot < 0 ? range.of[0] : Type::integer(), value = range.of[0];
    else if (range.is(Is::Map))
      key = range.of[0], value = range.of[1];
    else if (range.is(Is::Record))
      key = Type::text();
    else if (!range.is(Is::Dyn))
      fault(node.nodes[0], "E305", "a list or map is due here, not " + to_text(range));
    declare(node.slot, key);
    declare(node.second_slot, value);
    if (node.loop == Loop::All || node.loop == Loop::Exists || node.loop == Loop::ExistsOne) {
      expect_bool(node.nodes[1]);
      return Type::boolean();
    }
    if (node.loop == Loop::Filter || node.has_filter) expect_bool(node.nodes[1]);
    if (node.loop == Loop::Filter) return Type::list(key);
    const Type result = visit(node.nodes.back());
    if (node.loop == Loop::TransformMap) return Type::map(key, result);
    return node.loop == Loop::TransformMapEntry ? result : Type::list(result);
  }

  Type let(const Node& node) {
    declare(node.slot, visit(node.nodes[0]));
    return visit(node.nodes[1]);
  }

  Type optional_map(const Node& node) {
    const Type target = visit(node.nodes[0]);
    if (!target.is(Is::Optional) && !target.is(Is::Dyn))
      fault(node.nodes[0], "E305", "an optional is due here, not " + to_text(target));
    declare(node.slot, target.is(Is::Optional) ? target.of[0] : Type::dyn());
    Type result = visit(node.nodes[1]);
    return node.flat ? result : Type::optional(std::move(result));
  }

  const Schema& schema_;
  std::string_view text_;
  std::vector<Type> locals_;
  Faults faults_;
};

}  // namespace

Checked check(const Tree& tree, const Schema& schema, std::string_view text) {
  Checker checker(tree, schema, text);
  Type type = checker.visit(tree.root);
  return {std::move(type), checker.take()};
}

}  // namespace balm::expression
