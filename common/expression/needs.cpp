#include "common/expression/needs.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "common/expression/ast.h"
#include "common/expression/weight.h"
#include "common/limits.h"

namespace balm::expression {
namespace {

using Kind = Node::Kind;

constexpr double kExactMax = 9007199254740992.0;  // 2^53: below it all kinds of numbers agree on equality

bool is_literal(const Node& node) {
  return node.kind == Kind::Literal;
}

// The field a node takes of nodes[0]; nullptr when it is no plain `.name` or ["name"].
const std::string* field_of(const Node& node) {
  if (node.optional || node.test) return nullptr;
  if (node.kind == Kind::Select) return &node.name;
  const bool named =
      node.kind == Kind::Index && is_literal(node.nodes[1]) && node.nodes[1].value.is(Value::Kind::String);
  return named ? &node.nodes[1].value.as_string() : nullptr;
}

// Empty when the node is not a chain of fields below a name.
Path path_of(const Node& node) {
  if (node.kind == Kind::Global) return {node.name};
  const std::string* field = field_of(node);
  if (field == nullptr) return {};
  Path path = path_of(node.nodes[0]);
  if (!path.empty()) path.push_back(*field);
  return path;
}

// The path that has() asks for; empty when the node is something else.
Path asked_for(const Node& node) {
  if (node.kind != Kind::Select || !node.test || node.optional) return {};
  Path path = path_of(node.nodes[0]);
  if (!path.empty()) path.push_back(node.name);
  return path;
}

bool can_be_found(const Value& value) {
  if (value.is(Value::Kind::String) || value.is(Value::Kind::Bool)) return true;
  return is_number(value) && std::fabs(value.number_or(kExactMax)) < kExactMax;
}

// Adds `path == value` for a value or each of a list of them; false when one cannot be looked up.
bool add_needs(const Path& path, const Node& values, bool list, std::vector<Need>& any) {
  if (path.empty() || !is_literal(values) || list != values.value.is(Value::Kind::List)) return false;
  const ValueList one = list ? values.value.as_list() : ValueList{values.value};
  for (const Value& value : one) any.push_back({path, value});
  return std::all_of(one.begin(), one.end(), can_be_found);
}

// Fills `any` with what must hold, one at least, for the node not to be false.
bool read_needs(const Node& node, std::vector<Need>& any) {
  if (node.kind == Kind::Or)
    return std::all_of(node.nodes.begin(), node.nodes.end(),
                       [&](const Node& operand) { return read_needs(operand, any); });
  if (node.kind != Kind::Operation) return false;
  if (node.op == Operator::In) return add_needs(path_of(node.nodes[0]), node.nodes[1], true, any);
  if (node.op != Operator::Equal) return false;
  const bool turned = is_literal(node.nodes[0]);
  return add_needs(path_of(node.nodes[turned ? 1 : 0]), node.nodes[turned ? 0 : 1], false, any);
}

bool is_comparison(const Node& node) {
  return node.kind == Kind::Operation && node.op >= Operator::Equal && node.op <= Operator::In;
}

// The most steps the node can cost, whatever the data; nothing when that depends on it.
std::optional<std::size_t> steps_of(const Node& node) {
  if (is_literal(node)) return 0;
  if (const std::size_t names = path_of(node).size() + asked_for(node).size(); names > 0) return names;
  std::size_t sum = 1;
  if (is_comparison(node)) {
    const std::size_t side = node.op != Operator::In && is_literal(node.nodes[0]) ? 0 : 1;
    if (!is_literal(node.nodes[side])) return std::nullopt;
    sum += deep_weight(node.nodes[side].value, limits::kExpressionStepsMax);
  } else if (node.kind != Kind::And && node.kind != Kind::Or &&
             !(node.kind == Kind::Operation && node.op == Operator::Not)) {
    return std::nullopt;
  }
  for (const Node& child : node.nodes) {
    const auto steps = steps_of(child);
    if (!steps) return std::nullopt;
    sum += *steps;
  }
  return sum;
}

// The operands of nested && from left to right, and what the && themselves cost.
void flatten(const Node& node, std::vector<const Node*>& operands, std::size_t& steps) {
  if (node.kind != Kind::And) return operands.push_back(&node);
  ++steps;
  for (const Node& operand : node.nodes) flatten(operand, operands, steps);
}

bool all_within(const std::vector<Need>& any, const std::vector<Path>& paths) {
  return std::all_of(any.begin(), any.end(), [&](const Need& need) {
    return std::find(paths.begin(), paths.end(), need.path) != paths.end();
  });
}

void read_fields(const Node& node, std::string_view root, FieldsRead& read) {
  const bool below = (node.kind == Kind::Select || node.kind == Kind::Index) &&
                     node.nodes[0].kind == Kind::Global && node.nodes[0].name == root;
  if (below) {
    const std::string* const name = node.kind == Kind::Select ? &node.name : field_of(node);
    if (name == nullptr)
      read.whole = true;
    else
      read.fields.push_back(*name);
  }
  if (node.kind == Kind::Global && node.name == root) read.whole = true;
  for (std::size_t i = below ? 1 : 0; i < node.nodes.size(); ++i) read_fields(node.nodes[i], root, read);
}

}  // namespace

std::vector<Clause> clauses_of(const Program& program) {
  if (program.empty()) return {};
  std::vector<const Node*> operands;
  std::size_t steps = 0;
  flatten(program.tree()->root, operands, steps);
  std::vector<Clause> clauses;
  std::vector<Path> there;
  for (const Node* operand : operands) {
    const auto more = steps_of(*operand);
    if (!more || (steps += *more) > limits::kExpressionStepsMax) break;
    if (Path path = asked_for(*operand); !path.empty()) there.push_back(std::move(path));
    Clause clause;
    if (read_needs(*operand, clause.any) && !clause.any.empty()) clauses.push_back(std::move(clause));
  }
  for (Clause& clause : clauses) clause.or_missing = all_within(clause.any, there);
  return clauses;
}

void add_fields_read(const Program& program, std::string_view root, FieldsRead& read) {
  if (program.empty()) return;
  read_fields(program.tree()->root, root, read);
  std::sort(read.fields.begin(), read.fields.end());
  read.fields.erase(std::unique(read.fields.begin(), read.fields.end()), read.fields.end());
}

}  // namespace balm::expression
