// The agent's spool as the agent sees it (agent/io/spool_file.h), in memory: events survive the end of the
// process as soon as they are appended, and the loss of power only when synced.
// tests/sim/spool_contract_test.cpp holds it and the real one to the same contract.
#pragma once

#include <cstdint>
#include <vector>

#include "agent/saved_checks.h"
#include "agent/spool_facts.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/random.h"
#include "common/result.h"
#include "sim/disk/disk.h"

namespace balm::sim {

class SimSpool {
 public:
  explicit SimSpool(SpoolId id) : id_(std::move(id)) {}

  // As a starting process finds it.
  agent::SpoolFacts facts() const;
  // REQUIRES: event.seq == next_seq()
  Result<void> append(const Event& event);
  Result<void> sync();
  Result<void> acked(std::uint64_t upto);
  std::vector<Event> read(std::uint64_t from) const;
  Result<agent::SpoolFacts> renew(const SpoolId& id, std::uint64_t acked);

  // Some of what was not synced is gone, from some place on. Returns how many events.
  std::size_t lose_power(Random& random);

  const SpoolId& id() const { return id_; }
  std::uint64_t next_seq() const { return first_ + events_.size(); }
  std::uint64_t durable_upto() const { return durable_upto_; }
  const std::vector<Event>& events() const { return events_; }  // that are kept, in order

  Disk::Fault fault = Disk::Fault::None;

 private:
  Result<void> may_write() const;

  SpoolId id_;
  std::uint64_t first_ = 1;
  std::vector<Event> events_;
  std::uint64_t acked_ = 0;
  std::uint64_t durable_upto_ = 0;
};

}  // namespace balm::sim
