#include "common/expression/resolver.h"

#include <algorithm>
#include <optional>

#include "common/expression/evaluator.h"
#include "common/expression/function_table.h"
#include "common/invariant.h"

namespace balm::expression {
namespace {

using Kind = Node::Kind;

// The words of `a.b.c` when a node is nothing but that; empty otherwise. `leaf` is the node of `a`.
std::vector<std::string> dotted(const Node& node, const Node*& leaf) {
  if (node.kind == Kind::Ident) {
    leaf = &node;
    return {node.name};
  }
  if (node.kind != Kind::Select || node.optional || node.test) return {};
  std::vector<std::string> words = dotted(node.nodes[0], leaf);
  if (!words.empty()) words.push_back(node.name);
  return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t count) {
  std::string name = words[0];
  for (std::size_t i = 1; i < count; ++i) name += "." + words[i];
  return name;
}

class Resolver {
 public:
  explicit Resolver(const Naming& naming) : naming_(naming) {}

  int slots() const { return slots_; }

  void visit(Node& node) {
    switch (node.kind) {
      case Kind::Ident:
        return visit_name(node);
      case Kind::Select:
        if (!node.optional && !node.test) return visit_name(node);
        break;
      case Kind::Call:
        return visit_call(node);
      case Kind::Loop:
        return visit_loop(node);
      case Kind::Let:
      case Kind::OptionalMap:
        return visit_binding(node);
      default:
        break;
    }
    for (Node& child : node.nodes) visit(child);
  }

 private:
  struct Variable {
    std::string name;
    int slot;
  };

  std::optional<int> find_local(const Node& leaf) const {
    if (leaf.absolute) return std::nullopt;
    const auto place = std::find_if(locals_.rbegin(), locals_.rend(),
                                    [&](const Variable& variable) { return variable.name == leaf.name; });
    return place == locals_.rend() ? std::nullopt : std::optional(place->slot);
  }

  // An identifier or a chain of fields that may be one dotted name.
  void visit_name(Node& node) {
    const Node* leaf = nullptr;
    const std::vector<std::string> words = dotted(node, leaf);
    if (words.empty()) return visit(node.nodes[0]);
    BALM_ASSERT(leaf != nullptr);
    if (const auto slot = find_local(*leaf)) return to_local(node, *slot);
    if (naming_.schema == nullptr) return to_candidates(node, words, leaf->absolute);
    for (std::size_t used = words.size(); used > 0; --used)
      if (bind(node, words, used, leaf->absolute)) return;
  }

  // The innermost node of the chain is the variable.
  static void to_local(Node& node, int slot) {
    Node* leaf = &node;
    while (leaf->kind != Kind::Ident) leaf = &leaf->nodes[0];
    leaf->kind = Kind::Local;
    leaf->slot = slot;
  }

  // `name` as the container sees it: "a.b.name", "a.name", "name".
  std::vector<std::string> in_container(const std::string& name, bool absolute) const {
    std::vector<std::string> names;
    std::string_view container = absolute ? std::string_view() : naming_.container;
    while (!container.empty()) {
      names.push_back(std::string(container) + "." + name);
      const auto dot = container.rfind('.');
      container = dot == std::string_view::npos ? std::string_view() : container.substr(0, dot);
    }
    names.push_back(name);
    return names;
  }

  void to_candidates(Node& node, const std::vector<std::string>& words, bool absolute) const {
    for (std::size_t used = words.size(); used > 0; --used)
      for (std::string& name : in_container(joined(words, used), absolute))
        node.candidates.push_back({std::move(name), used});
    node.kind = Kind::Name;
    node.parts = words;
    node.nodes.clear();
  }

  // Takes the first `used` words for one name, when that is known.
  bool bind(Node& node, const std::vector<std::string>& words, std::size_t used, bool absolute) const {
    Node* head = &node;
    for (std::size_t i = words.size(); i > used; --i) head = &head->nodes[0];
    for (const std::string& name : in_container(joined(words, used), absolute)) {
      const Value* type = type_denotation(name);
      if (naming_.schema->find(name) == nullptr && type == nullptr) continue;
      head->nodes.clear();
      head->name = name;
      head->kind = naming_.schema->find(name) != nullptr ? Kind::Global : Kind::Literal;
      if (head->kind == Kind::Literal) head->value = *type;
      return true;
    }
    return false;
  }

  // math.abs(x) is written like a call on `math`, but there is a function of that name.
  void visit_call(Node& node) {
    if (node.member) join_namespace(node);
    for (Node& child : node.nodes) visit(child);
    node.functions = find_functions(node.name, node.member);
  }

  void join_namespace(Node& node) const {
    const Node* leaf = nullptr;
    const std::vector<std::string> words = dotted(node.nodes[0], leaf);
    if (words.empty()) return;
    BALM_ASSERT(leaf != nullptr);
    if (find_local(*leaf)) return;
    const std::string name = joined(words, words.size()) + "." + node.name;
    if (find_functions(name, false).empty()) return;
    node.name = name;
    node.member = false;
    node.nodes.erase(node.nodes.begin());
  }

  void visit_loop(Node& node) {
    visit(node.nodes[0]);
    const std::size_t before = locals_.size();
    node.slot = declare(node.name);
    if (!node.second_name.empty()) node.second_slot = declare(node.second_name);
    for (std::size_t i = 1; i < node.nodes.size(); ++i) visit(node.nodes[i]);
    locals_.resize(before);
  }

  void visit_binding(Node& node) {
    visit(node.nodes[0]);
    node.slot = declare(node.name);
    visit(node.nodes[1]);
    locals_.pop_back();
  }

  int declare(const std::string& name) {
    locals_.push_back({name, slots_});
    return slots_++;
  }

  const Naming& naming_;
  std::vector<Variable> locals_;
  int slots_ = 0;
};

}  // namespace

Tree resolve(Node root, const Naming& naming) {
  Resolver resolver(naming);
  resolver.visit(root);
  return {std::move(root), resolver.slots()};
}

}  // namespace balm::expression
