// The checks the master handed down, on disk: one JSON file, replaced in one step and synced, so that they
// run on when the host restarts while the master is away.
#pragma once

#include <string>

#include "common/message.h"
#include "common/result.h"

namespace balm::agent {

class CheckSetStore {
 public:
  explicit CheckSetStore(std::string path) : path_(std::move(path)) {}

  // A missing file is an empty set. Errors: BadData (damaged), Denied, Io.
  Result<CheckSet> load() const;
  Result<void> keep(const CheckSet& set) const;

 private:
  std::string path_;
};

}  // namespace balm::agent
