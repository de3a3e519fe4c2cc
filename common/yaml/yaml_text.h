// The text of one YAML file as it was read, with its lines: turns byte offsets into places people can look
// up.
//
// Columns count characters (code points), not bytes, so that a caret stands under its character. Immutable.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/issue.h"

namespace balm {

class YamlText {
 public:
  // `source` is the file's name as its author knows it. A byte order mark is dropped and CRLF becomes LF.
  YamlText(std::string_view source, std::string_view text);

  const std::string& source() const { return source_; }
  std::string_view text() const { return text_; }

  // Line numbers count from 1; the answer has no line end and is empty outside the text.
  std::string_view line(int number) const;
  int line_of(std::size_t offset) const;
  std::size_t line_start(std::size_t offset) const;
  // Offset of the line's end: of its '\n', or of the end of the text.
  std::size_t line_end(std::size_t offset) const;

  // The line of `offset` and all that is indented deeper, with comments and blank lines between: one entry as
  // it was written.
  std::string block_at(std::size_t offset) const;

  // The place of [begin, end); an end on a later line is cut to the end of the first.
  Place place(std::size_t begin, std::size_t end) const;
  // The line as it may be printed: what a terminal would obey is replaced by '?'; empty when the column is
  // far right.
  std::string excerpt(const Place& place) const;

  // An issue at [begin, end) with its excerpt.
  Issue error(std::string_view code, std::string message, std::size_t begin, std::size_t end) const;

 private:
  std::string source_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
};

}  // namespace balm
