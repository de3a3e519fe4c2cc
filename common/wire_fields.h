// Fields: what a mapping in wire_map.h talks to. One mapping serves four directions:
//
//   JsonWriter   struct -> JSON text, written straight into a string (the hot path)
//   ValueWriter  struct -> Value
//   Reader       ValueNode (a Value) or JsonNode (a scanned frame) -> struct
//
// A mapping names each member once: required (always written, must be there), optional (left out when blank:
// empty, zero, false, none), defaulted (always written, may be missing: the struct's own default stays).
// `bound` is the largest number of bytes of a text or of entries of a list or map.
#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "common/json_text.h"
#include "common/labels.h"
#include "common/limits.h"
#include "common/observation.h"
#include "common/value.h"
#include "common/wire_text.h"

namespace balm::wire {

template <class T, class U>
concept Like = std::same_as<std::remove_const_t<T>, U>;

inline constexpr std::size_t kUnbounded = std::numeric_limits<std::size_t>::max();

// Members that are left out of a message when they say nothing.
inline bool blank(bool member) {
  return !member;
}
inline bool blank(double member) {
  return member == 0;
}
inline bool blank(std::int64_t member) {
  return member == 0;
}
inline bool blank(std::uint64_t member) {
  return member == 0;
}
inline bool blank(const Value& member) {
  return member.is_null();
}
inline bool blank(AttemptId member) {
  return !member.incident;
}
inline bool blank(Refusal member) {
  return member == Refusal::None;
}
inline bool blank(TaskOutcome member) {
  return member == TaskOutcome::None;
}
inline bool blank(WallTime member) {
  return member.ms() == 0;
}
template <class Tag>
bool blank(NumberId<Tag> member) {
  return !member;
}
template <class T>
bool blank(const std::optional<T>& member) {
  return !member.has_value();
}
template <class T>
requires requires(const T& member) {
  member.empty();
}
bool blank(const T& member) {
  return member.empty();
}

// ---- writing

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

// ---- reading

// The first thing that was wrong with a message, and where: {"events[3].check", "not a valid name"}.
struct Fault {
  std::string path;
  std::string what;

  bool none() const { return what.empty(); }
  void set(std::string_view reason) {
    if (none()) what = reason;
  }
  void under(std::string_view name) {
    path = path.empty() || path.front() == '[' ? std::string(name) + path : std::string(name) + "." + path;
  }
};

template <class Node>
class Reader {
 public:
  // REQUIRES: node.is_object(); both outlive the reader.
  Reader(const Node& object, Fault& fault) : object_(object), fault_(fault) {}

  template <class T>
  void required(std::string_view name, T& member, std::size_t bound = kUnbounded) {
    if (!fault_.none()) return;
    const auto node = object_.member(name, place_);
    if (!node) return refuse(name, "is missing");
    take(name, *node, member, bound);
  }
  template <class T>
  void optional(std::string_view name, T& member, std::size_t bound = kUnbounded) {
    if (!fault_.none()) return;
    const auto node = object_.member(name, place_);
    if (node && !node->is_null()) take(name, *node, member, bound);
  }
  template <class T>
  void defaulted(std::string_view name, T& member, std::size_t bound = kUnbounded) {
    optional(name, member, bound);
  }
  // A relation the types do not say.
  void expect(bool holds, std::string_view name, std::string_view otherwise) {
    if (fault_.none() && !holds) refuse(name, otherwise);
  }

  // Reads a whole struct; false with `fault` set when it is not one.
  template <class T>
  static bool read_object(const Node& node, T& object, Fault& fault) {
    if (!node.is_object()) return fault.set("is not an object"), false;
    Reader fields(node, fault);
    map(fields, object);
    return fault.none();
  }

 private:
  void refuse(std::string_view name, std::string_view what) {
    fault_.set(what);
    fault_.under(name);
  }

  template <class T>
  void take(std::string_view name, const Node& node, T& member, std::size_t bound) {
    if (!read(node, member, bound)) refuse(name, "has the wrong type");
  }

