#include "common/expression/prepare.h"

#include <algorithm>

#include "common/expression/evaluator.h"
#include "common/expression/function_table.h"
#include "common/expression/functions.h"
#include "common/expression/pattern.h"
#include "common/expression/weight.h"

namespace balm::expression {
namespace {

using Kind = Node::Kind;

constexpr std::size_t kFoldedElementsMax = 1000;  // what is larger is computed when needed

bool is_literal(const Node& node) {
  return node.kind == Kind::Literal;
}

// Time zones are known only when the expression runs.
bool needs_zones(const Node& node) {
  if (node.kind != Kind::Call) return false;
  const std::vector<Type>& parameters = node.functions.front().parameters;
  return !parameters.empty() && parameters.front().is(Type::Kind::Timestamp);
}

class Preparer {
 public:
  void visit(Node& node) {
    for (Node& child : node.nodes) visit(child);
    if (node.kind == Kind::Call) compile_pattern(node);
    if (can_fold(node)) fold(node);
  }

  Faults take() { return std::move(faults_); }

 private:
  static bool can_fold(const Node& node) {
    if (node.kind != Kind::Operation && node.kind != Kind::Call && node.kind != Kind::List &&
        node.kind != Kind::Map)
      return false;
    if (node.kind == Kind::Call && (node.functions.empty() || node.functions.front().impure())) return false;
    return std::ranges::all_of(node.nodes, is_literal) && !needs_zones(node);
  }

  void fold(Node& node) {
    const Tree alone{node, 0};
    Outcome outcome = Run(alone, Scope{}).run(nullptr, "");
    if (const auto* error = std::get_if<EvalError>(&outcome)) {
      faults_.push_back({"E314", "this always fails: " + error->message, "", node.offset, node.length});
      return;
    }
    Value& value = std::get<Value>(outcome);
    if (deep_weight(value, kFoldedElementsMax) > kFoldedElementsMax) return;
    node.kind = Kind::Literal;
    node.value = std::move(value);
    node.nodes.clear();
  }

  void compile_pattern(Node& node) {
    if (node.functions.empty() || node.functions.front().row->run != functions::matches) return;
    if (node.nodes.size() != 2 || !is_literal(node.nodes[1]) || !node.nodes[1].value.is(Value::Kind::String))
      return;
    auto pattern = std::make_shared<const Pattern>(node.nodes[1].value.as_string());
    if (pattern->error().empty()) {
      node.pattern = std::move(pattern);
    } else {
      faults_.push_back({"E313", pattern->error(), "", node.nodes[1].offset, node.nodes[1].length});
    }
  }

  Faults faults_;
};

bool is_comparison(const Node& node) {
  return node.kind == Kind::Operation && node.op >= Operator::Equal && node.op <= Operator::In;
}

bool is_name(const Node& node) {
  return node.kind == Kind::Global || node.kind == Kind::Name;
}

// Marks what an explanation shows: names and fields as they are read, and operands that decide something.
// Nothing inside loops, where one node has many values. Gives whether a name is in there.
class Marker {
 public:
  bool visit(Node& node, bool operand) {
    bool named = is_name(node);
    for (std::size_t i = 0; i < node.nodes.size(); ++i) named = visit_child(node, i) || named;
    node.traced = node.kind != Kind::Literal && (named || operand);
    return named;
  }

 private:
  bool visit_child(Node& node, std::size_t index) {
    Node& child = node.nodes[index];
    const bool repeated = index > 0 && (node.kind == Kind::Loop || node.kind == Kind::OptionalMap);
    if (repeated) return false;
    const bool decides = node.kind == Kind::And || node.kind == Kind::Or || is_comparison(node);
    const bool named = visit(child, decides);
    // event in event.status says nothing that event.status does not.
    if ((node.kind == Kind::Select || node.kind == Kind::Index) && index == 0) silence(child);
    return named;
  }

  static void silence(Node& node) {
    const bool chain = is_name(node) || node.kind == Kind::Select || node.kind == Kind::Index;
    if (chain) node.traced = false;
  }
};

}  // namespace

Faults prepare(Tree& tree) {
  Preparer preparer;
  preparer.visit(tree.root);
  Marker().visit(tree.root, true);
  return preparer.take();
}

}  // namespace balm::expression
