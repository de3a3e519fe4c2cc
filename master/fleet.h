// The known hosts: labels, connection, last sign of life, and how their checks stand. Answers who is up, who
// is down and who matches a selector. Bounded by limits::kAgentsMax accepted keys.
//
// A host is `unseen` until its first Hello, `up` while heard, `down` when silent for the configured time.
// Silence is noticed after a restart too: last signs of life are stored, and a grace of the same length
// starts with the master.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/instant.h"
#include "common/message.h"
#include "common/selector.h"
#include "common/value.h"
#include "master/row.h"

namespace balm::master {

using CheckKey = std::pair<CheckName, std::string>;  // check, instance

struct Host {
  HostRow row;
  std::string address;
  bool present = false;  // said Hello to this master and has not been lost since
  bool greeted = false;  // said Hello in this epoch at all
  std::string boot;
  std::string boot_before;        // the one before `boot`
  int boots_taken_up_again = 0;   // times that the one before spoke again: no single machine does that
  Instant boot_changed;           // when `boot` was heard first
  SpoolId spool;                  // of its last Hello
  std::uint64_t fence_floor = 0;  // what the host may accept no more, since it was set back; 0: it never was
  std::string stamp;              // newest heartbeat stamp (hb_ref of a dispatch)
  Instant heard;
  WallTime up_since;
  std::uint64_t spooled = 0;
  std::map<CheckKey, CheckStanding> checks;
  std::set<CheckKey> doubtful;  // it was set back since they were told: look again when they have run
  std::string check_set;        // hash of what it has been handed down, as it says
  std::vector<CheckFault> check_faults;  // and what is wrong with that
  std::string wanted_set;                // hash of what it should have (master/check_sets.h) ...
  std::string wanted_of;                 // ... under this revision; empty: to be looked up
  bool set_too_large = false;            // what it should have does not fit into a message
};

enum class Presence { Unseen, Up, Down };
std::string_view to_text(Presence presence);
Presence presence(const Host& host);

class Fleet {
 public:
  // A host that may connect; created when its key is accepted or at recovery. `heard` starts the silence
  // clock.
  Host& admit(const HostName& name, Instant heard);
  void remove(const HostName& name);

  Host* find(const HostName& name);
  const Host* find(const HostName& name) const;

  const std::map<HostName, Host>& hosts() const { return hosts_; }
  std::vector<HostName> select(const Selector& selector) const;

  // Hosts which have been silent for too long and are not marked down yet.
  std::vector<HostName> silent(Instant now, Duration lost_after) const;
  // The next moment at which a host may turn silent.
  std::optional<Instant> next_silence(Duration lost_after) const;

  // True when every host that was up before has said Hello again.
  bool all_greeted() const;

  // The host as expressions see it: name, labels, up, checks. All checks are a lot to copy: none when nobody
  // will look at them.
  static Value to_value(const Host& host, bool with_checks = true);

 private:
  std::map<HostName, Host> hosts_;
};

}  // namespace balm::master
