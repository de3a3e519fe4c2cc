// Everything that happened, as a hash that is equal for equal seeds, and as text when somebody wants to read
// it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "common/hash.h"
#include "common/instant.h"
#include "sim/fact.h"

namespace balm::sim {

class Trace {
 public:
  using Reader = std::function<void(const std::string& line)>;

  // `reader` may be empty.
  explicit Trace(Reader reader) : reader_(std::move(reader)) {}

  void add(Duration at, const Fact& fact) {
    const std::string line = std::to_string(at / 1us) + " " + to_text(fact);
    hash_ = stable_hash(line) ^ (hash_ * 0x9E3779B97F4A7C15ull);
    if (reader_) reader_(line);
  }
  std::uint64_t hash() const { return hash_; }

 private:
  Reader reader_;
  std::uint64_t hash_ = 0;
};

}  // namespace balm::sim
