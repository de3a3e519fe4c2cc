#include "common/state/step_result.h"

#include <algorithm>
#include <utility>

#include "common/utf8.h"
#include "common/value_json.h"

namespace balm {

namespace {

constexpr std::size_t kTextBytesLeast = 256;  // a cut text keeps at least this much

Value text_cut(const Value& value, std::size_t bytes_max) {
  if (value.is(Value::Kind::String)) {
    const std::string& text = value.as_string();
    if (text.size() <= bytes_max) return value;
    const std::string_view kept = cut_to_bytes(text, bytes_max);
    return Value(std::string(kept) + "\n[" + std::to_string(text.size() - kept.size()) + " bytes cut]");
  }
  if (value.is(Value::Kind::List)) {
    ValueList list;
    for (const Value& item : value.as_list()) list.push_back(text_cut(item, bytes_max));
    return Value(std::move(list));
  }
  if (value.is(Value::Kind::Map)) {
    ValueMap map;
    for (const auto& [key, item] : value.as_map()) map[key] = text_cut(item, bytes_max);
    return Value(std::move(map));
  }
  return value;
}

Value row(const StepResult& step, std::size_t text_bytes_max) {
  return Value::map({
      {"id", step.id},
      {"name", step.name},
      {"sls", step.sls},
      {"fun", step.function},
      {"result", step.result ? Value(*step.result) : Value()},
      {"changes", text_cut(step.changes, text_bytes_max)},
      {"comment", text_cut(Value(step.comment), text_bytes_max)},
      {"run_num", static_cast<std::int64_t>(step.run_num)},
      {"start_ms", step.start.ms()},
      {"duration_ms", std::chrono::duration<double, std::milli>(step.took).count()},
      {"ran", step.ran},
  });
}

}  // namespace

bool StepResult::changed() const {
  if (changes.is(Value::Kind::Map)) return !changes.as_map().empty();
  return !changes.is_null();
}

std::string StepResult::tag() const {
  const std::size_t dot = function.find('.');
  return function.substr(0, dot) + "_|-" + id + "_|-" + name + "_|-" +
         (dot == std::string::npos ? std::string() : function.substr(dot + 1));
}

Value to_value(const std::vector<StepResult>& results, std::size_t bytes_max) {
  for (std::size_t text_bytes_max = bytes_max;; text_bytes_max /= 2) {
    ValueList rows;
    for (const StepResult& step : results) rows.push_back(row(step, text_bytes_max));
    Value value(std::move(rows));
    if (text_bytes_max <= kTextBytesLeast || to_json(value).size() <= bytes_max) return value;
  }
}

std::vector<StepResult> step_results_from(const Value& steps) {
  std::vector<StepResult> results;
  if (!steps.is(Value::Kind::List)) return results;
  for (const Value& value : steps.as_list()) {
    StepResult step;
    step.id = value["id"].string_or();
    step.name = value["name"].string_or();
    step.sls = value["sls"].string_or();
    step.function = value["fun"].string_or();
    if (value["result"].is(Value::Kind::Bool)) step.result = value["result"].as_bool();
    step.changes = value["changes"];
    step.comment = value["comment"].string_or();
    step.run_num = static_cast<std::uint32_t>(value["run_num"].int_or());
    step.start = WallTime::from_ms(value["start_ms"].int_or());
    step.took = Duration(static_cast<Duration::rep>(value["duration_ms"].number_or() * 1e6));
    step.ran = value["ran"].bool_or(true);
    results.push_back(std::move(step));
  }
  return results;
}

}  // namespace balm
