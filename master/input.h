// Everything that can happen to the master core, as one closed set.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "common/message.h"
#include "master/configuration.h"
#include "master/row.h"

namespace balm::master {

// Time passed; sent when next_deadline() is reached.
struct Tick {};

// A message of an accepted agent; `host` comes from its key.
struct HostSpoke {
  HostName host;
  std::string address;
  Message message;
};

// A key that is not accepted tried to connect.
struct KeyKnocked {
  std::string public_key;
  std::string fingerprint;
  std::string claimed_name;
  std::string address;
};

// A request of the command line that changes something (master/orders).
struct OperatorAsked {
  std::uint64_t client = 0;
  std::string who;
  Request request;
};

// The client went away: streams to it end.
struct OperatorLeft {
  std::uint64_t client = 0;
};

struct ConfigLoaded {
  ConfigurationPtr config;
};

// A reload failed; the last good configuration stays.
struct ConfigBroken {
  std::vector<std::string> issues;
};

struct NotificationDone {
  std::uint64_t id = 0;
  bool delivered = false;
  std::string text;
};

// The store cannot be written, or can be again.
struct StorageTrouble {
  bool ok = false;
  std::string text;
};

using Input = std::variant<Tick, HostSpoke, KeyKnocked, OperatorAsked, OperatorLeft, ConfigLoaded,
                           ConfigBroken, NotificationDone, StorageTrouble>;

}  // namespace balm::master
