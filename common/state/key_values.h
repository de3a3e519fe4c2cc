// Lines of the form `key separator value` (file.keyvalue). Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace balm {

struct KeyValues {
  std::vector<std::pair<std::string, std::string>> values;
  std::string separator = "=";
  std::string
      uncomment;  // characters that may stand before a key in a comment; such lines are brought to life
  std::int64_t count = 1;  // lines changed for each key; negative: all
  bool key_ignore_case = false;
  bool value_ignore_case = false;
  bool append_if_not_found = false;
  bool prepend_if_not_found = false;
};

struct KeyValuesEdited {
  std::string text;
  std::size_t changed = 0;
  std::string diff;                  // "- old" and "+ new" lines
  std::vector<std::string> missing;  // keys that no line has and that were not added
};

KeyValuesEdited with_key_values(std::string_view text, const KeyValues& wanted);

}  // namespace balm
