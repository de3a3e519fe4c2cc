// The checks of this host, what each was seen to be last, and what is believed about it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/check_state.h"
#include "agent/saved_checks.h"
#include "common/document/check_document.h"
#include "common/observation.h"

namespace balm::agent {

// A hard change of one result, about to become an event.
struct Change {
  CheckName check;
  std::string instance;
  Transition transition;
  std::uint64_t generation = 0;
  Observation seen;  // that made it
  Labels labels;
  AttemptId cause;  // the task it began with; none: nothing of ours
};

class CheckBook {
 public:
  // `saved`: what was believed before this process; it is believed on until something else is seen.
  explicit CheckBook(const SavedChecks& saved);

  // All checks from now on. Gone: what was bad about a check that is not among them becomes unknown, as
  // nobody looks any longer. Unread: it may only be that its file could not be read yet, so it is believed
  // on.
  enum class Others { Gone, Unread };
  std::vector<Change> load(std::vector<CheckDocument> checks, WallTime now, Others others = Others::Gone);

  const CheckDocument* find(const CheckName& check) const;
  const std::map<CheckName, CheckDocument>& checks() const { return checks_; }
  // Nothing was ever confirmed about it.
  bool is_fresh(const CheckName& check) const;

  // The results of one run. A part that a run does not mention any more is unknown. `cause`: the task that
  // may be behind what this run shows for the first time.
  std::vector<Change> take(const CheckName& check, std::vector<Observation> observations,
                           AttemptId cause = {});

  // The master is shown these results, before take(): it may take an ok for the end of what is still believed
  // to be bad here. So it hears of it as something new when the ok does not last.
  void shown(const std::vector<Observation>& observations);

  std::optional<Observation> latest(const CheckName& check, const std::string& instance) const;

  // For Hello: every standing, without long texts and numbers.
  std::vector<CheckStanding> standings() const;

  // Standings that changed since they were taken last, up to a size that fits well into a message.
  std::vector<CheckStanding> take_news();
  void everything_is_news();

  SavedChecks picture(SpoolId spool, std::uint64_t seq) const;

 private:
  using Key = std::pair<CheckName, std::string>;  // check, instance
  struct Entry {
    CheckState state;
    Observation latest;
    bool seen = false;  // by this process
    bool news = false;
    bool doubted = false;   // results differ from what is believed, but not yet often enough
    AttemptId cause;        // of the first that did
    bool shown_ok = false;  // to the master, while it is believed to be bad here
  };

  std::optional<Change> see(const CheckDocument& check, Observation seen, Entry& entry, AttemptId cause);
  CheckStanding standing(const Key& key, const Entry& entry, std::size_t output_bytes) const;

  std::map<CheckName, CheckDocument> checks_;
  std::map<Key, Entry> entries_;
};

}  // namespace balm::agent
