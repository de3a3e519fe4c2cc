#include "agent/own_checks.h"

#include <utility>

#include "common/document/check_text.h"
#include "common/limits.h"
#include "common/utf8.h"

namespace balm::agent {

void OwnChecks::loaded(std::vector<CheckDocument> checks) {
  checks_ = std::move(checks);
  faults_.clear();
  read_ = true;
  refused_ = false;
}

void OwnChecks::refused(std::string faults) {
  faults_ = std::move(faults);
  refused_ = true;
}

std::optional<CheckFault> OwnChecks::fault() const {
  if (faults_.empty()) return std::nullopt;
  const std::string text = "the host's own files have faults, what was read before goes on: " +
                           faults_.substr(0, faults_.find('\n'));
  return CheckFault{{std::string(kOwnFiles)}, std::string(cut_to_bytes(text, limits::kCheckFaultBytesMax))};
}

}  // namespace balm::agent
