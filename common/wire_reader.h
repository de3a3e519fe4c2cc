// The reading half of the mapping (wire_fields.h): a scanned frame (common/json_scan.h) or a Value into
// structs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/labels.h"
#include "common/limits.h"
#include "common/observation.h"
#include "common/value.h"
#include "common/wire_member.h"
#include "common/wire_text.h"

namespace balm::wire {

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
    if constexpr (requires { node.bytes(); })
      if (node.bytes() > kObjectBytesMax<T>) return fault.set("is too large"), false;
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
