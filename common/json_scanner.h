// The pass over a text that makes a Scan (json_scan.h). No recursion: nesting costs a place in a small list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/json_scan.h"

namespace balm::json {

class Scanner {
 public:
  Scanner(Scan& scan, std::size_t depth_max) : scan_(scan), text_(scan.text_), depth_max_(depth_max) {}

  // False: `fault()` at byte `at()`.
  bool run();
  const std::string& fault() const { return fault_; }
  std::size_t at() const { return at_; }

 private:
  // What has to come next.
  enum class Due { Value, FirstElement, FirstName, Name, CommaOrEnd, Nothing };

  bool fail(std::string fault);
  void skip_blanks();
  bool step(Due& due);
  bool value(Due& due);
  bool open(Mark::Kind kind, Due& due);
  bool close(Due& due);
  bool name(Due& due);
  bool comma_or_end(Due& due);
  void put(Mark mark, Due& due);
  bool word(std::string_view word, Mark::Kind kind, Due& due);
  bool number(Due& due);
  bool digits();
  bool fits_double(std::string_view token);
  bool text(Mark& mark);
  bool escape();
  bool hex_unit(unsigned& unit);
  bool names_differ(std::uint32_t map) const;
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Scan& scan_;
  std::string_view text_;
  std::size_t depth_max_;
  std::size_t at_ = 0;
  std::vector<std::uint32_t> open_;  // marks of the lists and maps around this place
  std::string fault_;
};

}  // namespace balm::json
