// Text -> tokens, after the lexis of the CEL language definition. Takes any bytes; refuses invalid UTF-8.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/expression/fault.h"
#include "common/expression/token.h"

namespace balm::expression {

struct Lexed {
  std::vector<Token> tokens;   // always ends with an End token
  std::optional<Fault> fault;  // the first one; the tokens are then useless
};

Lexed tokenize(std::string_view text);

}  // namespace balm::expression
