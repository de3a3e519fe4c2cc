// The master core: one door, no I/O. The same inputs at the same times give the same effects, which must be
// carried out in order (effect.h). Used by one thread.
#pragma once

#include <optional>

#include "master/input.h"
#include "master/recovery.h"
#include "master/state.h"

namespace balm::master {

// What a master begins with.
struct Beginning {
  Settings settings;
  Recovered recovered;
  ConfigurationPtr config;
  const ZoneSource* zones = nullptr;  // outlives the master
};

class Master {
 public:
  Master(Beginning beginning, Now now);

  void step(Input input, Now now, Effects& out);

  // When Tick is due at the latest.
  std::optional<Instant> next_deadline() const;

  // For questions that only read (master/io/query_table) and for the shell's door.
  const State& state() const { return state_; }

 private:
  void on(const Tick& in, const Turn& turn);
  void on(HostSpoke& in, const Turn& turn);  // uses up the message
  void on(const KeyKnocked& in, const Turn& turn);
  void on(const OperatorAsked& in, const Turn& turn);
  void on(const OperatorLeft& in, const Turn& turn);
  void on(const ConfigLoaded& in, const Turn& turn);
  void on(const ConfigBroken& in, const Turn& turn);
  void on(const NotificationDone& in, const Turn& turn);
  void on(const StorageTrouble& in, const Turn& turn);

  State state_;
};

}  // namespace balm::master
