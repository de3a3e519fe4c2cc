#include "master/io/store.h"

#include <array>
#include <functional>

#include "common/hash.h"
#include "common/value_json.h"
#include "common/wire.h"
#include "master/io/schema.h"

namespace balm::master {

// One prepared statement per kind of row.
struct Store::Statements {
  Statement event, spool, host, key, drop_key, incident, attempt, healed, journal, maintenance,
      drop_maintenance, notification, meta;
};

namespace {

std::string labels_text(const Labels& labels) {
  ValueMap map;
  for (const auto& [key, text] : labels) map.emplace(Value(key), Value(text));
  return to_json(Value(std::move(map)));
}

std::int64_t number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

Result<void> keep_incident(Statement& statement, const IncidentRow& row) {
  return statement.bind(number(row.id.number))
      .bind(row.key)
      .bind(row.rule.text)
      .bind(row.revision)
      .bind(row.host.text)
      .bind(row.check.text)
      .bind(row.instance)
      .bind(static_cast<std::int64_t>(row.status))
      .bind(number(row.event.number))
      .bind(number(row.generation))
      .bind(to_text(row.phase))
      .bind(to_text(row.outcome))
      .bind(row.opened.ms())
      .bind(row.closed.ms())
      .bind(row.rung)
      .bind(row.rungs)
      .bind(row.attempts)
      .bind(row.declined)
      .bind(std::int64_t{row.approved})
      .bind(row.summary)
      .bind(row.vars)
      .bind(row.waiting_reason)
      .bind(row.waiting_text)
      .bind(row.waiting_until.ms())
      .bind(row.acked_by)
      .bind(row.acked_note)
      .bind(row.acked.ms())
      .run();
}

Result<void> keep_attempt(Statement& statement, const AttemptRow& row) {
  return statement.bind(number(row.id.incident.number))
      .bind(row.id.n)
      .bind(row.rule.text)
      .bind(row.revision)
      .bind(row.host.text)
      .bind(row.state.text)
      .bind(row.state_hash)
      .bind(row.rung)
      .bind(row.rungs)
      .bind(to_text(row.phase))
      .bind(to_text(row.outcome))
      .bind(row.reason)
      .bind(row.comment)
      .bind(std::int64_t{row.healed})
      .bind(std::int64_t{row.test})
      .bind(number(row.epoch))
      .bind(number(row.fence))
      .bind(row.started.ms())
      .bind(row.ended.ms())
      .bind(row.took_us)
      .bind(row.verified_ms)
      .bind(row.by)
      .bind(row.task)
      .bind(row.steps)
      .run();
}

// What the hash of a journal line covers, unambiguous by its lengths.
std::string chained_text(const std::string& previous, const JournalRow& row) {
  std::string text = previous;
  const std::array<std::string, 10> parts = {std::to_string(row.at.ms()),
                                             row.kind,
                                             std::to_string(row.event.number),
                                             std::to_string(row.incident.number),
                                             std::to_string(row.attempt),
                                             row.rule,
                                             row.verdict,
                                             row.reason,
                                             row.text,
                                             row.detail};
  for (const std::string& part : parts) text += std::to_string(part.size()) + ":" + part;
  return text;
}

// Carries one storing effect to its statement.
struct Keeper {
  Store::Statements& to;
  const std::function<Result<void>(const JournalRow&)>& journal;

