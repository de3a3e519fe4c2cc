// The master's loop: what arrives becomes inputs of the core, the core's effects are carried out in order.
// All rows of one round are committed together; only then does anything leave. In a storm the next messages
// are read by this thread while another one commits the rows of those before. When a commit fails nothing
// leaves: the core is thrown away and built again from the store as soon as that can be written.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/document/master_config.h"
#include "common/io/event_loop.h"
#include "common/io/log.h"
#include "common/io/signals.h"
#include "common/io/time_zones.h"
#include "common/io/zmq_context.h"
#include "master/io/config_folder.h"
#include "master/io/followers.h"
#include "master/io/hub.h"
#include "master/io/notifiers.h"
#include "master/io/query_table.h"
#include "master/io/store.h"
#include "master/master.h"

namespace balm::master {

// What start-up has prepared (master/io/startup.h).
struct Prepared {
  MasterConfig config;
  KeyPair keys;
  Settings settings;
  std::unique_ptr<Store> store;
  Recovered recovered;
  ConfigurationPtr configuration;
  std::vector<std::string>
      configuration_issues;  // the files on disk are broken; `configuration` is the last good one
};

class MasterShell {
 public:
  MasterShell(Prepared prepared, Hub hub, Signals& signals, Log& log);

  // Serves until a signal says stop. Returns the exit code.
  int run();

  // The address agents and operators connect to, with the real port.
  std::string endpoint() const { return hub_.socket().endpoint(); }

 private:
  void watch_everything();
  void round();
  bool take_messages(Effects& effects);
  void work_off(Effects& effects);
  void take(Heard heard, Effects& effects);
  void take_operator(OperatorSpoke spoke, Effects& effects);
  void take_signal();
  bool reload_is_due();
  void take_configuration(Effects& effects);
  void step(Input input, Effects& effects);

  void carry_out(const Effects& effects);
  Result<void> store_all(const Effects& effects);
  void let_out(const Effect& effect);
  bool tell(std::uint64_t client, const Reply& reply);
  void refuse_for_storage(std::uint64_t client, std::uint64_t request);
  void refuse_answers(const Effects& lost);
  void part_with_the_gone(Effects& effects);
  void answer_queries();
  void answer(const OperatorSpoke& spoke);
  void follow(const OperatorSpoke& spoke);
  void reload(std::uint64_t client, std::uint64_t request, Effects& effects);

  void storage_failed(const Error& error);
  void try_storage_again();
  void housekeeping();
  Result<void> make_room();
  Duration longest_wait() const;

  MasterConfig config_;
  Settings settings_;
  Log& log_;
  Signals& signals_;
  TimeZones zones_;
  std::unique_ptr<Store> store_;
  Hub hub_;
  ConfigFolder folder_;
  Notifiers notifiers_;
  Followers followers_;
  std::optional<Master> core_;
  EventLoop loop_;
  Now now_;
  Now started_;
  std::string fingerprint_;
  std::set<std::uint64_t> gone_;          // clients an answer did not find any more
  std::vector<OperatorSpoke> questions_;  // answered after the commit of their round
  std::optional<Instant> reload_at_;      // files changed: read them when they have been quiet for a moment
  Instant changed_at_;                    // the first of the changes not read yet
  std::vector<std::pair<std::uint64_t, std::uint64_t>> reload_for_;  // clients that asked
  std::optional<Instant> storage_again_;                             // the store is broken: when to try again
  Keyring keys_in_trouble_;                                          // who is who meanwhile
  Instant next_housekeeping_;
  Instant next_reassurance_;
  Effects spare_;      // empty, with the room of earlier rounds
  bool busy_ = false;  // the last round brought many messages
  bool stop_ = false;
};

}  // namespace balm::master
