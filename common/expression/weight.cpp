#include "common/expression/weight.h"

#include <algorithm>

namespace balm::expression {
namespace {

using Kind = Value::Kind;

constexpr std::size_t kBytesPerStep = 64;  // a long text costs one step for so many bytes

}  // namespace

std::size_t weight(const Value& value) {
  if (value.is(Kind::String)) return value.as_string().size() / kBytesPerStep;
  if (value.is(Kind::Bytes)) return value.as_bytes().size() / kBytesPerStep;
  if (value.is(Kind::List)) return value.as_list().size();
  return value.is(Kind::Map) ? value.as_map().size() : 0;
}

std::size_t deep_weight(const Value& value, std::size_t limit) {
  std::size_t sum = weight(value);
  if (value.is(Kind::List)) {
    for (const Value& element : value.as_list()) {
      if (sum > limit) return sum;
      sum += deep_weight(element, limit - sum);
    }
  } else if (value.is(Kind::Map)) {
    for (const auto& [key, element] : value.as_map()) {
      if (sum > limit) return sum;
      sum += weight(key) + deep_weight(element, limit - std::min(sum, limit));
    }
  } else if (value.is(Kind::Optional) && value.as_optional().held) {
    sum += 1 + deep_weight(*value.as_optional().held, limit);
  }
  return sum;
}

}  // namespace balm::expression
