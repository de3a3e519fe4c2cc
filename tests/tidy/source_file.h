// One C++ file of ours as the rules of the house see it: comments apart from code, texts blanked out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace balm::tidy {

// All views of a file have its length and its line breaks, so that a position means the same place in each.
struct SourceFile {
  std::string path;      // relative to the top of the tree: agent/io/master_link.cpp
  std::string text;      // as it is
  std::string code;      // comments, literals and preprocessor lines replaced by blanks
  std::string comments;  // everything but comments replaced by blanks

  bool is_header() const { return path.ends_with(".h"); }
  bool is_test() const { return path.starts_with("tests/"); }
  bool in_folder(std::string_view name) const;  // is one of the folders in its path called so?
  bool is_pure() const;      // in agent/, master/ or common/, outside io/, and not a main.cpp
  std::string stem() const;  // agent/io/master_link.cpp -> master_link
};

SourceFile make_source(std::string path, std::string text);

struct Include {
  std::string target;  // without the quotes or brackets
  bool ours = false;   // written in quotes
};
std::vector<Include> includes_of(const SourceFile& file);

std::vector<std::string> lines_of(std::string_view text);
int line_at(std::string_view text, std::size_t position);  // counts from 1

// Words of a file or type name, in lower case: "sqlite_store" and "SqliteStore" are both sqlite, store.
std::vector<std::string> words_of(std::string_view name);

}  // namespace balm::tidy
