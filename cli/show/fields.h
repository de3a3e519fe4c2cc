// Reading the master's data for people: harmless texts, and fields by path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

// The data with every text made harmless for the screen (safe_line); texts that are read as a whole
// (long_output, comment, doc ...) keep their line breaks; where one line is due, one_line() writes them "\n".
// Everything that lays out pages and tables gets its data through this.
Value harmless(const Value& data, const Screen& screen);

// The field at "maintenance.until_ms"; null when a part of the path is missing.
const Value& field(const Value& row, std::string_view path);

// The list at `path`; empty when there is none.
const ValueList& items(const Value& row, std::string_view path);

std::string one_line(std::string_view text);

// Texts joined by ", "; other values as to_display() writes them.
std::string joined(const ValueList& list, std::string_view between = ", ");

// "role=web dc=fra"
std::string labels_text(const Value& labels);

// "db2:/var", "web3", "-": where an incident, event or check belongs.
std::string place_of(const Value& row);

// "timed out" for "timed_out"
std::string spoken(std::string_view word);

// "#1042" for an incident's number, which is a number or a text in the data.
std::string number_text(const Value& id);

}  // namespace balm::cli
