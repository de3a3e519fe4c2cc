// Values as people write them: texts in which {{ CEL }} is replaced, and whole trees of them.
//
// The text is split once, when the file is read; what an expression gives is put in and never looked at
// again, so an event that contains {{ stays text. A text that is nothing but one {{ }} keeps the kind of its
// result (a list stays a list); otherwise the parts are joined as to_display() shows them. Literal braces: {{
// "{{" }}.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/expression/program.h"
#include "common/expression/schema.h"
#include "common/issue.h"
#include "common/value.h"

namespace balm {

class TextValue {
 public:
  TextValue() = default;  // the empty text

  // `origin` is where the first character of `text` stands. Issues: those of the expressions, and E340 for a
  // {{ that is never closed or has nothing in it. The value is usable only if ok().
  static Parsed<TextValue> parse(std::string_view text, const expression::Schema& schema,
                                 const Place& origin);

  // A text longer than limits::kValueBytesMax is an error.
  expression::Outcome evaluate(const expression::Scope& scope) const;

  const std::string& text() const { return text_; }  // as written
  bool empty() const { return text_.empty(); }
  bool is_constant() const;  // without any {{ }}
  // The expressions within, for lints.
  std::vector<const expression::Program*> programs() const;

 private:
  struct Part {
    std::string text;  // when the program is empty
    expression::Program program;
  };
  std::vector<Part> parts_;
  std::string text_;
};

// The same for lists and maps of texts, however deep. Keys of maps are taken as they are.
class ValueTemplate {
 public:
  using Items = std::vector<ValueTemplate>;
  using Entries = std::vector<std::pair<std::string, ValueTemplate>>;

  ValueTemplate() = default;  // null
  // NOLINTNEXTLINE(google-explicit-constructor): a value is a template without holes
  ValueTemplate(Value constant) : tree_(std::move(constant)) {}
  ValueTemplate(TextValue text) : tree_(std::move(text)) {}  // NOLINT(google-explicit-constructor)
  static ValueTemplate list(Items items);
  static ValueTemplate map(Entries entries);

  // Every text in `tree` is read as a TextValue. All issues get the same origin; to have exact places, build
  // the template from its parts instead.
  static Parsed<ValueTemplate> parse(const Value& tree, const expression::Schema& schema,
                                     const Place& origin);

  // The first error, in order of the entries, or the whole value.
  expression::Outcome evaluate(const expression::Scope& scope) const;

  bool is_constant() const;
  std::vector<const expression::Program*> programs() const;

 private:
  std::variant<Value, TextValue, Items, Entries> tree_;
};

}  // namespace balm
