// Reads the text of a selector (grammar: selector.h) into its terms, collecting every fault with its place.
#pragma once

#include <string>
#include <string_view>

#include "common/selector.h"

namespace balm {

class SelectorReader {
 public:
  SelectorReader(std::string_view text, const Place& origin) : text_(text), origin_(origin) {}

  Parsed<Selector> read(Selector::EmptyText empty);

 private:
  using Term = Selector::Term;
  // A part of text_, so that faults know their place.
  struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  void read_terms(Part all);
  void read_term(Part part);
  void read_condition(Term& term, Part key, Part rest);
  void read_list(Term& term, Part list);
  void read_value(Term& term, Part value);
  void check_name(Part value);
  void check_contradiction(const Term& term);
  void fault(Part part, const char* code, std::string message, std::string guess = "");

  std::string_view of(Part part) const { return text_.substr(part.begin, part.end - part.begin); }
  Part trimmed(Part part) const;
  Part word_at(std::size_t begin, std::size_t end) const;

  std::string_view text_;
  const Place& origin_;
  Parsed<Selector> parsed_;
};

}  // namespace balm
