// The writing half of the mapping (wire_fields.h): structs into JSON text or a Value.
#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/json_text.h"
#include "common/value.h"
#include "common/wire_member.h"
#include "common/wire_text.h"

namespace balm::wire {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  template <class T>
  void required(std::string_view name, const T& member, std::size_t = kUnbounded) {
    out_ += first_ ? '{' : ',';
    first_ = false;
    json::append_string(out_, name);
    out_ += ':';
    write(member);
  }
  template <class T>
  void defaulted(std::string_view name, const T& member, std::size_t = kUnbounded) {
    required(name, member);
  }
  template <class T>
  void optional(std::string_view name, const T& member, std::size_t = kUnbounded) {
    if (!blank(member)) required(name, member);
  }
  void expect(bool, std::string_view, std::string_view) {}

  void close() { out_ += first_ ? "{}" : "}"; }

 private:
  void write(bool v) { out_ += v ? "true" : "false"; }
  void write(std::int64_t v) { json::append_number(out_, v); }
  void write(std::uint64_t v) { json::append_number(out_, v); }
  void write(double v) { json::append_number(out_, v); }
  void write(std::string_view v) { json::append_string(out_, v); }
  void write(const std::string& v) { json::append_string(out_, v); }
  void write(const Value& v) { json::append_value(out_, v); }

  template <class T>
  void write(const std::optional<T>& v) {
    write(*v);
  }
  template <class T>
  void write(const std::vector<T>& v) {
    out_ += '[';
    for (std::size_t i = 0; i < v.size(); ++i) {
      if (i > 0) out_ += ',';
      write(v[i]);
    }
    out_ += ']';
  }
  template <class T, class Less>
  void write(const std::map<std::string, T, Less>& v) {
    bool first = true;
    for (const auto& [key, value] : v) {
      if constexpr (std::same_as<T, double>)
        if (!std::isfinite(value))
          continue;  // JSON has no spelling for it, and one bad number must not stop a batch
      out_ += first ? '{' : ',';
      first = false;
      json::append_string(out_, key);
      out_ += ':';
      write(value);
    }
    out_ += first ? "{}" : "}";
  }
  template <class T>
  requires requires(const T& v) { plain(v); }
  void write(const T& v) { write(plain(v)); }
  template <class T>
  requires requires(JsonWriter& fields, const T& v) { map(fields, v); }
  void write(const T& v) {
    JsonWriter fields(out_);
    map(fields, v);
    fields.close();
  }

  std::string& out_;
  bool first_ = true;
};

template <class T>
void append_json(std::string& out, const T& object) {
  JsonWriter fields(out);
  map(fields, object);
  fields.close();
}

class ValueWriter {
 public:
  template <class T>
  void required(std::string_view name, const T& member, std::size_t = kUnbounded) {
    map_.insert_or_assign(Value(name), make(member));
  }
  template <class T>
  void defaulted(std::string_view name, const T& member, std::size_t = kUnbounded) {
    required(name, member);
  }
  template <class T>
  void optional(std::string_view name, const T& member, std::size_t = kUnbounded) {
    if (!blank(member)) required(name, member);
  }
  void expect(bool, std::string_view, std::string_view) {}

  Value take() { return Value(std::move(map_)); }

  template <class T>
  static Value make(const std::vector<T>& v) {
    ValueList list;
    list.reserve(v.size());
    for (const T& element : v) list.push_back(make(element));
    return Value(std::move(list));
  }
  template <class T>
  static Value make(const std::optional<T>& v) {
    return make(*v);
  }
  template <class T, class Less>
  static Value make(const std::map<std::string, T, Less>& v) {
    ValueMap result;
    for (const auto& [key, value] : v) result.insert_or_assign(Value(key), make(value));
    return Value(std::move(result));
  }
  static Value make(bool v) { return Value(v); }
  static Value make(double v) { return Value(v); }
  static Value make(std::int64_t v) { return Value(v); }
  static Value make(std::uint64_t v) {
    return v > static_cast<std::uint64_t>(INT64_MAX) ? Value::uint(v) : Value(static_cast<std::int64_t>(v));
  }
  static Value make(std::string_view v) { return Value(v); }
  static Value make(const std::string& v) { return Value(v); }
  static Value make(const Value& v) { return v; }
  template <class T>
  requires requires(const T& v) { plain(v); }
  static Value make(const T& v) { return make(plain(v)); }
  template <class T>
  requires requires(ValueWriter& fields, const T& v) { map(fields, v); }
  static Value make(const T& v) {
    ValueWriter fields;
    map(fields, v);
    return fields.take();
  }

 private:
  ValueMap map_;
};

}  // namespace balm::wire
