#include "tests/fuzz/mutation.h"

#include <array>

namespace balm::fuzz {
namespace {

using namespace std::string_view_literals;

// What readers trip over: ends of buffers and numbers, quotes, brackets, escapes, bytes that are no text.
constexpr std::array kAwkward{"\0"sv,
                              "\xFF"sv,
                              "\xE2\x80\xAE"sv,
                              "\xF4\x90\x80\x80"sv,
                              "\r\n"sv,
                              "\n"sv,
                              "\t"sv,
                              "\""sv,
                              "'"sv,
                              "\\"sv,
                              "{{"sv,
                              "}}"sv,
                              "{"sv,
                              "["sv,
                              "]"sv,
                              ": "sv,
                              "- "sv,
                              "#"sv,
                              "|"sv,
                              "%"sv,
                              "0"sv,
                              "-1"sv,
                              "1e999"sv,
                              "NaN"sv,
                              "\\u0000"sv,
                              "\\ud800"sv,
                              "&a"sv,
                              "*a"sv,
                              "!!x"sv,
                              "<<"sv,
                              "..."sv,
                              "---"sv,
                              "null"sv,
                              "true"sv,
                              "*"sv,
                              "9223372036854775808"sv};

std::size_t at_in(const std::string& text, Random& random) {
  return text.empty() ? 0 : random.below(text.size());
}

void insert_awkward(std::string& text, Random& random) {
  text.insert(at_in(text, random), kAwkward[random.below(kAwkward.size())]);
}

void change_once(std::string& text, const std::vector<std::string>& seeds, Random& random) {
  const std::size_t at = at_in(text, random);
  const std::string& other = seeds[random.below(seeds.size())];
  switch (random.below(7)) {
    case 0:
      if (!text.empty()) text[at] = static_cast<char>(random.below(256));
      return;
    case 1:
      if (!text.empty())
        text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1u << random.below(8)));
      return;
    case 2:
      text.erase(at, 1 + random.below(16));
      return;
    case 3:
      text.resize(at);
      return;
    case 4:  // a piece of itself or of another
      text.insert(at, other.substr(at_in(other, random), random.below(40)));
      return;
    default:
      insert_awkward(text, random);
  }
}

}  // namespace

std::string mutated(std::string text, const std::vector<std::string>& seeds, Random& random) {
  for (std::uint64_t changes = 1 + random.below(8); changes > 0; --changes) change_once(text, seeds, random);
  return text;
}

}  // namespace balm::fuzz
