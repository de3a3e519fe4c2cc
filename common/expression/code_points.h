// Texts as sequences of code points. REQUIRES everywhere: valid UTF-8, as all texts of expressions are; other
// bytes count as one code point each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace balm::expression {

std::size_t count_code_points(std::string_view text);

// Where each code point begins, and at last the size of the text.
std::vector<std::size_t> code_point_starts(std::string_view text);

}  // namespace balm::expression
