#include "common/text_value.h"

#include <algorithm>

#include "common/expression/schema.h"

namespace balm {
namespace {

using expression::EvalError;
using expression::Outcome;
using expression::Program;
using expression::Scope;

// Behind the string literal that begins at `at`; its quotes may be single or triple, its escapes hide a
// quote.
std::size_t behind_literal(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string triple(3, quote);
  const bool is_triple = text.substr(at, 3) == triple;
  for (std::size_t i = at + (is_triple ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (is_triple && text.substr(i, 3) == triple) {
      return i + 3;
    } else if (!is_triple && text[i] == quote) {
      return i + 1;
    }
  }
  return text.size();
}

// Where the `}}` stands that closes the expression beginning at `at`; npos when there is none. Braces of map
// literals and string literals are stepped over.
std::size_t closing(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = behind_literal(text, at);
      continue;
    }
    if (c == '{') ++depth;
    if (c == '}' && depth == 0 && text.substr(at, 2) == "}}") return at;
    if (c == '}' && depth > 0) --depth;
    ++at;
  }
  return std::string_view::npos;
}

Place place_at(const Place& origin, std::string_view before) {
  Place place = origin;
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t last = before.rfind('\n');
  place.line += static_cast<int>(lines);
  place.column = last == std::string_view::npos ? origin.column + static_cast<int>(before.size())
                                                : static_cast<int>(before.size() - last);
  place.end_column = place.column;
  return place;
}

Issue unclosed(const Place& origin, std::string_view before) {
  Issue issue;
  issue.code = "E340";
  issue.message = "`{{` without its `}}`";
  issue.guess = "close it, or write `{{ \"{{\" }}` for the two characters themselves";
  issue.place = place_at(origin, before);
  return issue;
}

}  // namespace

Parsed<TextValue> TextValue::parse(std::string_view text, const expression::Schema& schema,
                                   const Place& origin) {
  Parsed<TextValue> parsed;
  parsed.value.text_ = std::string(text);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find("{{", at);
    if (open != at) parsed.value.parts_.emplace_back(std::string(text.substr(at, open - at)));
    if (open == std::string_view::npos) break;
    const std::size_t close = closing(text, open + 2);
    if (close == std::string_view::npos) {
      parsed.issues.push_back(unclosed(origin, text.substr(0, open)));
      break;
    }
    const std::string_view inside = text.substr(open + 2, close - open - 2);
    Parsed<Program> program = Program::compile(inside, schema, place_at(origin, text.substr(0, open + 2)));
    parsed.issues.insert(parsed.issues.end(), program.issues.begin(), program.issues.end());
    parsed.value.parts_.emplace_back(std::move(program.value));
    at = close + 2;
  }
  return parsed;
}

Outcome TextValue::evaluate(const Scope& scope) const {
  if (parts_.size() == 1 && std::holds_alternative<Program>(parts_.front()))
    return std::get<Program>(parts_.front()).evaluate(scope);
  std::string joined;
  for (const Part& part : parts_) {
    if (const auto* text = std::get_if<std::string>(&part)) {
      joined += *text;
      continue;
    }
    Outcome outcome = std::get<Program>(part).evaluate(scope);
    if (std::holds_alternative<EvalError>(outcome)) return outcome;
    joined += to_display(std::get<Value>(outcome));
  }
  return Value(std::move(joined));
}

bool TextValue::is_constant() const {
  return std::none_of(parts_.begin(), parts_.end(),
                      [](const Part& part) { return std::holds_alternative<Program>(part); });
}

ValueTemplate::ValueTemplate(Value constant) : tree_(std::move(constant)) {}
ValueTemplate::ValueTemplate(TextValue text) : tree_(std::move(text)) {}

ValueTemplate ValueTemplate::list(std::vector<ValueTemplate> items) {
  ValueTemplate made;
  made.tree_ = std::move(items);
  return made;
}

ValueTemplate ValueTemplate::map(std::vector<std::pair<std::string, ValueTemplate>> entries) {
  ValueTemplate made;
  made.tree_ = std::move(entries);
  return made;
}

Parsed<ValueTemplate> ValueTemplate::parse(const Value& value, const expression::Schema& schema,
                                           const Place& origin) {
  Parsed<ValueTemplate> parsed;
  const auto take = [&](auto inner) {
    parsed.issues.insert(parsed.issues.end(), inner.issues.begin(), inner.issues.end());
    return std::move(inner.value);
  };
  if (value.is(Value::Kind::String)) {
    parsed.value = ValueTemplate(take(TextValue::parse(value.as_string(), schema, origin)));
  } else if (value.is(Value::Kind::List)) {
    Items items;
    for (const Value& item : value.as_list()) items.push_back(take(parse(item, schema, origin)));
    parsed.value = list(std::move(items));
  } else if (value.is(Value::Kind::Map)) {
    Entries entries;
    for (const auto& [key, item] : value.as_map())
      entries.emplace_back(to_display(key), take(parse(item, schema, origin)));
    parsed.value = map(std::move(entries));
  } else {
    parsed.value = ValueTemplate(value);
  }
  return parsed;
}

Outcome ValueTemplate::evaluate(const Scope& scope) const {
  if (const auto* constant = std::get_if<Value>(&tree_)) return *constant;
  if (const auto* text = std::get_if<TextValue>(&tree_)) return text->evaluate(scope);
  if (const auto* items = std::get_if<Items>(&tree_)) {
    ValueList values;
    for (const ValueTemplate& item : *items) {
      Outcome outcome = item.evaluate(scope);
      if (std::holds_alternative<EvalError>(outcome)) return outcome;
      values.push_back(std::get<Value>(std::move(outcome)));
    }
    return Value(std::move(values));
  }
  ValueMap values;
  for (const auto& [key, item] : std::get<Entries>(tree_)) {
    Outcome outcome = item.evaluate(scope);
    if (std::holds_alternative<EvalError>(outcome)) return outcome;
    values.insert_or_assign(Value(key), std::get<Value>(std::move(outcome)));
  }
  return Value(std::move(values));
}

bool ValueTemplate::is_constant() const {
  if (std::holds_alternative<Value>(tree_)) return true;
  if (const auto* text = std::get_if<TextValue>(&tree_)) return text->is_constant();
  if (const auto* items = std::get_if<Items>(&tree_))
    return std::all_of(items->begin(), items->end(),
                       [](const ValueTemplate& item) { return item.is_constant(); });
  const Entries& entries = std::get<Entries>(tree_);
  return std::all_of(entries.begin(), entries.end(),
                     [](const auto& entry) { return entry.second.is_constant(); });
}

}  // namespace balm
