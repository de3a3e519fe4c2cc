#include "common/expression/parser.h"

#include <algorithm>
#include <array>

#include "common/expression/lexer.h"
#include "common/expression/macros.h"
#include "common/limits.h"

namespace balm::expression {
namespace {

using Kind = Node::Kind;

constexpr std::array kReserved = {"as",       "break",  "const",  "continue", "else", "for",
                                  "function", "if",     "import", "let",      "loop", "namespace",
                                  "package",  "return", "var",    "void",     "while"};

struct Infix {
  std::string_view symbol;
  int level;  // binds tighter when higher
  Operator op;
};
constexpr std::array kInfix = {
    Infix{"==", 1, Operator::Equal},   Infix{"!=", 1, Operator::NotEqual},
    Infix{"<", 1, Operator::Less},     Infix{"<=", 1, Operator::LessEqual},
    Infix{">", 1, Operator::Greater},  Infix{">=", 1, Operator::GreaterEqual},
    Infix{"in", 1, Operator::In},      Infix{"+", 2, Operator::Add},
    Infix{"-", 2, Operator::Subtract}, Infix{"*", 3, Operator::Multiply},
    Infix{"/", 3, Operator::Divide},   Infix{"%", 3, Operator::Remainder},
};

const Infix* find_infix(const Token& token) {
  if (token.kind != TokenKind::Symbol) return nullptr;
  const auto place = std::ranges::find(kInfix, token.text, &Infix::symbol);
  return place == kInfix.end() ? nullptr : &*place;
}

// Nodes are built on the heap: some are held at every level of brackets, and the stack must do for the
// deepest text.
using NodePtr = std::unique_ptr<Node>;

class Parser {
 public:
  Parser(std::vector<Token> tokens, bool with_macros)
      : tokens_(std::move(tokens)), with_macros_(with_macros) {}

  ParsedText run() {
    ParsedText out;
    out.root = std::move(*expression());
    if (!fault_ && current().kind != TokenKind::End) fail("this does not continue the expression");
    out.fault = std::move(fault_);
    return out;
  }

 private:
  const Token& current() const { return tokens_[at_]; }
  const Token& following() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  bool at(std::string_view symbol) const { return current().is(symbol); }
  bool accept(std::string_view symbol) {
    if (!at(symbol) || fault_) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view symbol) {
    if (fault_ || accept(symbol)) return;
    fail("`" + std::string(symbol) + "` is due here");
  }

  NodePtr fail(std::string message, std::string guess = "") {
    const Token& token = current();
    if (token.kind == TokenKind::End) message += ", but the expression ends";
    return fail_at(
        {"E301", std::move(message), std::move(guess), token.offset, static_cast<int>(token.text.size())});
  }
  NodePtr fail_at(Fault fault) {
    if (!fault_) fault_ = std::move(fault);
    at_ = tokens_.size() - 1;
    return make(Kind::Literal);
  }

  // Gives `node` its span and height; the fault of a tree grown too high.
  NodePtr finish(NodePtr node, int offset) {
    node->offset = offset;
    node->length = (at_ > 0 ? tokens_[at_ - 1].end() : 0) - offset;
    for (const Node& child : node->nodes) node->height = std::max(node->height, child.height + 1);
    return bounded(std::move(node));
  }

  NodePtr bounded(NodePtr node) {
    if (node->height <= static_cast<int>(limits::kExpressionDepthMax)) return node;
    return fail_at({"E309", "nested too deeply", "", node->offset, node->length});
  }

  static NodePtr make(Kind kind) {
    auto node = std::make_unique<Node>();
    node->kind = kind;
    return node;
  }

  static void add(NodePtr& node, NodePtr child) { node->nodes.push_back(std::move(*child)); }

  // Expr = Or ["?" Or ":" Expr]
  NodePtr expression() {
    if (++depth_ > limits::kExpressionDepthMax)
      return fail_at({"E309", "nested too deeply", "", current().offset, 1});
    const int offset = current().offset;
    NodePtr node = logical(Kind::Or);
    if (accept("?")) {
      NodePtr choice = make(Kind::Conditional);
      add(choice, std::move(node));
      add(choice, logical(Kind::Or));
      expect(":");
      add(choice, expression());
      node = finish(std::move(choice), offset);
    }
    --depth_;
    return node;
  }

  // A row of || or && becomes one node, however long.
  NodePtr logical(Kind kind) {
    const std::string_view symbol = kind == Kind::Or ? "||" : "&&";
    const int offset = current().offset;
    NodePtr first = kind == Kind::Or ? logical(Kind::And) : infix(1);
    if (!at(symbol)) return first;
    NodePtr node = make(kind);
    add(node, std::move(first));
    while (accept(symbol)) add(node, kind == Kind::Or ? logical(Kind::And) : infix(1));
    return finish(std::move(node), offset);
  }

  // Precedence climbing: operators that bind at least as tight as `level`, rows of one level from the left.
  NodePtr infix(int level) {
    const int offset = current().offset;
    NodePtr left = unary();
    for (const Infix* found = find_infix(current()); found != nullptr && found->level >= level && !fault_;
         found = find_infix(current())) {
      ++at_;
      NodePtr node = make(Kind::Operation);
      node->op = found->op;
      add(node, std::move(left));
      add(node, infix(found->level + 1));
      left = finish(std::move(node), offset);
    }
    return left;
  }

  // A minus directly before a number belongs to the number, so that the smallest int can be written.
  bool at_signed_number() const {
    const Token& next = following();
    return at("-") && next.kind == TokenKind::Literal && (next.whole || next.value.is(Value::Kind::Double));
  }

