#include "common/state/argument_types.h"

#include <cmath>
#include <string>
#include <utility>

#include "common/duration_text.h"
#include "common/size_text.h"
#include "common/state/sls_scalar.h"

namespace balm {

namespace {

using Kind = Value::Kind;

Error wrong(std::string_view due, const Value& value) {
  std::string shown = to_display(value);
  if (shown.size() > 60) shown = shown.substr(0, 57) + "...";
  return {Error::Kind::Usage, std::string(due) + " is due, this is `" + shown + "`", ""};
}

bool is_scalar(const Value& value) {
  return !value.is(Kind::List) && !value.is(Kind::Map);
}

Result<Value> text_of(const Value& value) {
  if (value.is(Kind::String)) return value;
  if (!is_scalar(value)) return wrong("a text", value);
  return Value(to_display(value));
}

Result<Value> text_list_of(const Value& value) {
  ValueList texts;
  if (!value.is(Kind::List)) {
    auto text = text_of(value);
    if (!text) return wrong("a text or a list of texts", value);
    texts.push_back(*text);
    return Value(std::move(texts));
  }
  for (const Value& item : value.as_list()) {
    auto text = text_of(item);
    if (!text) return wrong("a list of texts", value);
    texts.push_back(*text);
  }
  return Value(std::move(texts));
}

Result<Value> bool_of(const Value& value) {
  if (value.is(Kind::Bool)) return value;
  if (value.is(Kind::String))
    if (const auto truth = sls_bool(value.as_string())) return Value(*truth);
  return wrong("true or false", value);
}

Result<Value> int_of(const Value& value) {
  if (value.is(Kind::Int)) return value;
  if (value.is(Kind::Double) && std::nearbyint(value.as_double()) == value.as_double() &&
      std::abs(value.as_double()) < 9e15)
    return Value(static_cast<std::int64_t>(value.as_double()));
  if (value.is(Kind::String))
    if (const auto number = sls_int(value.as_string())) return Value(*number);
  return wrong("a whole number", value);
}

Result<Value> number_of(const Value& value) {
  if (value.is(Kind::Int) || value.is(Kind::Double)) return value;
  if (value.is(Kind::String)) {
    if (const auto number = sls_int(value.as_string())) return Value(*number);
    if (const auto number = sls_float(value.as_string())) return Value(*number);
  }
  return wrong("a number", value);
}

// 644, "0644", "0o644" and "644" are the same mode: nobody who writes digits there means decimal.
Result<Value> mode_of(const Value& value) {
  std::string digits = is_scalar(value) ? to_display(value) : "";
  if (digits == "keep") return Value(digits);
  if (digits.starts_with("0o")) digits = digits.substr(2);
  while (digits.size() > 1 && digits.front() == '0') digits.erase(0, 1);
  if (digits.empty() || digits.size() > 4) return wrong("a file mode like '0644'", value);
  for (const char c : digits)
    if (c < '0' || c > '7') return wrong("a file mode like '0644'", value);
  return Value(std::string(4 - digits.size(), '0') + digits);
}

Result<Value> duration_of(const Value& value) {
  if (value.is(Kind::Duration)) return value;
  auto number = number_of(value);
  if (number) {
    const double seconds = number->number_or();
    if (seconds < 0 || seconds > 1e9) return wrong("a duration like 30s", value);
    return Value(Duration(static_cast<Duration::rep>(seconds * 1e9)));
  }
  if (!value.is(Kind::String)) return wrong("a duration like 30s", value);
  auto duration = duration_from_text(value.as_string());
  if (!duration) return duration.error();
  return Value(*duration);
}

Result<Value> size_of(const Value& value) {
  if (value.is(Kind::Int) && value.as_int() >= 0) return value;
  if (!value.is(Kind::String)) return wrong("a size like 500M", value);
  auto size = size_from_text(value.as_string());
  if (!size) return size.error();
  if (*size > static_cast<std::uint64_t>(INT64_MAX)) return wrong("a size like 500M", value);
  return Value(static_cast<std::int64_t>(*size));
}

Result<Value> map_of(const Value& value) {
  if (value.is(Kind::Map)) return value;
  if (!value.is(Kind::List)) return wrong("a map", value);
  ValueMap merged;
  for (const Value& item : value.as_list()) {
    if (!item.is(Kind::Map)) return wrong("a map", value);
    for (const auto& [key, entry] : item.as_map()) merged[key] = entry;
  }
  return Value(std::move(merged));
}

}  // namespace

Result<Value> typed_argument(const Value& value, ArgumentType type) {
  if (value.is_null()) return value;
  switch (type) {
    case ArgumentType::Text:
      return text_of(value);
    case ArgumentType::TextList:
      return text_list_of(value);
    case ArgumentType::Bool:
      return bool_of(value);
    case ArgumentType::Int:
      return int_of(value);
    case ArgumentType::Number:
      return number_of(value);
    case ArgumentType::Mode:
      return mode_of(value);
    case ArgumentType::Span:
      return duration_of(value);
    case ArgumentType::Size:
      return size_of(value);
    case ArgumentType::Map:
      return map_of(value);
    case ArgumentType::List:
      return value.is(Kind::List) ? value : Value(ValueList{value});
    case ArgumentType::Any:
      return value;
  }
  return value;
}

}  // namespace balm