  // Each: false (or a set fault) when the node does not hold such a thing.
  bool read(const Node& node, bool& v, std::size_t) { return node.boolean(v); }
  bool read(const Node& node, std::int64_t& v, std::size_t) { return node.integer(v); }
  bool read(const Node& node, std::uint64_t& v, std::size_t) { return node.natural(v); }
  bool read(const Node& node, double& v, std::size_t) { return node.number(v); }
  bool read(const Node& node, Value& v, std::size_t) { return node.value(v); }
  bool read(const Node& node, std::string& v, std::size_t bound) {
    if (!node.text(v)) return false;
    if (v.size() > bound) fault_.set("is too long");
    return fault_.none();
  }
  template <class Tag>
  bool read(const Node& node, NumberId<Tag>& v, std::size_t) {
    return node.natural(v.number);
  }
  bool read(const Node& node, WallTime& v, std::size_t) {
    std::int64_t ms = 0;
    return node.integer(ms) && (from_plain(ms, v) || (fault_.set("is out of range"), false));
  }
  template <class T>
  requires requires(std::string_view text, T& v) { from_plain(text, v); }
  bool read(const Node& node, T& v, std::size_t) {
    std::string text;
    return node.text(text) && (from_plain(text, v) || (fault_.set("is not a valid name"), false));
  }
  template <class T>
  bool read(const Node& node, std::optional<T>& v, std::size_t bound) {
    return read(node, v.emplace(), bound);
  }
  template <class T>
  requires requires(Reader& fields, T& v) { map(fields, v); }
  bool read(const Node& node, T& v, std::size_t) { return read_object(node, v, fault_); }
  template <class T>
  bool read(const Node& node, std::vector<T>& v, std::size_t bound) {
    if (!node.is_list()) return false;
    if (node.size() > bound) return fault_.set("has too many entries"), false;
    v.reserve(node.size());
    return node.each_element([&](const Node& element) {
      if (read(element, v.emplace_back(), kUnbounded)) return true;
      fault_.set("has the wrong type");
      fault_.under("[" + std::to_string(v.size() - 1) + "]");
      return false;
    });
  }
  bool read(const Node& node, Labels& v, std::size_t) {
    return read_entries(node, limits::kLabelsMax, [&](std::string key, const Node& entry) {
      return key.size() <= limits::kLabelBytesMax && read(entry, v[std::move(key)], limits::kLabelBytesMax);
    });
  }
  bool read(const Node& node, Metrics& v, std::size_t) {
    return read_entries(node, limits::kPerfdataMax, [&](std::string key, const Node& entry) {
      return key.size() <= limits::kLabelBytesMax && entry.number(v[std::move(key)]);
    });
  }
  bool read(const Node& node, std::map<std::string, std::string>& v, std::size_t) {  // the files of a task
    return read_entries(node, limits::kStateFilesMax, [&](std::string key, const Node& entry) {
      return valid_id(key) && read(entry, v[std::move(key)], limits::kFileBytesMax);
    });
  }

  template <class Use>
  bool read_entries(const Node& node, std::size_t bound, const Use& use) {
    if (!node.is_object()) return false;
    if (node.size() > bound) return fault_.set("has too many entries"), false;
    return node.each_member([&](std::string key, const Node& entry) {
      if (use(std::move(key), entry)) return true;
      fault_.set("has an entry that is wrong or too long");
      return false;
    });
  }

  const Node& object_;
  Fault& fault_;
  std::size_t place_ = 0;  // where the last member was found; members mostly come in the order of the mapping
};

// A node of the free Value tree.
class ValueNode {
 public:
  explicit ValueNode(const Value& value) : value_(&value) {}

  bool is_null() const { return value_->is_null(); }
  bool is_object() const { return value_->is(Value::Kind::Map); }
  bool is_list() const { return value_->is(Value::Kind::List); }
  std::size_t size() const { return is_list() ? value_->as_list().size() : value_->as_map().size(); }

  std::optional<ValueNode> member(std::string_view name, std::size_t&) const {
    const Value* found = value_->find(name);
    return found != nullptr ? std::optional(ValueNode(*found)) : std::nullopt;
  }
  bool boolean(bool& v) const;
  bool integer(std::int64_t& v) const;
  bool natural(std::uint64_t& v) const;
  bool number(double& v) const;
  bool text(std::string& v) const;
  bool value(Value& v) const { return v = *value_, true; }

  template <class Use>
  bool each_element(const Use& use) const {
    for (const Value& element : value_->as_list())
      if (!use(ValueNode(element))) return false;
    return true;
  }
  template <class Use>
  bool each_member(const Use& use) const {
    for (const auto& [key, entry] : value_->as_map())
      if (!key.is(Value::Kind::String) || !use(key.as_string(), ValueNode(entry))) return false;
    return true;
  }

 private:
  const Value* value_;
};

}  // namespace balm::wire
