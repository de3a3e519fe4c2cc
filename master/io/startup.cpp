#include "master/io/startup.h"

#include <array>
#include <cstring>

#include <fcntl.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/io/file_text.h"
#include "common/io/state_folder.h"
#include "common/io/system_clock.h"
#include "common/value_json.h"
#include "master/io/read_ahead.h"

namespace balm::master {
namespace {

std::string random_hex(std::size_t bytes) {
  std::string raw(bytes, '\0');
  const ssize_t got = ::getrandom(raw.data(), raw.size(), 0);
  BALM_ASSERT(got == static_cast<ssize_t>(raw.size()));
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : raw) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

Result<std::string> cluster_of(Store& store) {
  auto cluster = store.meta("cluster");
  if (!cluster || !cluster->empty()) return cluster;
  const std::string fresh = random_hex(16);
  if (auto kept = store.set_meta("cluster", fresh); !kept) return kept.error();
  return fresh;
}

// Durable before anything is sent under it.
Result<std::uint64_t> next_epoch(Store& store) {
  const auto last = store.meta("epoch");
  if (!last) return last.error();
  const std::uint64_t epoch = (last->empty() ? 0 : std::stoull(*last)) + 1;
  if (auto kept = store.set_meta("epoch", std::to_string(epoch)); !kept) return kept.error();
  return epoch;
}

// The configurations that open incidents are bound to: mostly the running one, the others are built again
// from their stored texts.
Result<void> rebuild_bound(Store& store, Recovered& recovered, const ConfigurationPtr& running,
                           const ZoneSource* zones) {
  if (running) recovered.configurations.emplace(running->revision, running);
  for (const IncidentRow& incident : recovered.incidents) {
    if (recovered.configurations.contains(incident.revision)) continue;
    const auto texts = store.revision(incident.revision);
    if (!texts) return texts.error();
    if (texts->empty()) continue;
    Parsed<ConfigurationPtr> built = build_reading_ahead(from_stored(*texts), zones);
    if (built.ok()) recovered.configurations.emplace(incident.revision, built.value);
  }
  return {};
}

Result<ConfigurationPtr> last_good(Store& store, const ZoneSource* zones) {
  const auto revision = store.newest_revision();
  if (!revision) return revision.error();
  if (revision->empty()) return ConfigurationPtr();
  const auto texts = store.revision(*revision);
  if (!texts) return texts.error();
  Parsed<ConfigurationPtr> built = build_reading_ahead(from_stored(*texts), zones);
  return built.ok() ? built.value : ConfigurationPtr();
}

Result<void> load_configuration(const MasterConfig& config, const ZoneSource* zones, Prepared& prepared) {
  ConfigFolder folder(config);
  const auto text = folder.read();
  if (text) {
    Parsed<ConfigurationPtr> built = build_reading_ahead(*text, zones);
    if (built.ok()) {
      prepared.configuration = built.value;
      return prepared.store->keep_revision(built.value->revision, system_now().wall, built.value->texts);
    }
    for (const Issue& issue : built.issues)
      if (issue.is_error()) prepared.configuration_issues.push_back(render(issue));
  } else {
    prepared.configuration_issues.push_back(text.error().message);
  }
  const auto old = last_good(*prepared.store, zones);
  if (!old) return old.error();
  prepared.configuration = *old;
  if (prepared.configuration) return {};
  std::string all;
  for (const std::string& issue : prepared.configuration_issues) all += "\n" + issue;
  return Error{Error::Kind::BadData,
               "the configuration has faults, and there is no earlier good one to run" + all,
               "balm config validate"};
}

KeyRow operator_row(const KeyPair& keys, WallTime now) {
  KeyRow row;
  row.public_key = keys.public_key;
  row.fingerprint = fingerprint(keys.public_key);
  row.role = KeyRole::Operator;
  row.state = KeyState::Accepted;
  row.name = "local";
  row.first = row.seen = now;
  return row;
}

// There is one operator: the key in the file. One that was there before has been replaced, perhaps because
// somebody has a copy who should not.
Result<void> register_operator(Store& store, Recovered& recovered, const KeyPair& keys, WallTime now) {
  bool known = false;
  for (KeyRow& row : recovered.keys) {
    if (row.role != KeyRole::Operator) continue;
    const bool current = row.public_key == keys.public_key;
    known = known || current;
    const KeyState state = current ? KeyState::Accepted : KeyState::Revoked;
    if (row.state == state) continue;
    row.state = state;
    row.reason = current ? "" : "operator.key was replaced";
    if (auto kept = store.keep(StoreKey{row}); !kept) return kept;
  }
  if (known) return {};
  KeyRow row = operator_row(keys, now);
  if (auto kept = store.keep(StoreKey{row}); !kept) return kept;
  recovered.keys.push_back(std::move(row));
  return {};
}

std::string operator_key_path(const MasterConfig& config) {
  return config.state_dir + "/operator.key";
}

// The store and what is in it, under a new epoch; without any configuration.
Result<Reopened> open_store(const MasterConfig& config, WallTime now) {
  Reopened opened;
  auto store = Store::open(config.state_dir);
  if (!store) return store.error();
  opened.store = std::move(store).value();
  auto cluster = cluster_of(*opened.store);
  if (!cluster) return cluster.error();
  const auto epoch = next_epoch(*opened.store);
  if (!epoch) return epoch.error();
  opened.settings.cluster = *cluster;
  opened.settings.epoch = *epoch;
  auto recovered = opened.store->load(now);
  if (!recovered) return recovered.error();
  opened.recovered = std::move(recovered).value();
  return opened;
}

// People of the operator group may read the connection file, nothing else in the folder.
void open_to_group(const MasterConfig& config, const std::string& path) {
  const group* members = config.operator_group.empty() ? nullptr : ::getgrnam(config.operator_group.c_str());
  if (members == nullptr) return;
  if (::chown(path.c_str(), static_cast<uid_t>(-1), members->gr_gid) == 0) (void)::chmod(path.c_str(), 0640);
  if (::chown(config.state_dir.c_str(), static_cast<uid_t>(-1), members->gr_gid) == 0)
    (void)::chmod(config.state_dir.c_str(), 0710);
}

}  // namespace

Result<UniqueFd> lock_state_dir(const std::string& state_dir) {
  if (auto made = make_folder(state_dir, 0700); !made) return made.error();
  const auto storage = check_state_folder(state_dir);
  if (!storage) return storage.error();
  if (*storage == Storage::Network)
    return Error{Error::Kind::BadData, state_dir + " is on a network file system, where no database is safe",
                 "set state_dir to a folder on a disk of this machine"};
  const std::string path = state_dir + "/lock";
  UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file)
    return Error{Error::Kind::Io, "cannot open " + path + ": " + std::strerror(errno),
                 "who owns " + state_dir + "?"};
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
    return Error{Error::Kind::Refused, "another balm-master is running on " + state_dir,
                 "systemctl status balm-master, or give this one a state_dir of its own"};
  return file;
}

