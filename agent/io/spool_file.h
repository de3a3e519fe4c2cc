// The agent's events on disk: a file `current` with the spool's id, and a folder of that name with journal
// files (common/io/journal_file.h), each a run of consecutive events and named after its first. Acknowledged
// events are kept for a while, for a master that was restored from a backup.
//
// An event is durable after sync(). After any error the spool refuses all further work; the process ends and
// reads it anew. Damage ends the life of a spool: what can be read of it moves into a new one, and `gap` says
// so.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/spool_facts.h"
#include "common/io/journal_file.h"
#include "common/random.h"
#include "common/result.h"

namespace balm::agent {

class SpoolFile {
 public:
  struct Bounds {
    std::uint64_t segment_bytes = 4 * 1024 * 1024;  // of one file
    // Of acknowledged events; whichever is reached first.
    std::uint64_t kept_events = 10'000;
    std::uint64_t kept_bytes = 64 * 1024 * 1024;
    Duration kept_for = 24h;
  };
  struct Opened;
  using See = std::function<void(const SpoolId&, const Event&)>;

  // `see` is shown every event that is kept, in order, with the spool it stands in; `random` makes the id of
  // a new spool. Errors: Denied, Io.
  static Result<Opened> open(const std::string& folder, const Bounds& bounds, Random& random, const See& see);

  // REQUIRES: event.seq == next_seq()
  Result<void> append(const Event& event);
  Result<void> sync();
  bool wants_sync() const { return writer_->wants_sync(); }  // an event was appended since

  // Forgets events that are acknowledged and old. `now`: for their age.
  Result<void> acked(std::uint64_t upto, WallTime now);

  // Consecutive events from `from` on, a few hundred; none when `from` is not kept. Errors: Io, BadData.
  Result<std::vector<Event>> read(std::uint64_t from) const;

  // Moves what lies behind `acked` into a new spool, numbered from 1; the old one is gone.
  Result<SpoolFacts> renew(const SpoolId& id, std::uint64_t acked);

  const SpoolId& id() const { return id_; }
  std::uint64_t next_seq() const { return next_seq_; }

 private:
  struct Segment {
    std::string path;
    std::uint64_t first = 1;
    std::uint64_t bytes = 0;
    WallTime newest;  // event in it, by this host's clock
  };
  struct Loaded;

  SpoolFile(std::string folder, SpoolId id, const Bounds& bounds)
      : folder_(std::move(folder)), id_(std::move(id)), bounds_(bounds) {}

  static Result<SpoolFile> create(const std::string& folder, const SpoolId& id, const Bounds& bounds);
  Result<void> load(Loaded& loaded, const See& see);
  Result<void> begin_segment();
  Result<void> make_current() const;
  Result<void> copy_from(const SpoolFile& old, std::uint64_t acked);
  SpoolFacts fresh_facts() const;
  std::string own_folder() const { return folder_ + "/" + id_.text; }
  std::string kind() const { return "balm spool 1 " + id_.text; }

  std::string folder_;
  SpoolId id_;
  Bounds bounds_;
  std::uint64_t next_seq_ = 1;
  std::deque<Segment> segments_;  // the last one is written to
  std::optional<JournalFile> writer_;
  std::vector<std::uint32_t> copied_sizes_;
};

struct SpoolFile::Opened {
  SpoolFile spool;
  SpoolFacts facts;
  std::string gap;  // why events may be missing; empty: none are
};

}  // namespace balm::agent
