#include "common/expression/program.h"

#include <algorithm>

#include "common/expression/ast.h"
#include "common/expression/checker.h"
#include "common/expression/evaluator.h"
#include "common/expression/parser.h"
#include "common/expression/prepare.h"
#include "common/expression/resolver.h"
#include "common/limits.h"

namespace balm::expression {
namespace {

// Turns the offset in the expression into line and column of the file it stands in.
Place place_of(std::string_view text, const Fault& fault, const Place& origin) {
  const auto offset = std::min(static_cast<std::size_t>(fault.offset), text.size());
  Place place = origin;
  place.line = std::max(origin.line, 1);
  place.column = std::max(origin.column, 1);
  for (std::size_t i = 0; i < offset; ++i) {
    ++place.column;
    if (text[i] == '\n') ++place.line, place.column = 1;
  }
  const std::size_t line_end = std::min(text.find('\n', offset), text.size());
  const std::size_t length = std::min(static_cast<std::size_t>(fault.length), line_end - offset);
  place.end_column = place.column + static_cast<int>(length);
  return place;
}

// The line of the expression the fault is in; only when the expression is all there is, not part of a file.
std::string excerpt_of(std::string_view text, const Fault& fault, const Place& origin) {
  if (origin.line > 0) return "";
  const auto offset = std::min(static_cast<std::size_t>(fault.offset), text.size());
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  return std::string(text.substr(start, text.find('\n', offset) - start));
}

Issue to_issue(std::string_view text, const Fault& fault, const Place& origin) {
  return {
      Issue::Severity::Error,         fault.code, fault.message, fault.guess, place_of(text, fault, origin),
      excerpt_of(text, fault, origin)};
}

Issues to_issues(std::string_view text, const Faults& faults, const Place& origin) {
  Issues issues;
  for (const Fault& fault : faults) issues.push_back(to_issue(text, fault, origin));
  return issues;
}

bool reads_name(const Node& node, std::string_view name, bool within_quotes) {
  const bool quotes = node.kind == Node::Kind::Call && node.name == "sh";
  if (quotes && !within_quotes) return false;
  if (node.kind == Node::Kind::Global) return node.name == name;
  if (node.kind == Node::Kind::Name) return node.parts.front() == name;
  return std::ranges::any_of(node.nodes,
                             [&](const Node& child) { return reads_name(child, name, within_quotes); });
}

}  // namespace

Program::Program() = default;
Program::~Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::Program(const Program&) = default;
Program& Program::operator=(const Program&) = default;

Parsed<Program> Program::compile(std::string_view text, const Schema& schema, const Place& origin) {
  ParsedText parsed = parse_expression(text);
  if (parsed.fault) return {{}, {to_issue(text, *parsed.fault, origin)}};
  Tree tree = resolve(std::move(parsed.root), {&schema, ""});
  Checked checked = check(tree, schema, text);
  if (!checked.faults.empty()) return {{}, to_issues(text, checked.faults, origin)};
  const Faults faults = prepare(tree);
  Program program;
  program.text_ = text;
  program.may_be_bool_ = checked.type.is(Type::Kind::Bool) || checked.type.is(Type::Kind::Dyn);
  program.tree_ = std::make_shared<const Tree>(std::move(tree));
  return {std::move(program), to_issues(text, faults, origin)};
}

Parsed<Program> Program::parse_only(std::string_view text, const Place& origin, const ParseChoices& choices) {
  ParsedText parsed = parse_expression(text, choices.macros);
  if (parsed.fault) return {{}, {to_issue(text, *parsed.fault, origin)}};
  Tree tree = resolve(std::move(parsed.root), {nullptr, choices.container});
  prepare(tree);
  Program program;
  program.text_ = text;
  program.tree_ = std::make_shared<const Tree>(std::move(tree));
  return {std::move(program), {}};
}

Outcome Program::evaluate(const Scope& scope) const {
  if (empty()) return EvalError{"an empty expression"};
  return Run(*tree_, scope).run(nullptr, text_);
}

Outcome Program::evaluate_traced(const Scope& scope, std::vector<TraceLine>& trace) const {
  if (empty()) return EvalError{"an empty expression"};
  Outcome outcome = Run(*tree_, scope).run(&trace, text_);
  std::ranges::stable_sort(trace, [](const TraceLine& a, const TraceLine& b) {
    return a.offset != b.offset ? a.offset < b.offset : a.length > b.length;
  });
  return outcome;
}

const std::string& Program::text() const {
  return text_;
}
bool Program::may_be_bool() const {
  return may_be_bool_;
}
bool Program::empty() const {
  return tree_ == nullptr;
}

bool Program::reads(std::string_view name) const {
  return !empty() && reads_name(tree_->root, name, true);
}

bool Program::reads_unquoted(std::string_view name) const {
  return !empty() && reads_name(tree_->root, name, false);
}

}  // namespace balm::expression
