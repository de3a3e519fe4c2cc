// From an empty machine to a master that may serve: folders, lock, keys, database, epoch, operator key,
// configuration.
#pragma once

#include <string>

#include "common/io/key_pair.h"
#include "common/result.h"
#include "master/io/master_shell.h"

namespace balm::master {

// Holds the state directory for this process. Errors: Refused (a second master: exit 75), Denied and BadData
// (others can write there, or it is on a network file system).
Result<UniqueFd> lock_state_dir(const std::string& state_dir);

// Everything up to the sockets. Errors: Denied and BadData (configuration or files: exit 78), Io.
Result<Prepared> prepare(const MasterConfig& config, const ZoneSource* zones);

// The database again after trouble: opened, checked, loaded, under a new epoch.
struct Reopened {
  Settings settings;
  std::unique_ptr<Store> store;
  Recovered recovered;
  ConfigurationPtr configuration;
};
Result<Reopened> reopen_store(const MasterConfig& config, WallTime now, const ZoneSource* zones);

// Writes the file `balm` connects with (docs/INSTALL.md): endpoint, server key, operator keys; readable by
// the operator group. The operator's key is made at the first start.
Result<void> write_operator_file(const MasterConfig& config, const std::string& endpoint,
                                 const std::string& server_key);

}  // namespace balm::master
