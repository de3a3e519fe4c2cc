#include "cli/show/machine.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/show/times.h"
#include "common/utf8.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

constexpr std::string_view kSchema = "balm/cli/v1";

// Names of moments, of which 0 means none; everything else that ends in _ms is a length of time.
constexpr std::array<std::string_view, 15> kMoments{
    "at_ms",       "closed_ms", "ended_ms", "first_ms",   "last_ms",  "last_ok_ms", "loaded_ms", "opened_ms",
    "received_ms", "seen_ms",   "since_ms", "started_ms", "until_ms", "expires_ms", "now_ms"};

std::string moment_name(std::string_view name) {
  if (std::ranges::count(kMoments, name) == 0) return "";
  return std::string(name.substr(0, name.size() - 3));
}

void add_dated(ValueMap& map, const Value& key, const Value& value) {
  const std::string name = key.is(Value::Kind::String) ? moment_name(key.as_string()) : "";
  const bool none = value.is_null() || value == Value(0);
  if (name.empty() || !(none || value.is(Value::Kind::Int)))
    map.emplace(key, dated(value));
  else if (none)
    map.emplace(Value(name), Value());
  else
    map.emplace(Value(name), Value(iso_text(value.as_int())));
}

// JSON lets DEL, C1 controls and turning marks through, terminals obey them: written \u009b instead, which is
// equal.
std::string terminal_safe(const std::string& json) {
  std::string safe;
  for (std::size_t at = 0; at < json.size();) {
    const Utf8Character character = utf8_at(json, at);
    const std::string_view bytes = std::string_view(json).substr(at, character.size);
    const bool harmful = character.code >= 0x7f && for_terminal(bytes, LineBreaks::Keep) != bytes;
    if (harmful && character.code <= 0xffff) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      safe += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) safe += kDigits[(character.code >> shift) & 0xf];
    } else {
      safe += bytes;
    }
    at += character.size;
  }
  return safe;
}

Value with_schema(const Value& data) {
  ValueMap map;
  if (data.is(Value::Kind::Map)) map = data.as_map();
  map.insert_or_assign(Value("schema"), Value(kSchema));
  return Value(std::move(map));
}

}  // namespace

Value dated(const Value& data) {
  if (data.is(Value::Kind::List)) {
    ValueList list;
    for (const Value& item : data.as_list()) list.push_back(dated(item));
    return Value(std::move(list));
  }
  if (!data.is(Value::Kind::Map)) return data;
  ValueMap map;
  for (const auto& [key, value] : data.as_map()) add_dated(map, key, value);
  return Value(std::move(map));
}

std::string json_document(const Value& data) {
  return terminal_safe(to_pretty_json(with_schema(dated(data)))) + "\n";
}

std::string json_line(const Value& row) {
  return terminal_safe(to_json(dated(row))) + "\n";
}

std::string json_error(const Value& error) {
  return terminal_safe(to_json(with_schema(Value::map({{"error", error}})))) + "\n";
}

}  // namespace balm::cli
