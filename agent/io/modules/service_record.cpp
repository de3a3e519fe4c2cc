#include "agent/io/modules/service_record.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

#include "agent/io/modules/service_provider.h"
#include "agent/io/process_list.h"
#include "common/hash.h"
#include "common/ids.h"
#include "common/io/file_text.h"
#include "common/value_json.h"

namespace balm::agent::modules {

namespace {

// Whether the process belongs to the run that was recorded. A session or group number can be given to
// strangers once all of the old are gone; then its leader, if it lives, is not the one recorded.
class OfRecord {
 public:
  explicit OfRecord(const ServiceRecord& record) : record_(record) {
    for (const pid_t number : {record.pid, record.session, record.group}) {
      const auto leader = find_process(number);
      if (leader && (number == record.pid ? leader->start_ticks != record.start_ticks
                                          : leader->start_ticks > record.start_ticks))
        strangers_.insert(number);
    }
  }

  bool holds(const ProcessEntry& entry) const {
    if (entry.pid == record_.pid) return entry.start_ticks == record_.start_ticks;
    if (entry.start_ticks < record_.start_ticks) return false;
    const bool session = entry.session == record_.session && !strangers_.contains(record_.session);
    const bool group = entry.group == record_.group && !strangers_.contains(record_.group);
    return session || group;
  }

 private:
  const ServiceRecord& record_;
  std::set<pid_t> strangers_;
};

void add_children(std::vector<ProcessEntry>& found, const std::vector<ProcessEntry>& all) {
  for (std::size_t i = 0; i < found.size(); ++i)
    for (const ProcessEntry& entry : all)
      if (entry.parent == found[i].pid && std::find(found.begin(), found.end(), entry) == found.end())
        found.push_back(entry);
}

}  // namespace

std::string boot_id() {
  std::ifstream stream("/proc/sys/kernel/random/boot_id");
  std::string id;
  stream >> id;
  return id;
}

// Names become file names only when they are plain.
std::string ServiceRecords::path(const std::string& service, const char* suffix) const {
  return folder_ + "/" + (valid_id(service) ? service : "x" + sha256_hex(service).substr(0, 32)) + suffix;
}

std::string ServiceRecords::log_path(const std::string& service) const {
  return path(service, ".log");
}

std::optional<ServiceRecord> ServiceRecords::find(const std::string& service) const {
  auto text = read_file(path(service, ".json"));
  if (!text) return std::nullopt;
  auto value = value_from_json(*text);
  if (!value) return std::nullopt;
  ServiceRecord record;
  record.service = (*value)["service"].string_or();
  record.boot = (*value)["boot"].string_or();
  record.pid = static_cast<pid_t>((*value)["pid"].int_or());
  record.start_ticks = static_cast<std::uint64_t>((*value)["start_ticks"].int_or());
  record.group = static_cast<pid_t>((*value)["group"].int_or());
  record.session = static_cast<pid_t>((*value)["session"].int_or());
  const bool sound = record.pid > 1 && record.group > 1 && record.session > 1 && record.service == service;
  return sound ? std::optional(record) : std::nullopt;
}

Result<void> ServiceRecords::keep(const ServiceRecord& record) const {
  std::error_code fault;
  std::filesystem::create_directories(folder_, fault);
  const Value value = Value::map({{"service", record.service},
                                  {"boot", record.boot},
                                  {"pid", static_cast<std::int64_t>(record.pid)},
                                  {"start_ticks", static_cast<std::int64_t>(record.start_ticks)},
                                  {"group", static_cast<std::int64_t>(record.group)},
                                  {"session", static_cast<std::int64_t>(record.session)}});
  return replace_file(path(record.service, ".json"), to_json(value) + "\n", 0600);
}

void ServiceRecords::forget(const std::string& service) const {
  (void)std::remove(path(service, ".json").c_str());  // one that stays only names processes that are gone
}

std::vector<ProcessEntry> ServiceRecords::processes_of(const std::string& service) const {
  const std::vector<ProcessEntry> all = list_processes();
  const std::vector<pid_t> spared = untouchable_processes();
  std::vector<ProcessEntry> found;
  const auto record = find(service);
  const bool current = record && record->boot == boot_id();
  const std::optional<OfRecord> of_record = current ? std::optional<OfRecord>(*record) : std::nullopt;
  for (const ProcessEntry& entry : all) {
    if (std::find(spared.begin(), spared.end(), entry.pid) != spared.end()) continue;
    if ((of_record && of_record->holds(entry)) || started_with(entry.pid, kServiceVariable) == service)
      found.push_back(entry);
  }
  add_children(found, all);
  return found;
}

std::vector<ProcessEntry> ServiceRecords::all_processes() const {
  std::vector<ProcessEntry> found;
  auto files = list_folder(folder_, {".json"});
  if (!files) return found;
  for (const std::string& file : *files) {
    auto text = read_file(file);
    auto value = text ? value_from_json(*text) : Result<Value>(text.error());
    if (!value) continue;
    for (ProcessEntry& entry : processes_of((*value)["service"].string_or()))
      found.push_back(std::move(entry));
  }
  return found;
}

}  // namespace balm::agent::modules
