// The picture of the checks' standings on disk (agent/saved_checks.h): one file, replaced in one step, a JSON
// object a line: first the place in the spool and how many standings follow, then each of them. It may be
// missing or unreadable without harm: then everything is seen anew.
#pragma once

#include <string>

#include "agent/saved_checks.h"
#include "common/result.h"

namespace balm::agent {

class AgentStore {
 public:
  explicit AgentStore(std::string path) : path_(std::move(path)) {}

  // Errors: NotFound, BadData, Denied, Io.
  Result<SavedChecks> load() const;
  Result<void> keep(const SavedChecks& checks) const;

 private:
  std::string path_;
};

// The file's text. Errors: BadData, also when a part of it is missing.
std::string to_text(const SavedChecks& checks);
Result<SavedChecks> saved_checks_from_text(std::string_view text);

}  // namespace balm::agent
