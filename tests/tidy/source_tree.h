// The files of this tree, read once. Only what is ours and belongs to the source: no build folders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source_file.h"

namespace balm::tidy {

const std::vector<SourceFile>& all_sources();

// Paths, relative to the top, of the files with this ending anywhere in the tree, sorted.
std::vector<std::string> files_ending(std::string_view ending);
bool exists_in_tree(const std::string& path);
std::string read_in_tree(const std::string& path);  // empty when there is none
std::string read_in_build(const std::string& path);

// Faults are collected and shown together, so that they are mended in one go.
using Faults = std::vector<std::string>;
std::string listed(const Faults& faults);

// What `rule(file)` finds wrong in all files together.
template <class Rule>
Faults across_the_tree(Rule rule) {
  Faults all;
  for (const SourceFile& file : all_sources())
    for (const std::string& fault : rule(file)) all.push_back(fault);
  return all;
}

}  // namespace balm::tidy
