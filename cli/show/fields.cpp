#include "cli/show/fields.h"

#include <algorithm>
#include <array>
#include <utility>

namespace balm::cli {
namespace {

constexpr std::array<std::string_view, 13> kBlockKeys{"changes", "comment", "doc",    "error", "example",
                                                      "fix",     "if",      "issues", "lines", "long_output",
                                                      "note",    "text",    "why"};

Value harmless_below(const Value& data, const Screen& screen, bool block) {
  if (data.is(Value::Kind::String))
    return block ? safe_block(data.as_string(), screen) : safe_line(data.as_string(), screen);
  if (data.is(Value::Kind::List)) {
    ValueList list;
    for (const Value& item : data.as_list()) list.push_back(harmless_below(item, screen, block));
    return Value(std::move(list));
  }
  if (!data.is(Value::Kind::Map)) return data;
  ValueMap map;
  for (const auto& [key, value] : data.as_map()) {
    const bool begins_block =
        key.is(Value::Kind::String) && std::ranges::count(kBlockKeys, key.as_string()) > 0;
    map.emplace(harmless_below(key, screen, false), harmless_below(value, screen, block || begins_block));
  }
  return Value(std::move(map));
}

}  // namespace

Value harmless(const Value& data, const Screen& screen) {
  return harmless_below(data, screen, false);
}

const Value& field(const Value& row, std::string_view path) {
  const std::size_t dot = path.find('.');
  const Value& here = row[path.substr(0, dot)];
  return dot == std::string_view::npos ? here : field(here, path.substr(dot + 1));
}

const ValueList& items(const Value& row, std::string_view path) {
  static const ValueList kNone;
  const Value& found = field(row, path);
  return found.is(Value::Kind::List) ? found.as_list() : kNone;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text)
    line += c == '\n' ? std::string("\\n") : (c == '\t' ? std::string("\\t") : std::string(1, c));
  return line;
}

std::string joined(const ValueList& list, std::string_view between) {
  std::string text;
  for (const Value& item : list) {
    if (!text.empty()) text += between;
    text += to_display(item);
  }
  return text;
}

std::string labels_text(const Value& labels) {
  if (!labels.is(Value::Kind::Map)) return "";
  std::string text;
  for (const auto& [key, value] : labels.as_map())
    text += (text.empty() ? "" : " ") + to_display(key) + "=" + to_display(value);
  return text;
}

std::string place_of(const Value& row) {
  const std::string host = row["host"].string_or();
  const std::string instance = row["instance"].string_or();
  if (instance.empty()) return host.empty() ? "-" : host;
  return host + ":" + instance;
}

std::string spoken(std::string_view word) {
  std::string text(word);
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string number_text(const Value& id) {
  const std::string text = to_display(id);
  return text.starts_with('#') ? text : "#" + text;
}

}  // namespace balm::cli