Result<Reopened> reopen_store(const MasterConfig& config, WallTime now, const ZoneSource* zones) {
  auto reopened = open_store(config, now);
  if (!reopened) return reopened;
  auto good = last_good(*reopened->store, zones);
  if (!good) return good.error();
  if (auto bound = rebuild_bound(*reopened->store, reopened->recovered, *good, zones); !bound)
    return bound.error();
  reopened->configuration = *good ? *good : std::make_shared<Configuration>();
  return reopened;
}

Result<Prepared> prepare(const MasterConfig& config, const ZoneSource* zones) {
  Prepared prepared;
  prepared.config = config;
  auto keys = read_or_create_key_file(config.state_dir + "/master.key");
  if (!keys) return keys.error();
  prepared.keys = std::move(keys).value();
  auto people = read_or_create_key_file(operator_key_path(config));
  if (!people) return people.error();
  auto opened = open_store(config, system_now().wall);
  if (!opened) return opened.error();
  prepared.settings = opened->settings;
  prepared.settings.heartbeat = config.heartbeat;
  prepared.settings.lost_after = config.lost_after;
  prepared.settings.settle = 2 * config.heartbeat;
  prepared.store = std::move(opened->store);
  prepared.recovered = std::move(opened->recovered);
  if (auto added = register_operator(*prepared.store, prepared.recovered, *people, system_now().wall); !added)
    return added.error();
  if (auto loaded = load_configuration(config, zones, prepared); !loaded) return loaded.error();
  if (auto bound = rebuild_bound(*prepared.store, prepared.recovered, prepared.configuration, zones); !bound)
    return bound.error();
  return prepared;
}

Result<void> write_operator_file(const MasterConfig& config, const std::string& endpoint,
                                 const std::string& server_key) {
  const auto keys = read_key_file(operator_key_path(config));
  if (!keys) return keys.error();
  const Value file = Value::map({{"endpoint", endpoint},
                                 {"server_key", server_key},
                                 {"public_key", keys->public_key},
                                 {"secret_key", keys->secret_key}});
  const std::string path = config.state_dir + "/operator.json";
  if (auto written = replace_file(path, to_pretty_json(file) + "\n", 0600); !written) return written;
  open_to_group(config, path);
  return {};
}

}  // namespace balm::master
