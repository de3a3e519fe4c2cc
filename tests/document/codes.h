// What tests of documents say about issues: their codes and lines, shortly.
#pragma once

#include <string>

#include "common/issue.h"

namespace balm {

// "E202:3 W228:5": code and line of each issue, in order.
inline std::string codes(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues)
    text += (text.empty() ? "" : " ") + issue.code + ":" + std::to_string(issue.place.line);
  return text;
}

}  // namespace balm
