#include "common/error_kind.h"

#include <algorithm>
#include <array>
#include <utility>

namespace balm {
namespace {

constexpr std::array kKinds{std::pair{Error::Kind::Usage, std::string_view("usage")},
                            std::pair{Error::Kind::NotFound, std::string_view("not_found")},
                            std::pair{Error::Kind::Denied, std::string_view("denied")},
                            std::pair{Error::Kind::Unreachable, std::string_view("unreachable")},
                            std::pair{Error::Kind::TimedOut, std::string_view("timed_out")},
                            std::pair{Error::Kind::Refused, std::string_view("refused")},
                            std::pair{Error::Kind::BadData, std::string_view("bad_data")},
                            std::pair{Error::Kind::Io, std::string_view("io")}};

}  // namespace

std::string_view to_text(Error::Kind kind) {
  const auto row = std::ranges::find(kKinds, kind, [](const auto& pair) { return pair.first; });
  BALM_ASSERT(row != kKinds.end());
  return row->second;
}

Error::Kind error_kind_from_text(std::string_view text) {
  const auto row = std::ranges::find(kKinds, text, [](const auto& pair) { return pair.second; });
  return row == kKinds.end() ? Error::Kind::Io : row->first;
}

}  // namespace balm
