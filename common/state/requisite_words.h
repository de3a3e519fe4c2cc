// The words that tie steps together: require, watch_any, onfail_in, use ... Internal to common/state.
#pragma once

#include <optional>
#include <string_view>

#include "common/state/state_document.h"

namespace balm {

struct RequisiteWord {
  RequisiteKind kind = RequisiteKind::Require;
  bool inward = false;  // the `_in` form: written at the other end
};

// Nothing for other words, `use` and `use_in` among them: they copy arguments and tie nothing.
std::optional<RequisiteWord> requisite_word(std::string_view word);

// Any of them, `use` and `use_in` included.
bool is_requisite_word(std::string_view word);

}  // namespace balm
