// Values in which `{{ CEL }}` may appear: what people write wherever a key does not ask yes or no.
//
// Replaced after the file was parsed, and never looked at again: an event whose text contains `{{` is just
// text. A text that is one `{{ expr }}` and nothing else keeps the type of the expression (a list stays a
// list); otherwise the parts are joined as to_display() writes them. There is no other template language.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/expression/program.h"
#include "common/issue.h"
#include "common/value.h"

namespace balm {

class TextValue {
 public:
  TextValue() = default;  // the empty text

  // Issues (E340: no closing `}}`; those of the expressions) are placed relative to `origin`, where the
  // text's first character stands.
  static Parsed<TextValue> parse(std::string_view text, const expression::Schema& schema,
                                 const Place& origin);

  // The first part that cannot be evaluated decides.
  expression::Outcome evaluate(const expression::Scope& scope) const;

  const std::string& text() const { return text_; }  // as written
  bool empty() const { return text_.empty(); }
  bool is_constant() const;  // no `{{ }}` in it

 private:
  using Part = std::variant<std::string, expression::Program>;
  std::string text_;
  std::vector<Part> parts_;
};

// The same for whole arguments: a tree of lists and maps with TextValues at its leaves.
class ValueTemplate {
 public:
  ValueTemplate() = default;      // null
  ValueTemplate(Value constant);  // NOLINT(google-explicit-constructor): a value is a template without holes
  ValueTemplate(TextValue text);  // NOLINT(google-explicit-constructor)
  static ValueTemplate list(std::vector<ValueTemplate> items);
  static ValueTemplate map(std::vector<std::pair<std::string, ValueTemplate>> entries);

  // Every text inside `value` is read as a TextValue; all are placed at `origin`.
  static Parsed<ValueTemplate> parse(const Value& value, const expression::Schema& schema,
                                     const Place& origin);

  expression::Outcome evaluate(const expression::Scope& scope) const;
  bool is_constant() const;

 private:
  using Items = std::vector<ValueTemplate>;
  using Entries = std::vector<std::pair<std::string, ValueTemplate>>;
  std::variant<Value, TextValue, Items, Entries> tree_;
};

}  // namespace balm
