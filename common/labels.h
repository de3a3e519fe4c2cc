// Labels of a host or event: sorted key -> value, so that equal sets have one spelling.
#pragma once

#include <map>
#include <string>

namespace balm {

using Labels = std::map<std::string, std::string, std::less<>>;

}  // namespace balm
