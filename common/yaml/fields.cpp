#include "common/yaml/fields.h"

#include <algorithm>

#include "common/limits.h"
#include "common/nearest.h"

namespace balm {

Fields::Fields(const YamlNode& node, std::string what, Issues& issues, const YamlNode* key)
    : node_(node), what_(std::move(what)), issues_(issues), key_(key) {
  if (!node_.is_map())
    report("E201", what_ + " is a map of keys and values, not " + std::string(kind_name(node_)));
}

void Fields::report(std::string_view code, std::string message, std::string guess) {
  const YamlNode& at = key_ != nullptr ? *key_ : node_;
  issues_.push_back(at.error(code, std::move(message), std::move(guess)));
}

const YamlNode* Fields::find(std::string_view key) {
  known_.emplace_back(key);
  return node_.find(key);
}

const YamlNode* Fields::require(std::string_view key) {
  const YamlNode* node = find(key);
  if (node == nullptr && node_.is_map()) report("E203", what_ + " needs `" + std::string(key) + "`");
  return node;
}

template <class T, class Read>
T Fields::value_or(std::string_view key, T fallback, Read read) {
  const YamlNode* node = find(key);
  if (node == nullptr) return fallback;
  std::optional<T> value = read(*node);
  return value ? std::move(*value) : std::move(fallback);
}

std::string Fields::text(std::string_view key, std::string_view fallback) {
  return value_or(key, std::string(fallback),
                  [&](const YamlNode& node) { return read_filled_text(node, issues_); });
}

bool Fields::flag(std::string_view key, bool fallback) {
  return value_or(key, fallback, [&](const YamlNode& node) { return read_flag(node, issues_); });
}

std::int64_t Fields::whole(std::string_view key, std::int64_t fallback, Range<std::int64_t> range) {
  return value_or(key, fallback, [&](const YamlNode& node) { return read_whole(node, range, issues_); });
}

double Fields::number(std::string_view key, double fallback, Range<double> range) {
  return value_or(key, fallback, [&](const YamlNode& node) { return read_number(node, range, issues_); });
}

Duration Fields::duration(std::string_view key, Duration fallback, Range<Duration> range) {
  return value_or(key, fallback, [&](const YamlNode& node) { return read_duration(node, range, issues_); });
}

std::uint64_t Fields::size(std::string_view key, std::uint64_t fallback, Range<std::uint64_t> range) {
  return value_or(key, fallback, [&](const YamlNode& node) { return read_size(node, range, issues_); });
}

std::string Fields::id(std::string_view key, std::string_view fallback) {
  return value_or(key, std::string(fallback), [&](const YamlNode& node) { return read_id(node, issues_); });
}

std::vector<std::string> Fields::texts(std::string_view key) {
  return value_or(key, std::vector<std::string>{},
                  [&](const YamlNode& node) { return read_texts(node, issues_); });
}

std::vector<std::string> Fields::text_list(std::string_view key) {
  return value_or(key, std::vector<std::string>{},
                  [&](const YamlNode& node) { return read_text_list(node, issues_); });
}

std::optional<Selector> Fields::selector(std::string_view key) {
  const YamlNode* node = find(key);
  return node == nullptr ? std::nullopt : read_selector(*node, issues_);
}

Labels Fields::labels(std::string_view key) {
  Labels labels;
  const YamlNode* node = find(key);
  if (node == nullptr) return labels;
  if (!node->is_map())
    issues_.push_back(node->error("E201", "`" + std::string(key) + "` is a map of names to texts, not " +
                                              std::string(kind_name(*node))));
  if (node->entries.size() > limits::kLabelsMax)
    issues_.push_back(node->error("E225", "there may be " + std::to_string(limits::kLabelsMax) + " labels"));
  for (const YamlEntry& entry : node->entries) {
    const std::optional<std::string> name = read_id(entry.key, issues_);
    const std::optional<std::string> value = read_text(entry.value, issues_);
    if (value && value->size() > limits::kLabelBytesMax)
      issues_.push_back(entry.value.error(
          "E225", "a label is at most " + std::to_string(limits::kLabelBytesMax) + " bytes"));
    if (name && value) labels.emplace(*name, *value);
  }
  return labels;
}

std::size_t Fields::choice(std::string_view key, std::size_t fallback,
                           const std::vector<std::string_view>& words) {
  const YamlNode* node = find(key);
  const std::optional<std::string> word = node == nullptr ? std::nullopt : read_filled_text(*node, issues_);
  if (!word) return fallback;
  const auto found = std::find(words.begin(), words.end(), *word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string all;
  for (const std::string_view one : words) all += (all.empty() ? "" : ", ") + std::string(one);
  issues_.push_back(node->error("E213", "`" + *word + "` is not one of: " + all, did_you_mean(*word, words)));
  return fallback;
}

std::string Fields::required_text(std::string_view key) {
  return require(key) == nullptr ? std::string() : text(key);
}

std::string Fields::required_id(std::string_view key) {
  return require(key) == nullptr ? std::string() : id(key);
}

void Fields::not_yet(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    if (find(key) == nullptr) continue;
    for (const YamlEntry& entry : node_.entries)
      if (entry.key.text == key)
        issues_.push_back(entry.key.error("E223", "`" + std::string(key) + "` is not supported yet",
                                          "leave it out; it would not do what it says"));
  }
}

void Fields::at_most_one_of(std::string_view first, std::string_view second) {
  if (node_.find(first) == nullptr) return;
  for (const YamlEntry& entry : node_.entries)
    if (entry.key.text == second)
      issues_.push_back(entry.key.error(
          "E224", "`" + std::string(first) + "` and `" + std::string(second) + "` exclude each other"));
}

void Fields::finish() {
  for (const YamlEntry& entry : node_.entries) {
    const std::string& key = entry.key.text;
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    issues_.push_back(
        entry.key.error("E202", what_ + " has no key `" + key + "`", did_you_mean(key, known_)));
  }
}

}  // namespace balm
