// What Balm adds to CEL. hosts() answers from stored facts; nothing here asks the network or the clock.
#include <algorithm>

#include "common/duration_text.h"
#include "common/expression/functions.h"
#include "common/expression/operators.h"
#include "common/size_text.h"

namespace balm::expression::functions {
namespace {

using Kind = Value::Kind;

// POSIX shell quoting: everything within single quotes is literal, a single quote itself stands outside them.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "'\\''" : std::string(1, c);
  return result + "'";
}

std::string bytes_for_people(const Value& value) {
  const double number = value.number_or();
  const double size = number < 0 ? -number : number;
  constexpr double kMost = 1e18;  // an exabyte; beyond it, and for NaN, the number itself says more
  if (!(size < kMost)) return to_display(value);
  return (number < 0 ? "-" : "") + size_for_people(static_cast<std::uint64_t>(size));
}

}  // namespace

Outcome ago(Arguments arguments, const Scope& scope) {
  const Outcome since = calculate(Operator::Subtract, Value(scope.now), *arguments[0]);
  if (const auto* error = std::get_if<EvalError>(&since)) return *error;
  const Duration duration = std::get<Value>(since).as_duration();
  if (duration >= Duration(0)) return Value(duration_for_people(duration) + " ago");
  return Value("in " + duration_for_people(-std::max(duration, -Duration::max())));
}

Outcome hosts(Arguments arguments, const Scope& scope) {
  if (scope.fleet == nullptr) return fail("hosts() is not known here");
  return scope.fleet->hosts(arguments[0]->as_string());
}

Outcome human(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  if (!value.is(Kind::Duration)) return Value(bytes_for_people(value));
  const Duration duration = value.as_duration();
  if (duration == Duration::min()) return Value(to_display(value));
  return Value(duration < Duration(0) ? "-" + duration_for_people(-duration) : duration_for_people(duration));
}

Outcome shell_quote(Arguments arguments, const Scope&) {
  const Value& value = *arguments[0];
  if (!value.is(Kind::List)) return Value(quoted(to_display(value)));
  std::string words;
  for (const Value& word : value.as_list()) words += (words.empty() ? "" : " ") + quoted(to_display(word));
  return Value(std::move(words));
}

}  // namespace balm::expression::functions