  Result<void> operator()(const StoreEvent& effect) const {
    const Event& event = effect.event;
    return to.event.bind(number(event.id.number))
        .bind(event.received.ms())
        .bind(event.type)
        .bind(event.host.text)
        .bind(static_cast<std::int64_t>(event.status))
        .bind(wire::encode_event(event))
        .run();
  }
  Result<void> operator()(const StoreSpool& effect) const {
    return to.spool.bind(effect.row.spool.text)
        .bind(effect.row.host.text)
        .bind(number(effect.row.seq))
        .bind(number(effect.row.digest))
        .run();
  }
  Result<void> operator()(const StoreHost& effect) const {
    const HostRow& row = effect.row;
    return to.host.bind(row.host.text)
        .bind(row.seen.ms())
        .bind(std::int64_t{row.down})
        .bind(number(row.fence))
        .bind(labels_text(row.labels))
        .bind(row.version)
        .run();
  }
  Result<void> operator()(const StoreKey& effect) const {
    const KeyRow& row = effect.row;
    return to.key.bind(row.public_key)
        .bind(row.fingerprint)
        .bind(to_text(row.role))
        .bind(to_text(row.state))
        .bind(row.name)
        .bind(row.address)
        .bind(row.first.ms())
        .bind(row.seen.ms())
        .bind(row.reason)
        .bind(row.note)
        .run();
  }
  Result<void> operator()(const DropKey& effect) const { return to.drop_key.bind(effect.public_key).run(); }
  Result<void> operator()(const StoreIncident& effect) const {
    return keep_incident(to.incident, effect.row);
  }
  Result<void> operator()(const StoreAttempt& effect) const { return keep_attempt(to.attempt, effect.row); }
  Result<void> operator()(const MarkHealed& effect) const {
    return to.healed.bind(effect.at.ms()).bind(number(effect.id.incident.number)).bind(effect.id.n).run();
  }
  Result<void> operator()(const StoreJournal& effect) const { return journal(effect.row); }
  Result<void> operator()(const StoreMaintenance& effect) const {
    const MaintenanceRow& row = effect.row;
    return to.maintenance.bind(row.host.text)
        .bind(row.since.ms())
        .bind(row.until.ms())
        .bind(row.reason)
        .bind(row.by)
        .run();
  }
  Result<void> operator()(const DropMaintenance& effect) const {
    return to.drop_maintenance.bind(effect.host.text).run();
  }
  Result<void> operator()(const StoreFreeze& effect) const {
    const FreezeRow& row = effect.row;
    const Value value = Value::map(
        {{"frozen", row.frozen}, {"since_ms", row.since.ms()}, {"reason", row.reason}, {"by", row.by}});
    return to.meta.bind("freeze").bind(to_json(value)).run();
  }
  Result<void> operator()(const StoreNotification& effect) const {
    const NotificationRow& row = effect.row;
    return to.notification.bind(number(row.id))
        .bind(number(row.incident.number))
        .bind(row.notifier)
        .bind(row.body)
        .bind(row.tries)
        .bind(std::int64_t{row.done})
        .bind(row.outcome)
        .run();
  }
  template <class Other>
  Result<void> operator()(const Other&) const {
    return {};
  }
};

struct Sql {
  Statement* statement;
  const char* text;
};

}  // namespace

Store::Store(Database database)
    : database_(std::move(database)), statements_(std::make_unique<Statements>()) {}
Store::~Store() {
  (void)database_.checkpoint();
}

Result<std::unique_ptr<Store>> Store::open(const std::string& folder) {
  auto database = Database::open(folder + "/master.db", Database::Access::ReadWrite);
  if (!database) return database.error();
  std::unique_ptr<Store> store(new Store(std::move(database).value()));
  if (auto sound = store->database_.check_sound(); !sound) return sound.error();
  if (auto migrated = migrate(store->database_); !migrated) return migrated.error();
  if (auto prepared = store->prepare(); !prepared) return prepared.error();
  return store;
}

Result<void> Store::prepare() {
  Statements& s = *statements_;
  const std::array<Sql, 13> all = {
      Sql{&s.event, "INSERT INTO events VALUES(?1,?2,?3,?4,?5,?6)"},
      Sql{&s.spool, "INSERT OR REPLACE INTO spools VALUES(?1,?2,?3,?4)"},
      Sql{&s.host, "INSERT OR REPLACE INTO hosts VALUES(?1,?2,?3,?4,?5,?6)"},
      Sql{&s.key, "INSERT OR REPLACE INTO keys VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)"},
      Sql{&s.drop_key, "DELETE FROM keys WHERE public_key=?1"},
      Sql{&s.incident,
          "INSERT OR REPLACE INTO incidents "
          "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,"
          "?19,?20,?21,?22,?23,?24,?25,?26,?27)"},
      Sql{&s.attempt,
          "INSERT OR REPLACE INTO attempts "
          "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,"
          "?19,?20,?21,?22,?23,?24)"},
      Sql{&s.healed, "UPDATE attempts SET healed=1, verified_ms=?1-started WHERE incident=?2 AND n=?3"},
      Sql{&s.journal,
          "INSERT INTO journal(at,kind,event,incident,attempt,rule,verdict,reason,text,detail,hash) "
          "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)"},
      Sql{&s.maintenance, "INSERT OR REPLACE INTO maintenance VALUES(?1,?2,?3,?4,?5)"},
      Sql{&s.drop_maintenance, "DELETE FROM maintenance WHERE host=?1"},
      Sql{&s.notification, "INSERT OR REPLACE INTO notifications VALUES(?1,?2,?3,?4,?5,?6,?7)"},
      Sql{&s.meta, "INSERT OR REPLACE INTO meta VALUES(?1,?2)"},
  };
  for (const Sql& one : all) {
    auto statement = database_.prepare(one.text);
    if (!statement) return statement.error();
    *one.statement = std::move(statement).value();
  }
  auto newest = database_.prepare("SELECT hash FROM journal ORDER BY id DESC LIMIT 1");
  if (!newest) return newest.error();
  const auto row = newest->row();
  if (!row) return row.error();
  last_hash_ = committed_hash_ = *row ? newest->text(0) : std::string(32, '\0');
  return {};
}

Result<void> Store::begin() {
  return database_.execute("BEGIN");
}

Result<void> Store::commit() {
  auto done = database_.execute("COMMIT");
  if (done) committed_hash_ = last_hash_;
  return done;
}

void Store::rollback() {
  (void)database_.execute("ROLLBACK");
  last_hash_ = committed_hash_;
}

Result<void> Store::keep(const Effect& effect) {
  const std::function<Result<void>(const JournalRow&)> journal = [this](const JournalRow& row) {
    return keep_journal(row);
  };
  return std::visit(Keeper{*statements_, journal}, effect);
}

Result<void> Store::keep_journal(const JournalRow& row) {
  const std::string hash = sha256_bytes(chained_text(last_hash_, row));
  auto done = statements_->journal.bind(row.at.ms())
                  .bind(row.kind)
                  .bind(number(row.event.number))
                  .bind(number(row.incident.number))
                  .bind(row.attempt)
                  .bind(row.rule)
                  .bind(row.verdict)
                  .bind(row.reason)
                  .bind(row.text)
                  .bind(row.detail)
                  .bind_blob(hash)
                  .run();
  if (done) last_hash_ = hash;
  return done;
}

Result<Store::ChainCheck> Store::verify_chain(std::uint64_t lines_max) {
  const std::string newest =
      "SELECT id,at,kind,event,incident,attempt,rule,verdict,reason,text,detail,hash FROM journal "
      "WHERE id > (SELECT coalesce(max(id),0) FROM journal) - " +
      std::to_string(lines_max) + " ORDER BY id";
  auto lines = database_.prepare(newest);
  if (!lines) return lines.error();
  ChainCheck check;
  std::string previous;
  while (true) {
    const auto more = lines->row();
    if (!more) return more.error();
    if (!*more) return check;
    const std::string hash = lines->text(11);
    const bool first = previous.empty();
    if (!first && sha256_bytes(chained_text(previous, journal_from(*lines))) != hash) {
      check.ok = false;
      check.broken_at = static_cast<std::uint64_t>(lines->integer(0));
      return check;
    }
    ++check.checked;
    previous = hash;
  }
}

Result<std::string> Store::meta(const std::string& name) {
  auto statement = database_.prepare("SELECT value FROM meta WHERE name=?1");
  if (!statement) return statement.error();
  statement->bind(name);
  const auto row = statement->row();
  if (!row) return row.error();
  return *row ? statement->text(0) : std::string();
}

Result<void> Store::set_meta(const std::string& name, const std::string& value) {
  return statements_->meta.bind(name).bind(value).run();
}

Result<void> Store::keep_revision(const std::string& revision, WallTime loaded, const std::string& texts) {
  auto statement = database_.prepare("INSERT OR REPLACE INTO revisions VALUES(?1,?2,?3)");
  if (!statement) return statement.error();
  return statement->bind(revision).bind(loaded.ms()).bind(texts).run();
}

Result<std::string> Store::revision(const std::string& revision) {
  auto statement = database_.prepare("SELECT texts FROM revisions WHERE revision=?1");
  if (!statement) return statement.error();
  statement->bind(revision);
  const auto row = statement->row();
  if (!row) return row.error();
  return *row ? statement->text(0) : std::string();
}

Result<std::string> Store::newest_revision() {
  auto statement = database_.prepare("SELECT revision FROM revisions ORDER BY loaded DESC LIMIT 1");
  if (!statement) return statement.error();
  const auto row = statement->row();
  if (!row) return row.error();
  return *row ? statement->text(0) : std::string();
}

}  // namespace balm::master
