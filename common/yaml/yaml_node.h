// One value of a YAML file with its place: what every reader of checks, rules, states and configuration works
// on.
//
// Kinds are decided by shape alone: every scalar is text, and only the field that reads it gives it a type
// (no Norway problem, no octal, no base 60). Null is a missing value, `~` or an unquoted `null`.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/issue.h"
#include "common/yaml/yaml_text.h"

namespace balm {

struct YamlEntry;

struct YamlNode {
  enum class Kind { Null, Scalar, Sequence, Map };
  enum class Style { Plain, SingleQuoted, DoubleQuoted, Literal, Folded, Block, Flow };

  // From `text_offset` on, the text stands byte for byte at `source_offset` of the file, up to the next run.
  struct Run {
    std::size_t text_offset = 0;
    std::size_t source_offset = 0;
  };

  Kind kind = Kind::Null;
  Style style = Style::Plain;
  std::string text;                // Scalar: after folding and unescaping. Null: as written ("", "~", "null")
  std::vector<YamlNode> items;     // Sequence
  std::vector<YamlEntry> entries;  // Map, in the order of the file; keys are scalars and distinct

  std::size_t begin = 0;  // offsets in origin->text(); the opening quote, bracket or block sign included
  std::size_t end =
      0;  // of scalars and nulls; equal to begin + 1 for flow lists and maps, begin for block ones
  std::vector<Run> runs;         // Scalar; at least one unless the text is empty
  bool comment_follows = false;  // a `# comment` stands behind the value on its line

  // Shared by all nodes of a file, so that any of them can show its line when it turns out wrong much later.
  std::shared_ptr<const YamlText> origin;

  bool is_null() const { return kind == Kind::Null; }
  bool is_scalar() const { return kind == Kind::Scalar; }
  bool is_sequence() const { return kind == Kind::Sequence; }
  bool is_map() const { return kind == Kind::Map; }
  bool is_quoted() const { return style == Style::SingleQuoted || style == Style::DoubleQuoted; }
  bool is_block_text() const { return style == Style::Literal || style == Style::Folded; }

  // The value of `key` in a map; nullptr when this is no map or has none.
  const YamlNode* find(std::string_view key) const;

  Place place() const;
  // Where the byte `text_offset` of the text stands in the file, over `length` bytes: exact in plain, quoted,
  // folded and literal texts alike.
  Place place_at(std::size_t text_offset, std::size_t length = 0) const;

  // A fault at this node, with place and excerpt. `code` is listed in docs/ERRORS.md.
  Issue error(std::string_view code, std::string message, std::string guess = "") const;
  Issue error_at(const Place& at, std::string_view code, std::string message) const;
};

struct YamlEntry {
  YamlNode key;
  YamlNode value;
};

// "a list", "a map", "nothing", "text": for messages.
std::string_view kind_name(const YamlNode& node);

// Moves issues found while reading `node.text` as a language of its own (lines and columns from 1 within the
// text, columns in bytes) to where that text stands in the file.
void relocate(Issues& issues, const YamlNode& node);

}  // namespace balm
