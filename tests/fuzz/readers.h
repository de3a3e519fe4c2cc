// The readers under fire, each with texts it takes and a judge of its answers.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace balm::fuzz {

enum class Answer {
  Taken,
  Refused,
  Broken  // a fault without a reason, or a value that does not keep what the reader promises
};

struct Reader {
  std::string name;
  std::vector<std::string> seeds;
  std::function<Answer(const std::string&)> read;
  std::uint64_t rounds = 2'000;  // less than a second in a debug build
};

inline std::ostream& operator<<(std::ostream& out, const Reader& reader) {
  return out << reader.name;
}

std::vector<Reader> all_readers();

}  // namespace balm::fuzz
