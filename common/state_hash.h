// The fingerprint of a state: master and executor compute it alike, and the executor refuses a task whose
// files do not have the fingerprint the master decided about.
#pragma once

#include <map>
#include <string>

namespace balm {

// 64 lower-case hex digits: SHA-256 over the files in order of their names, each as
// "<bytes>:<name><bytes>:<text>" with decimal lengths, so that no two sets of files share one input.
std::string state_files_hash(const std::map<std::string, std::string>& files);

}  // namespace balm
