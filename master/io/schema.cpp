#include "master/io/schema.h"

#include <array>
#include <string>

namespace balm::master {
namespace {

// Events and journal are append-only and have no secondary index in random order: three such indexes cost a
// factor of ten on the ingest path. Their order is their id.
constexpr const char* kFirst = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE keys(
  public_key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL, name TEXT NOT NULL,
  address TEXT NOT NULL, first INTEGER NOT NULL, seen INTEGER NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE hosts(
  host TEXT PRIMARY KEY, seen INTEGER NOT NULL, down INTEGER NOT NULL, fence INTEGER NOT NULL, labels TEXT NOT NULL,
  version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE spools(spool TEXT PRIMARY KEY, host TEXT NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE events(
  id INTEGER PRIMARY KEY, received INTEGER NOT NULL, type TEXT NOT NULL, host TEXT NOT NULL, status INTEGER NOT NULL,
  body TEXT NOT NULL);
CREATE TABLE incidents(
  id INTEGER PRIMARY KEY, key TEXT NOT NULL, rule TEXT NOT NULL, revision TEXT NOT NULL, host TEXT NOT NULL,
  check_name TEXT NOT NULL, instance TEXT NOT NULL, status INTEGER NOT NULL, event INTEGER NOT NULL,
  generation INTEGER NOT NULL, phase TEXT NOT NULL, outcome TEXT NOT NULL, opened INTEGER NOT NULL, closed INTEGER NOT NULL,
  rung INTEGER NOT NULL, rungs INTEGER NOT NULL, attempts INTEGER NOT NULL, declined INTEGER NOT NULL,
  approved INTEGER NOT NULL, summary TEXT NOT NULL, vars TEXT NOT NULL, waiting_reason TEXT NOT NULL,
  waiting_text TEXT NOT NULL, waiting_until INTEGER NOT NULL, acked_by TEXT NOT NULL, acked_note TEXT NOT NULL,
  acked INTEGER NOT NULL);
CREATE INDEX incidents_open ON incidents(id) WHERE phase <> 'closed';
CREATE INDEX incidents_host ON incidents(host, id);
CREATE INDEX incidents_rule ON incidents(rule, id);
CREATE INDEX incidents_closed ON incidents(closed);
CREATE TABLE attempts(
  incident INTEGER NOT NULL, n INTEGER NOT NULL, rule TEXT NOT NULL, revision TEXT NOT NULL, host TEXT NOT NULL,
  state TEXT NOT NULL, state_hash TEXT NOT NULL, rung INTEGER NOT NULL, rungs INTEGER NOT NULL, phase TEXT NOT NULL,
  outcome TEXT NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL, healed INTEGER NOT NULL, test INTEGER NOT NULL,
  epoch INTEGER NOT NULL, fence INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,
  took_us INTEGER NOT NULL, verified_ms INTEGER NOT NULL, actor TEXT NOT NULL, task TEXT NOT NULL, steps TEXT NOT NULL,
  PRIMARY KEY(incident, n));
CREATE INDEX attempts_open ON attempts(incident) WHERE phase <> 'ended';
CREATE INDEX attempts_started ON attempts(started);
CREATE INDEX attempts_host ON attempts(host, started);
CREATE INDEX attempts_rule ON attempts(rule, started);
CREATE INDEX attempts_state ON attempts(state, started);
CREATE INDEX attempts_outcome ON attempts(outcome, started);
CREATE TABLE journal(
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, event INTEGER NOT NULL, incident INTEGER NOT NULL,
  attempt INTEGER NOT NULL, rule TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, text TEXT NOT NULL,
  detail TEXT NOT NULL, hash BLOB NOT NULL);
CREATE INDEX journal_incident ON journal(incident, id) WHERE incident <> 0;
CREATE INDEX journal_event ON journal(event) WHERE event <> 0;
CREATE TABLE maintenance(
  host TEXT PRIMARY KEY, since INTEGER NOT NULL, until INTEGER NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notifications(
  id INTEGER PRIMARY KEY, incident INTEGER NOT NULL, notifier TEXT NOT NULL, body TEXT NOT NULL, tries INTEGER NOT NULL,
  done INTEGER NOT NULL, outcome TEXT NOT NULL);
CREATE INDEX notifications_open ON notifications(id) WHERE done = 0;
CREATE TABLE revisions(revision TEXT PRIMARY KEY, loaded INTEGER NOT NULL, texts TEXT NOT NULL) WITHOUT ROWID;
)sql";

// What proves to an agent whose disk was set back that the event its spool had there was another one.
constexpr const char* kSpoolDigests = "ALTER TABLE spools ADD COLUMN digest INTEGER NOT NULL DEFAULT 0;";

constexpr std::array kMigrations = {kFirst, kSpoolDigests};
static_assert(kMigrations.size() == static_cast<std::size_t>(kSchemaVersion));

Result<void> run_from(Database& database, std::int64_t version) {
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return begun;
  for (auto next = static_cast<std::size_t>(version); next < kMigrations.size(); ++next) {
    auto done = database.execute(kMigrations[next]);
    if (!done) {
      (void)database.execute("ROLLBACK");
      return done;
    }
  }
  const std::string stamp = "PRAGMA user_version=" + std::to_string(kSchemaVersion) +
                            "; PRAGMA application_id=" + std::to_string(kApplicationId) + "; COMMIT";
  return database.execute(stamp);
}

}  // namespace

Result<void> migrate(Database& database) {
  const auto version = database.integer("PRAGMA user_version");
  if (!version) return version.error();
  const auto application = database.integer("PRAGMA application_id");
  if (!application) return application.error();
  const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  const bool empty = *version == 0 && *tables == 0;
  if (!empty && *application != kApplicationId)
    return Error{Error::Kind::BadData, "the database file belongs to another program",
                 "point state_dir at Balm's own directory"};
  if (*version > kSchemaVersion)
    return Error{Error::Kind::BadData,
                 "the database was written by a newer Balm (schema " + std::to_string(*version) +
                     ", this one knows " + std::to_string(kSchemaVersion) + ")",
                 "install the newer version, or restore a backup from before the upgrade"};
  if (*version == kSchemaVersion) return {};
  return run_from(database, *version);
}

}  // namespace balm::master
