// A regular expression in RE2's syntax: linear time in the text, whatever the pattern. Bounded by
// limits::kPatternBytesMax.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace balm::expression {

class Pattern {
 public:
  explicit Pattern(std::string_view text);
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  // What is wrong with the pattern; empty when it can be used.
  const std::string& error() const { return error_; }
  // REQUIRES: error() is empty. Any number of threads may ask at once.
  bool found_in(std::string_view text) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
  std::string error_;
};

}  // namespace balm::expression
