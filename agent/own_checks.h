// The checks of the host's own files, and what is wrong with those.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/document/check_document.h"
#include "common/message.h"

namespace balm::agent {

class OwnChecks {
 public:
  // `refused`: the last process ended with files it could not read.
  explicit OwnChecks(bool refused) : refused_(refused) {}

  void loaded(std::vector<CheckDocument> checks);
  // The files have these faults; what was read before stays.
  void refused(std::string faults);

  // Also those that are not meant for this host.
  const std::vector<CheckDocument>& checks() const { return checks_; }
  bool were_read() const { return read_; }       // by this process
  bool are_refused() const { return refused_; }  // the last word on them
  // For people who look at the checks of this host.
  std::optional<CheckFault> fault() const;

 private:
  std::vector<CheckDocument> checks_;
  std::string faults_;
  bool read_ = false;
  bool refused_;
};

}  // namespace balm::agent
