// The syntax tree of an expression. The parser builds it (macros already expanded), the resolver ties names
// to what they mean, the checker types it, prepare folds constants; after that it never changes and is shared
// by all copies of a Program. No tree is deeper than limits::kExpressionDepthMax, so recursion over it is
// safe.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/value.h"

namespace balm::expression {

class Pattern;    // see pattern.h
struct Function;  // see function_table.h

enum class Operator {
  Add,
  Subtract,
  Multiply,
  Divide,
  Remainder,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  Not,
  Negate
};

// What a loop over a list or map makes of its elements.
enum class Loop { All, Exists, ExistsOne, Map, Filter, TransformList, TransformMap, TransformMapEntry };

struct Node {
  // clang-format off
  enum class Kind {
    Literal,      // value
    Ident,        // name as written; only between parser and resolver
    Global,       // name of the scope, resolved at load
    Name,         // candidates, resolved at run time because no schema was given
    Local,        // slot: variable of a loop, cel.bind or optMap
    Select,       // nodes[0].name; `optional`: .?name; `test`: has(nodes[0].name)
    Index,        // nodes[0][nodes[1]]; `optional`: [?...]
    Call,         // name(nodes...); `member`: nodes[0] is what stands before the dot
    Operation,    // op on one or two nodes
    And, Or,      // two or more nodes
    Conditional,  // nodes[0] ? nodes[1] : nodes[2]
    List,         // nodes; marks[i]: ?element
    Map,          // key, value, key, value ...; marks[i]: ?entry
    Loop,         // loop over nodes[0]: filter (when has_filter), then what is computed
    Let,          // name := nodes[0] in nodes[1]; computed when first used
    OptionalMap,  // name := what the optional nodes[0] holds in nodes[1]; `flat`: result is an optional already
  };
  // clang-format on
  // A way to read a dotted name: `name` is looked up, what follows the first `used` parts are fields.
  struct Candidate {
    std::string name;
    std::size_t used = 1;
  };

  Kind kind = Kind::Literal;
  Operator op = Operator::Add;
  expression::Loop loop = expression::Loop::All;
  bool optional = false;
  bool test = false;
  bool member = false;
  bool absolute = false;  // Ident with a leading dot: looked up in the root only
  bool flat = false;
  bool has_filter = false;
  bool traced = false;  // worth a line in an explanation
  int height = 1;       // of the tree below, 1 for a leaf
  int slot = -1;
  int second_slot = -1;  // the value in two-variable loops; `slot` is then index or key
  int offset = 0;        // in the expression's text
  int length = 0;
  std::string name;
  std::string second_name;
  Value value;
  std::vector<Node> nodes;
  std::vector<bool> marks;
  std::vector<Candidate> candidates;
  std::vector<std::string> parts;          // of the dotted name behind `candidates`
  std::span<const Function> functions;     // overloads of a Call, empty when there are none
  std::shared_ptr<const Pattern> pattern;  // compiled when a literal; shared because trees are values

  int end() const { return offset + length; }
};

struct Tree {
  Node root;
  int slots = 0;  // variables of all loops and bindings; each has its own
};

}  // namespace balm::expression
