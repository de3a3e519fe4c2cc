// Static types, and which names an expression may use. Types are known as far as Balm knows its own data;
// everything from outside (event.body, replies) is dyn and decided when it runs.
//
//   Schema schema;
//   schema.add("event", Type::record_of("event", {{"host", Type::text()}, {"body", Type::dyn()}}));
//   schema.add("vars", Type::map(Type::text(), Type::dyn()));
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/value.h"

namespace balm::expression {

struct Record;

struct Type {
  // clang-format off
  enum class Kind {
    Dyn, Null, Bool, Int, Uint, Double, String, Bytes, List, Map, Timestamp, Span, Denotation, Optional, Ip, Cidr,
    Record,    // a map with known text keys
    Variable,  // stands for any type, only in signatures of functions
  };
  // clang-format on
  Kind kind = Kind::Dyn;
  std::vector<Type> of;                  // List, Optional: one; Map: key, value
  std::string name;                      // Record: what people call it; Variable: its letter
  std::shared_ptr<const Record> record;  // shared: schemas are copied into every document that is loaded

  static Type dyn() { return {}; }
  static Type boolean() { return {Kind::Bool}; }
  static Type integer() { return {Kind::Int}; }
  static Type number() { return {Kind::Double}; }
  static Type text() { return {Kind::String}; }
  static Type timestamp() { return {Kind::Timestamp}; }
  static Type duration() { return {Kind::Span}; }
  static Type list(Type element) { return {Kind::List, {std::move(element)}}; }
  static Type map(Type key, Type value) { return {Kind::Map, {std::move(key), std::move(value)}}; }
  static Type optional(Type held) { return {Kind::Optional, {std::move(held)}}; }
  // `open`: further fields may exist and are dyn. An unknown field of a closed record is an issue with a
  // guess.
  static Type record_of(std::string name, std::vector<std::pair<std::string, Type>> fields,
                        bool open = false);

  bool is(Kind other) const { return kind == other; }
  bool is_number() const { return is(Kind::Int) || is(Kind::Uint) || is(Kind::Double); }
  bool operator==(const Type& other) const;
};

struct Record {
  std::map<std::string, Type, std::less<>> fields;
  bool open = false;
};

// "list(string)", "map(string, dyn)", "event" ...
std::string to_text(const Type& type);

// The type of a value as far as it can be seen: lists and maps of one kind of elements, else of dyn.
Type type_of(const Value& value);

// One type that covers both: themselves when equal, otherwise dyn.
Type join(const Type& a, const Type& b);

class Schema {
 public:
  Schema();  // knows `now`

  // A name with its type. Names may be dotted; an expression reads the longest that fits.
  Schema& add(std::string name, Type type);
  const Type* find(std::string_view name) const;
  std::vector<std::string> names() const;

 private:
  std::map<std::string, Type, std::less<>> names_;
};

}  // namespace balm::expression
