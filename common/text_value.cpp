#include "common/text_value.h"

#include <algorithm>
#include <optional>

#include "common/limits.h"

namespace balm {
namespace {

using expression::EvalError;
using expression::Outcome;
using expression::Program;
using expression::Schema;
using expression::Scope;

// Where the byte `offset` of a text stands that begins at `origin`.
Place place_at(std::string_view text, std::size_t offset, const Place& origin) {
  Place place = origin;
  place.line = std::max(origin.line, 1);
  place.column = std::max(origin.column, 1);
  for (const char c : text.substr(0, offset)) {
    ++place.column;
    if (c == '\n') ++place.line, place.column = 1;
  }
  place.end_column = place.column;
  return place;
}

// Looks for the }} that ends an expression: not one within a text, a comment or the braces of a map.
class EndFinder {
 public:
  explicit EndFinder(std::string_view text) : text_(text) {}

  std::optional<std::size_t> find() {
    int depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_text();
      } else if (text_.substr(at_).starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (depth == 0 && text_.substr(at_).starts_with("}}")) {
        return at_;
      } else {
        if (c == '{') ++depth;
        if (c == '}' && depth > 0) --depth;
        ++at_;
      }
    }
    return std::nullopt;
  }

 private:
  bool raw() const {
    if (at_ == 0 || (text_[at_ - 1] | 0x20) != 'r') return false;
    const bool prefixed = at_ > 1 && (text_[at_ - 2] | 0x20) == 'b';
    const std::size_t before = prefixed ? 3 : 2;
    return at_ < before || !is_name(text_[at_ - before]);
  }
  static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  void skip_text() {
    const bool is_raw = raw();
    const char quote = text_[at_];
    const std::string triple(3, quote);
    const std::string end = text_.substr(at_).starts_with(triple) ? triple : std::string(1, quote);
    at_ += end.size();
    while (at_ < text_.size() && !text_.substr(at_).starts_with(end))
      at_ += text_[at_] == '\\' && !is_raw ? 2 : 1;
    at_ = std::min(at_ + end.size(), text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Issue broken(std::string message, std::string guess, Place place) {
  place.end_column = place.column + 2;
  return {Issue::Severity::Error, "E340", std::move(message), std::move(guess), std::move(place), ""};
}

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f") == std::string_view::npos;
}

template <class Parts>
std::vector<const Program*> gather_programs(const Parts& parts) {
  std::vector<const Program*> programs;
  for (const auto& part : parts)
    for (const Program* program : part.programs()) programs.push_back(program);
  return programs;
}

}  // namespace

Parsed<TextValue> TextValue::parse(std::string_view text, const Schema& schema, const Place& origin) {
  Parsed<TextValue> out;
  out.value.text_ = text;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = std::min(text.find("{{", at), text.size());
    if (open > at) out.value.parts_.push_back({std::string(text.substr(at, open - at)), {}});
    if (open == text.size()) break;
    const std::size_t start = open + 2;
    const auto length = EndFinder(text.substr(start)).find();
    if (!length) {
      out.issues.push_back(broken("`{{` is never closed", "braces as text are written {{ \"{{\" }}",
                                  place_at(text, open, origin)));
      break;
    }
    at = start + *length + 2;
    const std::string_view inside = text.substr(start, *length);
    if (blank(inside)) {
      out.issues.push_back(broken("nothing between `{{` and `}}`", "", place_at(text, open, origin)));
      continue;
    }
    Parsed<Program> program = Program::compile(inside, schema, place_at(text, start, origin));
    out.issues.insert(out.issues.end(), program.issues.begin(), program.issues.end());
    out.value.parts_.push_back({"", std::move(program.value)});
  }
  return out;
}

Outcome TextValue::evaluate(const Scope& scope) const {
  if (parts_.size() == 1 && !parts_[0].program.empty()) return parts_[0].program.evaluate(scope);
  std::string text;
  for (const Part& part : parts_) {
    if (part.program.empty()) {
      text += part.text;
    } else {
      Outcome outcome = part.program.evaluate(scope);
      if (std::holds_alternative<EvalError>(outcome)) return outcome;
      text += to_display(std::get<Value>(outcome));
    }
    if (text.size() > limits::kValueBytesMax) return EvalError{"a text beyond 1 MiB"};
  }
  return Value(std::move(text));
}

bool TextValue::is_constant() const {
  return std::ranges::all_of(parts_, [](const Part& part) { return part.program.empty(); });
}

std::vector<const Program*> TextValue::programs() const {
  std::vector<const Program*> programs;
  for (const Part& part : parts_)
    if (!part.program.empty()) programs.push_back(&part.program);
  return programs;
}

ValueTemplate ValueTemplate::list(Items items) {
  ValueTemplate made;
  made.tree_ = std::move(items);
  return made;
}

ValueTemplate ValueTemplate::map(Entries entries) {
  ValueTemplate made;
  made.tree_ = std::move(entries);
  return made;
}

Parsed<ValueTemplate> ValueTemplate::parse(const Value& tree, const Schema& schema, const Place& origin) {
  Issues issues;
  const auto read = [&](const Value& value) {
    Parsed<ValueTemplate> part = parse(value, schema, origin);
    issues.insert(issues.end(), part.issues.begin(), part.issues.end());
    return std::move(part.value);
  };
  if (tree.is(Value::Kind::String)) {
    Parsed<TextValue> text = TextValue::parse(tree.as_string(), schema, origin);
    return {ValueTemplate(std::move(text.value)), std::move(text.issues)};
  }
  if (tree.is(Value::Kind::List)) {
    Items list;
    for (const Value& element : tree.as_list()) list.push_back(read(element));
    return {ValueTemplate::list(std::move(list)), std::move(issues)};
  }
  if (tree.is(Value::Kind::Map)) {
    Entries entries;
    for (const auto& [key, value] : tree.as_map()) entries.emplace_back(to_display(key), read(value));
    return {ValueTemplate::map(std::move(entries)), std::move(issues)};
  }
  return {ValueTemplate(tree), {}};
}

Outcome ValueTemplate::evaluate(const Scope& scope) const {
  if (const auto* constant = std::get_if<Value>(&tree_)) return *constant;
  if (const auto* text = std::get_if<TextValue>(&tree_)) return text->evaluate(scope);
  if (const auto* list = std::get_if<Items>(&tree_)) {
    ValueList values;
    for (const ValueTemplate& element : *list) {
      Outcome outcome = element.evaluate(scope);
      if (std::holds_alternative<EvalError>(outcome)) return outcome;
      values.push_back(std::get<Value>(std::move(outcome)));
    }
    return Value(std::move(values));
  }
  ValueMap values;
  for (const auto& [key, entry] : std::get<Entries>(tree_)) {
    Outcome outcome = entry.evaluate(scope);
    if (std::holds_alternative<EvalError>(outcome)) return outcome;
    values.insert_or_assign(Value(key), std::get<Value>(std::move(outcome)));
  }
  return Value(std::move(values));
}

bool ValueTemplate::is_constant() const {
  return programs().empty();
}

std::vector<const Program*> ValueTemplate::programs() const {
  if (const auto* text = std::get_if<TextValue>(&tree_)) return text->programs();
  if (const auto* list = std::get_if<Items>(&tree_)) return gather_programs(*list);
  std::vector<const Program*> programs;
  if (const auto* entries = std::get_if<Entries>(&tree_))
    for (const auto& [key, entry] : *entries)
      for (const Program* program : entry.programs()) programs.push_back(program);
  return programs;
}

}  // namespace balm
