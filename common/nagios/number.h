// Decimal numbers as plugins print them: "12", "-0.5", "23.", ".42", "1.1e-5". No infinities, no NaN, no hex,
// no commas.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace balm::nagios {

struct LeadingNumber {
  double value = 0;
  std::size_t size = 0;  // characters it takes
};

// The number `text` begins with; nothing when there is none or a double cannot hold it.
std::optional<LeadingNumber> leading_number(std::string_view text);

// The number that is the whole of `text`.
std::optional<double> whole_number(std::string_view text);

}  // namespace balm::nagios
