// CEL, the language of conditions: https://github.com/google/cel-spec (language definition). Parse, check and
// evaluate are three things: compile() does the first two when files load, so that mistakes are found then
// and not at three in the morning; evaluate() is pure, bounded (limits::kExpressionStepsMax) and can be run
// from any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/instant.h"
#include "common/issue.h"
#include "common/value.h"
#include "common/zone.h"

namespace balm::expression {

struct Type;   // a static type, see schema.h
class Schema;  // which names exist, with which type; see schema.h
struct Tree;   // syntax tree, see ast.h

// A run-time fault: what CEL calls an error value (no such key, division by zero, no matching overload).
struct EvalError {
  std::string message;
  int offset = 0;  // byte offset in the expression's text
};
using Outcome = std::variant<Value, EvalError>;

// What an expression may ask of the fleet; always answered from stored facts, never from the network.
class FleetFacts {
 public:
  virtual ~FleetFacts() = default;
  virtual Value hosts(std::string_view selector) const = 0;  // list of host objects; see docs/CEL.md
};

// Everything an evaluation can see besides its own text.
struct Scope {
  const ValueMap* names = nullptr;  // top-level names: event, host, check, vars, params ...
  WallTime now;                     // `now`
  // For getHours("Europe/Berlin"); without it only UTC and fixed offsets work.
  const ZoneSource* zones = nullptr;
  // For hosts(); without it hosts() is an error value.
  const FleetFacts* fleet = nullptr;
};

// One sub-expression with its value, for `balm explain`. In source order.
struct TraceLine {
  int offset = 0;
  int length = 0;
  std::string text;
  Outcome outcome;
};

// How an expression is read when no schema is given.
struct ParseChoices {
  bool macros = true;     // false: has(), all() and the others are calls of unknown functions
  std::string container;  // "a.b": the name x may be a.b.x, a.x or x
};

// A compiled expression. Copies share the tree. May be used by any number of threads at once.
class Program {
 public:
  Program();
  ~Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  Program(const Program&);
  Program& operator=(const Program&);

  // Compiles `text`. Issues are placed relative to `origin` (where the expression's first character stands).
  // The value is usable only if ok().
  static Parsed<Program> compile(std::string_view text, const Schema& schema, const Place& origin);

  // The same without the checker: what is dynamic stays dynamic. Used by conformance cases and tests.
  static Parsed<Program> parse_only(std::string_view text, const Place& origin,
                                    const ParseChoices& choices = {});

  Outcome evaluate(const Scope& scope) const;
  // The same, appending a line for each part that explains the outcome, in source order. What was not
  // evaluated has none.
  Outcome evaluate_traced(const Scope& scope, std::vector<TraceLine>& trace) const;

  const std::string& text() const;
  // True when the checker proved the result to be a bool (or dynamic, which is decided at run time).
  bool may_be_bool() const;
  bool empty() const;  // default-constructed

  // For lints: is `name` (such as event) read anywhere, or anywhere outside of sh()?
  bool reads(std::string_view name) const;
  bool reads_unquoted(std::string_view name) const;

  const Tree* tree() const { return tree_.get(); }  // for those who look for patterns in it; see needs.h

 private:
  std::shared_ptr<const Tree>
      tree_;  // shared and immutable: rules are copied into every incident that pins them
  std::string text_;
  bool may_be_bool_ = true;
};

}  // namespace balm::expression
