#include "master/io/database.h"

#include <sqlite3.h>

namespace balm::master {
namespace {

constexpr const char* kDamaged =
    "restore the last backup, or move the file away to begin with an empty history";

Error sqlite_error(sqlite3* connection, const std::string& doing) {
  const int code = sqlite3_extended_errcode(connection);
  const bool not_ours = (code & 0xFF) == SQLITE_NOTADB || (code & 0xFF) == SQLITE_CORRUPT;
  return {not_ours ? Error::Kind::BadData : Error::Kind::Io,
          "database: " + doing + ": " + sqlite3_errmsg(connection),
          not_ours ? kDamaged : "is the disk full or read-only?"};
}

constexpr const char* kSettings =
    "PRAGMA busy_timeout=2000;"  // first: another connection may just be closing
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=OFF;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA cell_size_check=ON;"
    "PRAGMA secure_delete=OFF;"
    "PRAGMA wal_autocheckpoint=0;"
    "PRAGMA cache_size=-16384;";

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}
void Database::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

Statement& Statement::bind(std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), next_++, value);
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  sqlite3_bind_text64(statement_.get(), next_++, text.data() == nullptr ? "" : text.data(), text.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), next_++, bytes.data() == nullptr ? "" : bytes.data(), bytes.size(),
                      SQLITE_TRANSIENT);
  return *this;
}

Result<void> Statement::run() {
  const int code = sqlite3_step(statement_.get());
  sqlite3* const connection = sqlite3_db_handle(statement_.get());
  Result<void> outcome;
  if (code != SQLITE_DONE && code != SQLITE_ROW) outcome = sqlite_error(connection, "write");
  reset();
  return outcome;
}

Result<bool> Statement::row() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  Result<bool> outcome = false;
  if (code != SQLITE_DONE) outcome = sqlite_error(sqlite3_db_handle(statement_.get()), "read");
  reset();
  return outcome;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const void* const bytes = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  next_ = 1;
}

Result<Database> Database::open(const std::string& path, Access access) {
  if (path.empty() || path.front() != '/')
    return Error{Error::Kind::Usage, "database path \"" + path + "\" is not absolute",
                 "write the whole path, beginning with /"};
  const int flags =
      access == Access::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nullptr);
  Database database;
  database.connection_.reset(raw);
  if (code != SQLITE_OK) return sqlite_error(raw, "open " + path);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (access == Access::ReadOnly) {
    if (auto set = database.execute("PRAGMA busy_timeout=2000; PRAGMA trusted_schema=OFF;"); !set)
      return set.error();
    return database;
  }
  if (auto set = database.execute(kSettings); !set) return set.error();
  return database;
}

Result<void> Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return sqlite_error(connection_.get(), sql.substr(0, 60));
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  Statement statement;
  statement.statement_.reset(raw);
  if (code != SQLITE_OK) return sqlite_error(connection_.get(), "prepare " + std::string(sql.substr(0, 80)));
  return statement;
}

Result<std::int64_t> Database::integer(const std::string& sql) {
  auto statement = prepare(sql);
  if (!statement) return statement.error();
  const auto row = statement->row();
  if (!row) return row.error();
  return *row ? statement->integer(0) : 0;
}

Result<void> Database::check_sound() {
  auto check = prepare("PRAGMA quick_check(1)");
  if (!check) return check.error();
  const auto row = check->row();
  if (!row) return row.error();
  const std::string found = *row ? check->text(0) : "nothing was checked";
  if (found == "ok") return {};
  return Error{Error::Kind::BadData, "database: the file is damaged: " + found, kDamaged};
}

Result<int> Database::checkpoint() {
  int in_log = 0;
  int moved = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  if (code != SQLITE_OK && code != SQLITE_BUSY) return sqlite_error(connection_.get(), "checkpoint");
  return in_log - moved;
}

}  // namespace balm::master
