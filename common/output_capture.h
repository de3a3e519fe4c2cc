// Keeps the head and the tail of a stream of any length and counts what lies between: a program may print a
// terabyte, the memory it costs is bounded, and both its first and its last words, where the reasons stand,
// are there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/limits.h"

namespace balm {

class OutputCapture {
 public:
  explicit OutputCapture(std::size_t head_bytes = limits::kOutputHeadBytes,
                         std::size_t tail_bytes = limits::kOutputTailBytes)
      : head_bytes_(head_bytes), tail_bytes_(tail_bytes) {}

  void add(std::string_view bytes);

  // Head and tail; where something was left out between them a line says how much. The bytes are as they
  // came.
  std::string text() const;

  std::uint64_t total() const { return total_; }
  std::uint64_t dropped() const;

 private:
  std::size_t tail_size() const;

  std::size_t head_bytes_;
  std::size_t tail_bytes_;
  std::string head_;
  std::string tail_;  // at most twice tail_bytes_, so that forgetting costs nothing on average
  std::uint64_t total_ = 0;
};

}  // namespace balm
