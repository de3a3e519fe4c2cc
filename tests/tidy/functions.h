// Finds function definitions by their braces. A light reader, right on formatted code like ours, not a C++
// parser: what stands before a brace decides whether it opens a namespace, a type, an initialiser or a
// function.
#pragma once

#include <string>
#include <vector>

#include "tests/tidy/source_file.h"

namespace balm::tidy {

struct Function {
  std::string head;  // everything from the end of the previous declaration to the opening brace, on one line
  int first_line = 0;  // where the head begins
  int lines = 0;       // from there to the closing brace, both counted
  int parameters = 0;
  int depth = 0;  // how deep blocks of several lines are nested inside; 0 when there are none
};

std::vector<Function> functions_of(const SourceFile& file);

}  // namespace balm::tidy
