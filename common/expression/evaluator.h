// Runs a syntax tree. Pure: the same tree and scope give the same outcome; bounded by
// limits::kExpressionStepsMax, where every node visited is a step and long texts and lists cost more, so
// neither time nor memory can run away.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/expression/ast.h"
#include "common/expression/program.h"

namespace balm::expression {

// A value on its way through an expression: either borrowed from something that lives longer (scope, literal,
// list that is being walked) or held here. Stays where it was filled, because it may point into itself.
class Operand {
 public:
  Operand() = default;
  Operand(const Operand&) = delete;
  Operand& operator=(const Operand&) = delete;

  void borrow(const Value& value) { at_ = &value; }
  void hold(Value value) {
    own_ = std::move(value);
    at_ = &own_;
  }
  const Value& operator*() const { return *at_; }
  const Value* operator->() const { return at_; }
  const Value* get() const { return at_; }
  bool borrowed() const { return at_ != &own_; }
  Value take() {
    if (borrowed()) return *at_;
    return std::move(own_);
  }

 private:
  const Value* at_ = &own_;
  Value own_;
};

// One evaluation.
class Run {
 public:
  Run(const Tree& tree, const Scope& scope);

  // Fills `trace` (may be nullptr) with the nodes marked for it.
  Outcome run(std::vector<TraceLine>* trace, std::string_view text);

 private:
  // A variable of a loop, cel.bind or optMap.
  struct Slot {
    const Value* value = nullptr;
    const Node* pending = nullptr;  // cel.bind: computed when first used
    Operand own;
  };
  enum class Truth { False, True, Error };

  // All of these give false after filling error_.
  bool evaluate(const Node& node, Operand& out);
  bool dispatch(const Node& node, Operand& out);
  bool global(const Node& node, Operand& out);
  bool name(const Node& node, Operand& out);
  bool local(const Node& node, Operand& out);
  bool select(const Node& node, Operand& out);
  bool index(const Node& node, Operand& out);
  bool call(const Node& node, Operand& out);
  bool long_call(const Node& node, Operand& out);
  bool apply(const Node& node, std::span<const Value* const> arguments, Operand& out);
  bool operation(const Node& node, Operand& out);
  bool membership(const Node& node, const Value& element, const Value& container, Operand& out);
  bool logical(const Node& node, Operand& out);
  bool conditional(const Node& node, Operand& out);
  bool list(const Node& node, Operand& out);
  bool map(const Node& node, Operand& out);
  bool map_entry(const Node& node, std::size_t index, ValueMap& map);
  bool let(const Node& node, Operand& out);
  bool optional_map(const Node& node, Operand& out);
  bool optional_else(const Node& node, Operand& out);

  // loops.cpp
  struct Element {
    const Value* first = nullptr;
    const Value* second = nullptr;
  };
  struct Gathered;
  bool loop(const Node& node, Operand& out);
  template <class Visit>
  bool each(const Node& node, const Value& range, Visit visit);
  bool quantify(const Node& node, const Value& range, Operand& out);
  bool exists_one(const Node& node, const Value& range, Operand& out);
  bool gather(const Node& node, const Value& range, Operand& out);
  bool gather_one(const Node& node, const Element& element, Gathered& gathered);

  // A node that must be a bool; anything else is an error.
  Truth truth(const Node& node);
  bool field_of(const Node& node, const Value& base, const Value& key, const Value*& found);
  bool optional_field(const Node& node, const Value& base, const Value& key, Operand& out);
  bool give(const Node& node, Operand& base, const Value& found, Operand& out);
  bool finish(const Node& node, Outcome outcome, Operand& out);
  bool insert(const Node& node, ValueMap& map, Value key, Value value);
  bool fail(const Node& node, std::string message);
  bool spend(const Node& node, std::size_t steps);
  void record(const Node& node, bool ok, const Operand& out);

  const Tree& tree_;
  const Scope& scope_;
  std::unique_ptr<Slot[]> slots_;
  Value now_;
  EvalError error_;
  std::size_t steps_ = 0;
  bool exhausted_ = false;  // out of steps: no operator may ignore this error
  std::vector<TraceLine>* trace_ = nullptr;
  std::string_view text_;
};

// May it be a key of a map? Kinds: bool, int, uint, string.
bool is_key(const Value& value);

// The value a type's name stands for, when it is one: int, list, google.protobuf.Timestamp ...
const Value* type_denotation(std::string_view name);

}  // namespace balm::expression
