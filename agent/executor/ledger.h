// The ledger: every attempt this host was ordered to make, and what the master wants kept. Rebuilt by
// applying the journal's records in their order; the same code applies new ones, so memory and disk cannot
// tell different stories.
//
// Bounded by limits::kLedgerAttemptsMax and kLedgerKept: see prune().
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "agent/executor/attempt.h"
#include "agent/executor/record.h"
#include "common/result.h"

namespace balm::executor {

class Ledger {
 public:
  // Errors: Kind::BadData when the record cannot follow what is known (start without accept, second start,
  // end without start, second end); nothing is changed then. Own records never do that; a damaged journal
  // may.
  Result<void> apply(const Record& record);

  // nullptr when the attempt is not known. Valid until the next apply, forget or prune.
  const Attempt* find(AttemptId id) const;

  const Kept& kept() const { return kept_; }

  // Accepted, not ended. In order of their ids.
  std::vector<const Attempt*> open() const;
  // Ended, not acknowledged.
  std::vector<const Attempt*> unacked() const;
  // Started, ended, not acknowledged: those that hold results.
  std::size_t results_waiting() const;
  std::size_t size() const { return attempts_.size(); }

  // The shortest list of records that makes an equal ledger.
  Records snapshot() const;

  // The attempt was never made durable; as if it had not been applied. The fence it used stays used.
  void forget(AttemptId id) { attempts_.erase(id); }

  // Drops acknowledged attempts older than limits::kLedgerKept, then the oldest ended ones above
  // limits::kLedgerAttemptsMax.
  void prune(WallTime now);

 private:
  Result<void> on(const Kept& record);
  Result<void> on(const Accept& record);
  Result<void> on(const Start& record);
  Result<void> on(const StepBegin& record);
  Result<void> on(const StepEnd& record);
  Result<void> on(const NotStarted& record);
  Result<void> on(const Done& record);
  Result<void> on(const Acked& record);
  Attempt* known(AttemptId id);
  Attempt* running(AttemptId id);

  std::map<AttemptId, Attempt> attempts_;
  Kept kept_;
};

}  // namespace balm::executor
