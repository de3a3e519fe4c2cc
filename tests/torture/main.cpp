#include <charconv>
#include <cstdio>
#include <string_view>

#include "tests/torture/torture.h"

namespace {

constexpr const char* kUsage =
    "usage: balm-torture [--seconds N] [--hosts N] [--seed S]\n"
    "  --seconds N  how long programs are killed: 5 to 86400 (600)\n"
    "  --hosts N    agents: 1 to 16 (3)\n"
    "  --seed S     of what is killed and broken, and when (1)\n";

bool number(std::string_view text, std::uint64_t least, std::uint64_t most, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= least && value <= most;
}

}  // namespace

int main(int argc, char** argv) {
  balm::torture::Options options;
  bool good = argc % 2 == 1;
  for (int i = 1; good && i + 1 < argc; i += 2) {
    const std::string_view word = argv[i];
    std::uint64_t value = 0;
    if (word == "--seconds" && number(argv[i + 1], 5, 86'400, value)) {
      options.killing = std::chrono::seconds(value);
    } else if (word == "--hosts" && number(argv[i + 1], 1, 16, value)) {
      options.hosts = value;
    } else if (word == "--seed" && number(argv[i + 1], 0, UINT64_MAX, value)) {
      options.seed = value;
    } else {
      good = false;
    }
  }
  if (good) return balm::torture::torture(options);
  std::fputs(kUsage, stderr);
  return 2;
}
