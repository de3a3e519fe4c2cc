#include "common/size_text.h"

#include <charconv>
#include <limits>

namespace balm {
namespace {

constexpr std::string_view kUnits = "kMGTPE";  // each 1024 times the one before

Error wrong(std::string_view text, const std::string& why) {
  return {Error::Kind::Usage, "`" + std::string(text) + "` is no size: " + why,
          "write it like 500M, 64k, 1G, or a plain number of bytes"};
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The power of 1024 a unit stands for; -1 for no unit at all. `unit` may be "", "B", "k", "KB", "KiB" ...
int power_of(std::string_view unit) {
  if (unit.empty() || unit == "B" || unit == "b") return 0;
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    if (lower(unit[0]) != lower(kUnits[i])) continue;
    const std::string_view rest = unit.substr(1);
    if (rest.empty() || rest == "B" || rest == "b" || rest == "iB" || rest == "ib" || rest == "i")
      return static_cast<int>(i) + 1;
  }
  return -1;
}

}  // namespace

Result<std::uint64_t> size_from_text(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec == std::errc::result_out_of_range) return wrong(text, "it is too large");
  if (read.ec != std::errc{})
    return wrong(text, text.empty() ? "it is empty" : "it must begin with a number");
  const std::string_view unit = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
  if (!unit.empty() && unit.front() == '.') return wrong(text, "use a whole number and a smaller unit");
  const int power = power_of(unit);
  if (power < 0) return wrong(text, "no unit `" + std::string(unit) + "` (there are k, M, G, T, P, E)");
  for (int i = 0; i < power; ++i) {
    if (number > std::numeric_limits<std::uint64_t>::max() / 1024) return wrong(text, "it is too large");
    number *= 1024;
  }
  return number;
}

Result<double> percent_from_text(std::string_view text) {
  const Error error{Error::Kind::Usage, "`" + std::string(text) + "` is no share: from 0% to 100%",
                    "write it like 20%"};
  if (text.size() < 2 || text.back() != '%' || text.front() < '0' || text.front() > '9') return error;
  double share = 0;
  const char* const end = text.data() + text.size() - 1;
  const auto read = std::from_chars(text.data(), end, share, std::chars_format::fixed);
  if (read.ec != std::errc{} || read.ptr != end || !(share >= 0 && share <= 100)) return error;
  return share;
}

std::string size_text(std::uint64_t bytes) {
  std::size_t power = 0;
  while (bytes != 0 && bytes % 1024 == 0 && power < kUnits.size()) {
    bytes /= 1024;
    ++power;
  }
  std::string text = std::to_string(bytes);
  if (power > 0) text += kUnits[power - 1];
  return text;
}

std::string size_for_people(std::uint64_t bytes) {
  std::uint64_t scale = 1;
  std::size_t power = 0;
  while (power < kUnits.size() && bytes / scale >= 1024) {
    scale *= 1024;
    ++power;
  }
  const std::uint64_t whole = bytes / scale;
  std::string text = std::to_string(whole);
  // Below ten a tenth still says something: 1.5k, but 20G.
  const std::uint64_t tenth = (bytes % scale) * 10 / scale;
  if (whole < 10 && tenth != 0) text += "." + std::to_string(tenth);
  if (power > 0) text += kUnits[power - 1];
  return text;
}

}  // namespace balm
