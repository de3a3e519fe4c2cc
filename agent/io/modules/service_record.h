// What the `command` provider remembers of a service it started, so that a later run finds all of it again:
// the process, its session and group, on which boot. One file each in the service folder.
//
// The environment mark alone is not enough: programs that set their process title (nginx, PostgreSQL)
// overwrite what /proc shows of their environment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/io/process_list.h"
#include "common/result.h"

namespace balm::agent::modules {

struct ServiceRecord {
  std::string service;
  std::string boot;  // kernel boot id: process numbers mean something on one boot only
  pid_t pid = 0;     // of the started process, or of the daemon that it made
  std::uint64_t start_ticks = 0;
  pid_t group = 0;
  pid_t session = 0;
};

class ServiceRecords {
 public:
  explicit ServiceRecords(std::string folder) : folder_(std::move(folder)) {}

  std::optional<ServiceRecord> find(const std::string& service) const;
  Result<void> keep(const ServiceRecord& record) const;
  void forget(const std::string& service) const;

  // Living processes of a service: by its record (of this boot), by the mark in their environment, and their
  // children.
  std::vector<ProcessEntry> processes_of(const std::string& service) const;
  // Those of all recorded services. Whoever cleans up behind a task leaves these alone.
  std::vector<ProcessEntry> all_processes() const;

  // File for what the service prints.
  std::string log_path(const std::string& service) const;

 private:
  std::string path(const std::string& service, const char* suffix) const;
  std::string folder_;
};

std::string boot_id();

}  // namespace balm::agent::modules
