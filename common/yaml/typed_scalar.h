// One scalar of a file read as what its field is: the field decides the type, never the look of the text.
//
// Each function answers nothing and reports an issue (E2xx, docs/ERRORS.md) when the value is not exactly
// what is due. Ranges are inclusive.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/instant.h"
#include "common/issue.h"
#include "common/selector.h"
#include "common/yaml/yaml_node.h"

namespace balm {

template <class T>
struct Range {
  T min;
  T max;
};

// The strict decimal forms, without a range: "0", "-7"; with at most one point: "85.5".
std::optional<std::int64_t> whole_from(std::string_view text);
std::optional<double> number_from(std::string_view text);

// Any text, also an empty one in quotes; not a list, map or nothing.
std::optional<std::string> read_text(const YamlNode& node, Issues& issues);
// Text with at least one character.
std::optional<std::string> read_filled_text(const YamlNode& node, Issues& issues);
// Exactly `true` or `false`, without quotes.
std::optional<bool> read_flag(const YamlNode& node, Issues& issues);
// Decimal digits with at most a minus sign, without quotes: no octal, hex, exponent, underscore or leading
// zero.
std::optional<std::int64_t> read_whole(const YamlNode& node, Range<std::int64_t> range, Issues& issues);
// As read_whole, with at most one decimal point.
std::optional<double> read_number(const YamlNode& node, Range<double> range, Issues& issues);
// "90s", "2h30m": duration_text.h. A range that starts above 0 refuses "0s".
std::optional<Duration> read_duration(const YamlNode& node, Range<Duration> range, Issues& issues);
// "64M": size_text.h.
std::optional<std::uint64_t> read_size(const YamlNode& node, Range<std::uint64_t> range, Issues& issues);
// "20%" as 20.
std::optional<double> read_percent(const YamlNode& node, Issues& issues);
// A name that obeys valid_id().
std::optional<std::string> read_id(const YamlNode& node, Issues& issues);
// One text, or a list of them; each filled.
std::optional<std::vector<std::string>> read_texts(const YamlNode& node, Issues& issues);
// Only a list; each text filled.
std::optional<std::vector<std::string>> read_text_list(const YamlNode& node, Issues& issues);
// "role=web": selector.h.
std::optional<Selector> read_selector(const YamlNode& node, Issues& issues);

}  // namespace balm
