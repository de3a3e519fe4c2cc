#include "common/nearest.h"

#include <algorithm>
#include <array>
#include <limits>

namespace balm {
namespace {

constexpr std::size_t kLengthMax = 64;
using Row = std::array<std::size_t, kLengthMax + 1>;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  if (a.size() > kLengthMax || b.size() > kLengthMax) return std::numeric_limits<std::size_t>::max();
  Row before{}, above{}, row{};  // the table's rows i-2, i-1 and i
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0u : 1u)});
      const bool swapped =
          i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.size()];
}

std::size_t edits_allowed(std::size_t length) {
  return std::max<std::size_t>(1, length / 3);
}

}  // namespace balm
