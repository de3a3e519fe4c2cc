// What the master core knows, as plain values. Parts of the core work on a Turn: this state, the time, and
// the effects of the step; they do not know each other.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "common/ids.h"
#include "common/instant.h"
#include "common/limits.h"
#include "common/message.h"
#include "common/zone.h"
#include "master/attempt_book.h"
#include "master/configuration.h"
#include "master/effect.h"
#include "master/fleet.h"
#include "master/keyring.h"
#include "master/row.h"

namespace balm::master {

// The running verification of an incident: the check is run again and again until it was ok often enough.
struct Verification {
  CheckName check;
  std::string instance;
  std::uint32_t ok_needed = 2;
  std::uint32_t ok_seen = 0;
  bool brief = false;         // the first look that is not ok decides
  Instant until;              // no later than this
  Instant next;               // when to ask (again)
  Duration pause{};           // between two looks
  std::uint64_t request = 0;  // of the RunCheck on its way; 0: none
  Instant started;
};

struct OpenIncident {
  IncidentRow row;
  ConfigurationPtr config;             // it stays bound to
  const RuleDocument* rule = nullptr;  // inside `config`; null when that rule is gone (told to people)
  Value event;                         // the opening event, as expressions see it
  Value vars;
  Value last;  // `last` of expressions: how the previous rung went
  std::optional<Verification> verifying;
  std::optional<Instant> ask_again;  // while Waiting: when a guard's answer may change by time
  bool held = false;   // people were told, but it goes on by itself when what holds it up is over
  Instant rest_until;  // the host declined: nothing is asked of it before
  std::optional<Instant> stuck_since;  // deferred for reasons that nothing may ever lift
  std::string told;                    // reason last told to people, so that they are told once
  bool called = false;                 // people were told of it at all: they want to know of its end
};

// What an incident is about.
using Subject = std::tuple<HostName, CheckName, std::string>;  // host, check, instance

// A task on its way or running.
struct Flight {
  AttemptRow row;
  Task task;           // files empty after a restart: then it is only asked about, never sent again
  Instant sent;        // no earlier than it really was: after a restart, when the master started
  Instant send_again;  // not before
  Instant next_query;  // STATUS? when nothing was heard
  Instant deadline;    // then the outcome counts as unknown
  std::int64_t wall_us = 0;
  std::uint64_t client = 0;  // of an operator's run; 0: none
  std::uint64_t request = 0;
};

// A `states run` of an operator over several hosts.
struct OperatorRun {
  IncidentId id;
  std::uint64_t client = 0;
  std::uint64_t request = 0;
  StateName state;
  Value params;
  bool test = false;
  std::string by;
  std::size_t at_once = 1;
  std::deque<HostName> waiting;
  std::set<HostName> running;
  std::uint32_t made = 0;
  std::uint32_t ok = 0;
  std::uint32_t failed = 0;
  std::uint32_t silent = 0;
  std::uint32_t changes = 0;
};

// Somebody who asked for a check to be run now and waits for the answer.
struct CheckAsked {
  HostName host;
  CheckName check;
  IncidentId incident;  // a verification; 0: an operator
  std::uint64_t client = 0;
  std::uint64_t client_request = 0;
  Instant give_up;
  Instant again;  // when the question is sent once more
};

struct Settings {
  std::string cluster;
  std::uint64_t epoch = 0;
  Duration heartbeat = limits::kHeartbeatEvery;   // asked of every agent
  Duration lost_after = limits::kLostAfter;       // silence that makes a host down
  Duration settle = 2 * limits::kHeartbeatEvery;  // after start: first see the world
};

struct State {
  Settings settings;
  Fleet fleet;
  Keyring keys;
  AttemptBook attempts;
  std::map<HostName, MaintenanceRow> maintenance;
  FreezeRow freeze;
  ConfigurationPtr config = std::make_shared<Configuration>();
  WallTime config_loaded;  // when `config` began to run here
  std::vector<std::string>
      config_issues;  // of the last reload, when it failed; the running one is the last good
  std::map<IncidentId, OpenIncident> incidents;
  std::unordered_map<std::string, IncidentId> incident_by_key;
  std::map<Subject, std::set<IncidentId>> incidents_about;  // this and the next: see incidents::remember()
  std::map<RuleName, std::size_t> open_by_rule;
  std::map<AttemptId, Flight> flights;
  std::map<IncidentId, OperatorRun> runs;
  std::map<std::uint64_t, CheckAsked> asked;  // by request number
  std::map<SpoolId, SpoolRow> spools;
  std::map<std::uint64_t, NotificationRow> notifications;  // not delivered yet
  std::map<std::uint64_t, Instant> notify_again;
  const ZoneSource* zones = nullptr;
  bool storage_ok = true;
  bool settled = false;
  Instant started;
  std::uint64_t last_event = 0;
  std::uint64_t last_incident = 0;
  std::uint64_t last_notification = 0;
  std::uint64_t last_request = 0;
};

struct Turn {
  State& state;
  Now now;
  Effects& out;

  template <class E>
  void push(E effect) const {
    out.emplace_back(std::move(effect));
  }
};

}  // namespace balm::master
