// JSON text seen in place, for what is read often: one pass checks the whole document and notes where each
// value stands; values are made only of what is asked for. The one reader of JSON from outside: size
// (limits::kFrameBytesMax), depth (limits::kJsonDepthMax), duplicate members, numbers beyond 64 bit or a
// double, invalid UTF-8, byte order marks and trailing bytes are refused, so that two readers can never see
// two different documents. RFC 8259; a test compares it with nlohmann/json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/limits.h"
#include "common/result.h"
#include "common/value.h"

namespace balm::json {

// One value of a scanned text. Offsets are bytes in it.
struct Mark {
  enum class Kind : std::uint8_t { Null, False, True, Whole, Fraction, Text, List, Map };
  Kind kind = Kind::Null;
  bool escaped = false;     // Text: contains backslashes
  std::uint32_t begin = 0;  // Text: behind the quote
  std::uint32_t end = 0;
  std::uint32_t next = 0;   // mark behind this value and all it contains
  std::uint32_t count = 0;  // List: elements; Map: members
};

class Scan;

// A value inside a Scan, which outlives it.
class Node {
 public:
  bool is_null() const { return mark().kind == Mark::Kind::Null; }
  bool is_object() const { return mark().kind == Mark::Kind::Map; }
  bool is_list() const { return mark().kind == Mark::Kind::List; }
  std::size_t size() const { return mark().count; }
  std::size_t bytes() const { return mark().end - mark().begin; }  // of the text it is written in

  // The member `name` of an object. `place` remembers where the search got to: members that are asked for in
  // the order in which they stand are found at once. Begin with 0.
  std::optional<Node> member(std::string_view name, std::size_t& place) const;

  // Each: false when it is of another kind or out of range.
  bool boolean(bool& v) const;
  bool integer(std::int64_t& v) const;
  bool natural(std::uint64_t& v) const;
  bool number(double& v) const;
  bool text(std::string& v) const;
  bool value(Value& v) const;

  // Both end at the first false of `use`.
  template <class Use>
  bool each_element(const Use& use) const {
    std::uint32_t at = index_ + 1;
    for (std::size_t i = 0; i < size(); ++i, at = mark_at(at).next)
      if (!use(Node(*scan_, at))) return false;
    return true;
  }
  template <class Use>
  bool each_member(const Use& use) const {
    std::uint32_t at = index_ + 1;
    for (std::size_t i = 0; i < size(); ++i, at = mark_at(at + 1).next) {
      std::string name;
      Node(*scan_, at).text(name);
      if (!use(std::move(name), Node(*scan_, at + 1))) return false;
    }
    return true;
  }

 private:
  friend class Scan;
  friend class Scanner;
  Node(const Scan& scan, std::uint32_t index) : scan_(&scan), index_(index) {}
  const Mark& mark() const { return mark_at(index_); }
  const Mark& mark_at(std::uint32_t index) const;
  std::string_view raw() const;

  const Scan* scan_;
  std::uint32_t index_;
};

class Scan {
 public:
  // `text` outlives the scan. Errors: Kind::BadData with what and at which byte.
  static Result<Scan> of(std::string_view text, std::size_t depth_max = limits::kJsonDepthMax);

  Node root() const { return Node(*this, 0); }

 private:
  friend class Node;
  friend class Scanner;

  std::string_view text_;
  std::vector<Mark> marks_;  // a map's members: name, value, name, value ...
};

}  // namespace balm::json
