// Tokens of CEL. Reserved words are identifiers here; the parser knows where they may not stand.
#pragma once

#include <string>
#include <string_view>

#include "common/value.h"

namespace balm::expression {

enum class TokenKind { End, Identifier, Literal, Symbol };

struct Token {
  TokenKind kind = TokenKind::End;
  std::string_view text;  // as written; lives as long as the expression's text
  int offset = 0;
  bool quoted = false;  // identifier in `backticks`, only good as a field
  bool whole = false;   // int literal: `value` is its size as uint, the sign is the parser's
  std::string name;     // identifier without backticks
  Value value;          // literal

  int end() const { return offset + static_cast<int>(text.size()); }
  bool is(std::string_view symbol) const { return kind == TokenKind::Symbol && text == symbol; }
};

}  // namespace balm::expression
