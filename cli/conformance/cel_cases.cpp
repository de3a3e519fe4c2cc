#include "cli/conformance/cel_cases.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "common/base64.h"
#include "common/expression/program.h"
#include "common/expression/schema.h"
#include "common/expression/time_text.h"
#include "common/value_json.h"
#include "common/value_text.h"

namespace balm::conformance {
namespace {

using Kind = Value::Kind;
using expression::EvalError;
using expression::Outcome;
using expression::Program;

constexpr std::size_t kDepthMax = 128;  // every level of a nested map takes three in a case

Value whole(const Value& json, bool is_unsigned) {
  std::uint64_t size = 0;
  if (json.is(Kind::String)) {
    const std::string& text = json.as_string();
    const bool minus = text.starts_with('-');
    std::from_chars(text.data() + (minus ? 1 : 0), text.data() + text.size(), size);
    if (minus) size = 0 - size;
  } else {
    size = json.is(Kind::Uint) ? json.as_uint() : static_cast<std::uint64_t>(json.int_or());
  }
  return is_unsigned ? Value::uint(size) : Value(static_cast<std::int64_t>(size));
}

Value floating(const Value& json) {
  if (!json.is(Kind::String)) return Value(json.number_or());
  const std::string& text = json.as_string();
  if (text == "NaN") return Value(std::numeric_limits<double>::quiet_NaN());
  if (text == "Infinity") return Value(std::numeric_limits<double>::infinity());
  if (text == "-Infinity") return Value(-std::numeric_limits<double>::infinity());
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return Value(number);
}

std::optional<Value> from_case(const Value& json);

std::optional<Value> map_from_case(const Value& json) {
  if (!json.is(Kind::List)) return std::nullopt;
  ValueMap map;
  for (const Value& entry : json.as_list()) {
    if (!entry.is(Kind::List) || entry.as_list().size() != 2) return std::nullopt;
    auto key = from_case(entry.as_list()[0]);
    auto value = from_case(entry.as_list()[1]);
    if (!key || !value) return std::nullopt;
    map.insert_or_assign(std::move(*key), std::move(*value));
  }
  return Value(std::move(map));
}

std::optional<Value> typed(std::string_view type, const Value& json) {
  if (type == "int") return whole(json, false);
  if (type == "uint") return whole(json, true);
  if (type == "double") return floating(json);
  if (type == "map") return map_from_case(json);
  const std::string text = json.string_or();
  if (type == "type") return Value(Value::Type{text});
  if (type == "bytes_b64") {
    const auto bytes = from_base64(text);
    return bytes ? std::optional(Value(Value::Bytes{*bytes})) : std::nullopt;
  }
  if (type == "timestamp") {
    const auto moment = expression::moment_from_text(text);
    return moment ? std::optional(Value(*moment)) : std::nullopt;
  }
  if (type == "duration") {
    const auto span = expression::span_from_text(text);
    return span ? std::optional(Value(*span)) : std::nullopt;
  }
  return std::nullopt;
}

// A value as cases write it; nothing for a form that is not known here.
std::optional<Value> from_case(const Value& json) {
  if (json.is(Kind::Map)) {
    if (json.as_map().size() != 1) return std::nullopt;
    const auto& [type, value] = *json.as_map().begin();
    return typed(type.string_or(), value);
  }
  if (json.is(Kind::Uint)) return std::nullopt;
  if (!json.is(Kind::List)) return json;
  ValueList list;
  for (const Value& element : json.as_list()) {
    auto value = from_case(element);
    if (!value) return std::nullopt;
    list.push_back(std::move(*value));
  }
  return Value(std::move(list));
}

bool same(const Value& a, const Value& b);

bool same_lists(const ValueList& a, const ValueList& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same);
}

bool same_maps(const ValueMap& a, const ValueMap& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
           return same(x.first, y.first) && same(x.second, y.second);
         });
}

// Stricter than CEL's equality: kinds must agree, NaN is NaN, -0.0 is not 0.0.
bool same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is(Kind::List)) return same_lists(a.as_list(), b.as_list());
  if (a.is(Kind::Map)) return same_maps(a.as_map(), b.as_map());
  if (!a.is(Kind::Double)) return a == b;
  if (std::isnan(a.as_double())) return std::isnan(b.as_double());
  return a.as_double() == b.as_double() && std::signbit(a.as_double()) == std::signbit(b.as_double());
}

// Both kind and value, for the report.
std::string shown(const Value& value) {
  std::string text = std::string(type_name(value)) + " " + to_display(value);
  if (value.is(Kind::Double) && value.as_double() == 0 && std::signbit(value.as_double()))
    text = "double -0.0";
  if (value.is(Kind::String)) text = "string " + to_json(value);
  return text;
}

std::string shown(const Outcome& outcome) {
  if (const auto* error = std::get_if<EvalError>(&outcome)) return "error: " + error->message;
  return shown(std::get<Value>(outcome));
}

std::optional<ValueMap> bindings_of(const Value& json) {
  ValueMap names;
  const Value& bindings = json["bindings"];
  if (!bindings.is(Kind::Map)) return names;
  for (const auto& [name, value] : bindings.as_map()) {
    auto bound = from_case(value);
    if (!bound) return std::nullopt;
    names.insert_or_assign(name, std::move(*bound));
  }
  return names;
}

// What a checker knows of a case: its names, their types from the values bound.
bool checker_refuses(const std::string& text, const ValueMap& names) {
  expression::Schema schema;
  for (const auto& [name, value] : names) schema.add(name.as_string(), expression::type_of(value));
  return !Program::compile(text, schema, {}).ok();
}

Outcome evaluate(const Value& json, const ValueMap& names, const ZoneSource& zones) {
  const auto program = Program::parse_only(
      json["expr"].string_or(), {}, {!json["disable_macros"].bool_or(), json["container"].string_or()});
  if (!program.ok()) return EvalError{program.issues.front().message};
  return program.value.evaluate({&names, WallTime{}, &zones, nullptr});
}

void judge(const Value& json, const ZoneSource& zones, CaseOutcome& result) {
  const auto names = bindings_of(json);
  const bool error_due = json["error"].bool_or();
  const auto due = error_due ? std::optional(Value()) : from_case(json["value"]);
  result.expected = error_due ? "an error" : due ? shown(*due) : "a form of value that is not known here";
  if (!names || !due) {
    result.skipped = "bindings or value of a form that is not known here";
    return;
  }
  const Outcome outcome = evaluate(json, *names, zones);
  result.got = shown(outcome);
  const auto* value = std::get_if<Value>(&outcome);
  if (!error_due) {
    result.passed = value != nullptr && same(*value, *due);
    return;
  }
  result.passed = value == nullptr;
  if (result.passed || json["disable_check"].bool_or()) return;
  result.passed = checker_refuses(json["expr"].string_or(), *names);
}

}  // namespace

CaseOutcome run_cel_case(std::string_view line, const ZoneSource& zones) {
  CaseOutcome result;
  const auto json = value_from_json(line, kDepthMax);
  if (!json.ok() || !(*json)["expr"].is(Kind::String)) {
    result.got = json.ok() ? "not a case: no expr" : json.error().message;
    return result;
  }
  result.id = (*json)["id"].string_or();
  result.tag = (*json)["tag"].string_or("core");
  judge(*json, zones, result);
  return result;
}

}  // namespace balm::conformance
