// Checks as people and programs get to see them (docs/OPERATOR.md): how each stands, where it comes from, and
// what keeps one that is handed down from running.
#pragma once

#include <string>

#include "common/value.h"
#include "master/io/query_table.h"

namespace balm::master::queries {

// The checks of one host; `glob` for their names, `status` a word or empty.
ValueList check_views(const Desk& desk, const Host& host, const std::string& glob, const std::string& status);

// Of all checks that are handed down: which hosts do not have them yet, and what is wrong with which.
struct HandedDown {
  std::size_t checks = 0;
  std::size_t hosts = 0;    // present ones
  std::size_t waiting = 0;  // of them, those that have not taken their newest set
  std::string first_waiting;
  std::size_t faults = 0;
  std::string first_fault;  // "web1 disk: the host's own ..."
};
HandedDown handed_down(const Desk& desk);

}  // namespace balm::master::queries
