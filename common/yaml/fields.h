// Reads the fields of one map: every key is asked for once with its type and default, and what nobody asked
// for is reported with the nearest known name, so that a mistyped key is never silently ignored.
//
//   Fields fields(node, "rule `nginx-down`", issues);
//   rule.enabled = fields.flag("enabled", true);
//   rule.guard.cooldown = fields.duration("cooldown", 2min, {0s, 24h});
//   fields.finish();
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/issue.h"
#include "common/labels.h"
#include "common/yaml/typed_scalar.h"
#include "common/yaml/yaml_node.h"

namespace balm {

class Fields {
 public:
  // `what` names the map in messages: "rule `nginx-down`". `key` is where the map's own name stands, for
  // faults of the map as a whole. Reports E201 when `node` is no map; then every getter answers its default
  // and no key counts as missing. All three references must live as long as this object.
  Fields(const YamlNode& node, std::string what, Issues& issues, const YamlNode* key = nullptr);

  bool is_map() const { return node_.is_map(); }
  Issues& issues() { return issues_; }
  const std::string& what() const { return what_; }

  // The value of `key`; nullptr when it is not there. Marks the key as known, as every getter does.
  const YamlNode* find(std::string_view key);
  // The same, reported as missing (E203) when it is not there.
  const YamlNode* require(std::string_view key);

  // --- with a default for when the key is not there (or wrong, which is reported)
  std::string text(std::string_view key, std::string_view fallback = "");
  bool flag(std::string_view key, bool fallback);
  std::int64_t whole(std::string_view key, std::int64_t fallback, Range<std::int64_t> range);
  double number(std::string_view key, double fallback, Range<double> range);
  Duration duration(std::string_view key, Duration fallback, Range<Duration> range);
  std::uint64_t size(std::string_view key, std::uint64_t fallback, Range<std::uint64_t> range);
  std::string id(std::string_view key, std::string_view fallback = "");
  std::vector<std::string> texts(std::string_view key);      // one text or a list
  std::vector<std::string> text_list(std::string_view key);  // only a list
  std::optional<Selector> selector(std::string_view key);
  Labels labels(std::string_view key);  // map of names to texts
  // One of `words`: its index.
  std::size_t choice(std::string_view key, std::size_t fallback, const std::vector<std::string_view>& words);

  // --- that must be there
  std::string required_text(std::string_view key);
  std::string required_id(std::string_view key);

  // Keys that are designed but not built: E223 instead of doing something else than what is written.
  void not_yet(std::initializer_list<std::string_view> keys);
  // Keys that exclude each other: E224 at the second.
  void at_most_one_of(std::string_view first, std::string_view second);

  // A fault of the map as a whole.
  void report(std::string_view code, std::string message, std::string guess = "");

  // Reports keys nobody asked for (E202). Call once, at the end.
  void finish();

 private:
  template <class T, class Read>
  T value_or(std::string_view key, T fallback, Read read);

  const YamlNode& node_;
  std::string what_;
  Issues& issues_;
  const YamlNode* key_;
  std::vector<std::string> known_;
};

}  // namespace balm