  NodePtr unary() {
    const int offset = current().offset;
    if (at_signed_number() || (!at("-") && !at("!"))) return member();
    if (++depth_ > limits::kExpressionDepthMax) return fail_at({"E309", "nested too deeply", "", offset, 1});
    const Operator op = at("-") ? Operator::Negate : Operator::Not;
    ++at_;
    if (at("!") != (op == Operator::Not) && (at("!") || (at("-") && !at_signed_number())))
      return fail("`-` and `!` cannot follow each other");
    NodePtr node = make(Kind::Operation);
    node->op = op;
    add(node, unary());
    --depth_;
    return finish(std::move(node), offset);
  }

  NodePtr member() {
    const int offset = current().offset;
    NodePtr node = primary();
    while (!fault_) {
      if (accept(".")) {
        node = field(std::move(node), offset);
      } else if (accept("[")) {
        node = index(std::move(node), offset);
      } else if (at("{") && (node->kind == Kind::Ident || node->kind == Kind::Select)) {
        return fail("messages cannot be made here", "a map is written {\"name\": value}");
      } else {
        break;
      }
    }
    return node;
  }

  NodePtr field(NodePtr target, int offset) {
    const bool optional = accept("?");
    const Token& token = current();
    if (token.kind != TokenKind::Identifier) return fail("the name of a field is due here");
    ++at_;
    const bool call = !optional && !token.quoted && accept("(");
    NodePtr node = make(call ? Kind::Call : Kind::Select);
    add(node, std::move(target));
    node->name = token.name;
    node->optional = optional;
    if (!call) return finish(std::move(node), offset);
    node->member = true;
    arguments(node);
    return complete_call(std::move(node), offset);
  }

  NodePtr index(NodePtr target, int offset) {
    NodePtr node = make(Kind::Index);
    node->optional = accept("?");
    add(node, std::move(target));
    add(node, expression());
    expect("]");
    return finish(std::move(node), offset);
  }

  void arguments(NodePtr& call) {
    if (accept(")")) return;
    do add(call, expression());
    while (accept(","));
    expect(")");
  }

  NodePtr complete_call(NodePtr call, int offset) {
    call = finish(std::move(call), offset);
    if (fault_ || !with_macros_) return call;
    if (auto fault = expand_macro(*call)) return fail_at(std::move(*fault));
    return bounded(std::move(call));
  }

  NodePtr primary() {
    const int offset = current().offset;
    if (current().kind == TokenKind::Literal || at_signed_number()) return literal();
    if (current().kind == TokenKind::Identifier || at(".")) return name();
    if (accept("(")) {
      NodePtr inner = expression();
      expect(")");
      return inner;
    }
    if (accept("[")) return list(offset);
    if (accept("{")) return map(offset);
    return fail("a value is due here");
  }

  NodePtr literal() {
    const int offset = current().offset;
    const bool minus = accept("-");
    const Token& token = current();
    ++at_;
    NodePtr node = make(Kind::Literal);
    node->value = token.value;
    if (token.whole) {
      const std::uint64_t size = token.value.as_uint();
      const std::uint64_t most = static_cast<std::uint64_t>(INT64_MAX) + (minus ? 1 : 0);
      if (size > most)
        return fail_at({"E310", "a whole number beyond the range of int", "", offset, token.end() - offset});
      node->value = Value(static_cast<std::int64_t>(minus ? 0 - size : size));
    } else if (minus) {
      node->value = Value(-token.value.as_double());
    }
    return finish(std::move(node), offset);
  }

  NodePtr name() {
    const int offset = current().offset;
    const bool absolute = accept(".");
    const Token& token = current();
    if (token.kind != TokenKind::Identifier || token.quoted) return fail("a name is due here");
    if (is_reserved(token.name))
      return fail("`" + token.name + "` is a reserved word", "it can only be a field: x." + token.name);
    ++at_;
    NodePtr node = make(Kind::Ident);
    node->name = token.name;
    node->absolute = absolute;
    if (!accept("(")) return finish(std::move(node), offset);
    node->kind = Kind::Call;
    arguments(node);
    return complete_call(std::move(node), offset);
  }

  NodePtr list(int offset) {
    NodePtr node = make(Kind::List);
    if (accept(",")) return close(std::move(node), "]", offset);
    while (!fault_ && !at("]")) {
      node->marks.push_back(accept("?"));
      add(node, expression());
      if (!accept(",")) break;
    }
    return close(std::move(node), "]", offset);
  }

  NodePtr map(int offset) {
    NodePtr node = make(Kind::Map);
    if (accept(",")) return close(std::move(node), "}", offset);
    while (!fault_ && !at("}")) {
      node->marks.push_back(accept("?"));
      add(node, expression());
      expect(":");
      add(node, expression());
      if (!accept(",")) break;
    }
    return close(std::move(node), "}", offset);
  }

  NodePtr close(NodePtr node, std::string_view symbol, int offset) {
    expect(symbol);
    return finish(std::move(node), offset);
  }

  std::vector<Token> tokens_;
  bool with_macros_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::optional<Fault> fault_;
};

}  // namespace

ParsedText parse_expression(std::string_view text, bool with_macros) {
  if (text.size() > limits::kExpressionBytesMax)
    return {{}, Fault{"E309", "an expression longer than 64 KiB", "", 0, 0}};
  Lexed lexed = tokenize(text);
  if (lexed.fault) return {{}, std::move(lexed.fault)};
  return Parser(std::move(lexed.tokens), with_macros).run();
}

bool is_reserved(std::string_view word) {
  return std::ranges::find(kReserved, word) != kReserved.end();
}

}  // namespace balm::expression
