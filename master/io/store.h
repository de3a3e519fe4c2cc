// The master's durable memory on SQLite: one writing connection, group commit. begin(), any number of keep(),
// commit(): what was kept is on disk when commit() returns. After an error nothing may be kept until reopen()
// has succeeded.
//
// The journal is hash-chained: each line's hash is SHA-256 over the previous line's hash and its own content,
// so a changed, removed or reordered line is found by verify_chain(). Used by one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/result.h"
#include "master/effect.h"
#include "master/io/database.h"
#include "master/recovery.h"

namespace balm::master {

class Store {
 public:
  // Opens or creates `folder`/master.db. The folder must exist.
  static Result<std::unique_ptr<Store>> open(const std::string& folder);
  ~Store();

  struct Statements;  // prepared, one per kind of row

  Result<void> begin();
  // Keeps the row of a storing effect; effects that store nothing are not for it.
  Result<void> keep(const Effect& effect);
  Result<void> commit();
  void rollback();

  // What the core needs after a restart; `configurations` is left to the caller (see revision()).
  Result<Recovered> load(WallTime now);

  // Small facts: cluster, epoch, key names.
  Result<std::string> meta(const std::string& name);
  Result<void> set_meta(const std::string& name, const std::string& value);

  // Configuration texts by revision.
  Result<void> keep_revision(const std::string& revision, WallTime loaded, const std::string& texts);
  Result<std::string> revision(const std::string& revision);  // "" when unknown
  Result<std::string> newest_revision();

  struct ChainCheck {
    bool ok = true;
    std::uint64_t checked = 0;
    std::uint64_t broken_at = 0;  // journal id
  };
  Result<ChainCheck> verify_chain(std::uint64_t lines_max);

  // Deletes at most `rows_max` rows of each kind: events older than the first time, closed incidents with
  // their attempts, messages and journal lines older than the second; and one of the configurations beyond
  // the newest. Returns how many. What an open incident needs stays, but for its old journal lines.
  Result<int> retire(WallTime events_before, WallTime incidents_before, int rows_max);

  // In use, without pages that are free for new rows.
  Result<std::int64_t> bytes();

  // Moves what the write-ahead log holds into the file.
  Result<int> checkpoint() { return database_.checkpoint(); }

  Database& database() { return database_; }

 private:
  explicit Store(Database database);
  Result<void> prepare();
  Result<void> keep_journal(const JournalRow& row);

  Database database_;
  std::unique_ptr<Statements> statements_;
  std::string last_hash_;       // of the newest journal line, 32 bytes
  std::string committed_hash_;  // the same as of the last commit
};

// Rows back from SELECTs whose columns are in the order of the tables; shared with queries.
IncidentRow incident_from(const Statement& row);
AttemptRow attempt_from(const Statement& row);
JournalRow journal_from(const Statement& row);  // columns id, at, ... as in the table

}  // namespace balm::master
