// An Issue is one fault in a file that people write (rules, checks, states, configuration), with its place.
// Readers collect all issues of all files before they answer, so that an author mends everything in one go.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace balm {

// Where something stands in a text. Lines and columns count from 1; 0 means unknown. `end_column` is
// exclusive and on the same line; equal to `column` when only a point is known.
struct Place {
  std::string source;  // file name as the author knows it, e.g. rules.d/nginx.yaml
  int line = 0;
  int column = 0;
  int end_column = 0;

  bool operator==(const Place&) const = default;
};

struct Issue {
  enum class Severity { Error, Warning };
  Severity severity = Severity::Error;
  std::string code;     // stable, e.g. E210; the table is in docs/ERRORS.md
  std::string message;  // what is wrong, without the place
  std::string guess;    // optional: "did you mean `verify`?" or another way out
  Place place;
  std::string excerpt;  // the source line, for the caret; may be empty

  bool is_error() const { return severity == Severity::Error; }
  bool operator==(const Issue&) const = default;
};

using Issues = std::vector<Issue>;

inline bool has_errors(const Issues& issues) {
  for (const Issue& issue : issues)
    if (issue.is_error()) return true;
  return false;
}

// A value and everything wrong with the text it came from. Use the value only if ok().
template <class T>
struct Parsed {
  T value{};
  Issues issues;

  bool ok() const { return !has_errors(issues); }
};

// "rules.d/disk.yaml:9:21: error E304: no function \"durration\"" + excerpt + caret + guess; several lines,
// each ended.
std::string render(const Issue& issue);
std::string render(const Issues& issues);

}  // namespace balm
