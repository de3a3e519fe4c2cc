#include "agent/executor/result_bounds.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "common/limits.h"
#include "common/utf8.h"
#include "common/value_json.h"

namespace balm::executor {
namespace {

// Levels that status, record and message put around a step.
constexpr std::size_t kDepthAround = 6;

std::size_t depth_of(const Value& value) {
  std::size_t deepest = 0;
  if (value.is(Value::Kind::List))
    for (const Value& each : value.as_list()) deepest = std::max(deepest, depth_of(each));
  if (value.is(Value::Kind::Map))
    for (const auto& [key, each] : value.as_map()) deepest = std::max(deepest, depth_of(each));
  return deepest + 1;
}

Value remark(const Value& step, std::string_view why) {
  return Value::map(
      {{"id", bounded_comment(step["id"].string_or())}, {"result", step["result"]}, {"comment", why}});
}

}  // namespace

std::string bounded_comment(std::string_view text) {
  return std::string(cut_to_bytes(clean_utf8(text), limits::kSentenceBytesMax));
}

Value bounded_steps(const Value& steps) {
  if (!steps.is(Value::Kind::List)) return Value(ValueList{});
  ValueList kept;
  std::vector<std::size_t> sizes;
  std::size_t total = 2;
  for (const Value& step : steps.as_list()) {
    const bool deep = depth_of(step) > limits::kJsonDepthMax - kDepthAround;
    kept.push_back(deep ? remark(step, "left out: its changes are nested too deeply") : step);
    sizes.push_back(to_json(kept.back()).size() + 1);
    total += sizes.back();
  }
  while (total > limits::kResultBytesMax && !sizes.empty()) {
    const auto largest = std::ranges::max_element(sizes) - sizes.begin();
    Value& step = kept[static_cast<std::size_t>(largest)];
    std::size_t& size = sizes[static_cast<std::size_t>(largest)];
    step = remark(step, "left out: the results of this task are too large");
    total -= size;
    const std::size_t now = to_json(step).size() + 1;
    if (now >= size) return Value(ValueList{});  // nothing but remarks, and still too large
    size = now;
    total += now;
  }
  return Value(std::move(kept));
}

}  // namespace balm::executor
