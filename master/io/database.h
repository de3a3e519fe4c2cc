// A thin, owning door to SQLite (https://sqlite.org/c3ref): one connection, prepared statements,
// transactions. Errors are Results with SQLite's own words; after Kind::Io nothing more must be written (see
// docs/SAFETY.md: any I/O error stops acting). Used by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace balm::master {

class Statement {
 public:
  Statement() = default;

  // Binds ?1, ?2 ... in order; text and blobs are copied.
  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view text);
  Statement& bind_blob(std::string_view bytes);

  // Runs a statement that gives no rows, then is ready to be bound again.
  Result<void> run();
  // The next row; false at the end. Columns count from 0 and are valid until the next call.
  Result<bool> row();
  std::int64_t integer(int column) const;
  std::string text(int column) const;  // also blobs
  void reset();

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int next_ = 1;
};

class Database {
 public:
  enum class Access { ReadWrite, ReadOnly };

  // `path` must be absolute and plain (URI names are refused). Sets WAL, synchronous=FULL, no automatic
  // checkpoint and defensive settings. Errors: Io, BadData (not a database).
  static Result<Database> open(const std::string& path, Access access);

  Result<void> execute(const std::string& sql);
  Result<Statement> prepare(std::string_view sql);
  Result<std::int64_t> integer(
      const std::string& sql);  // first column of the first row; 0 when there is none

  // Reads the whole file. Errors: BadData with the first damage found, Io.
  Result<void> check_sound();

  // Moves what the write-ahead log holds into the file; cheap when little is there. Returns pages still in
  // the log.
  Result<int> checkpoint();

  sqlite3* raw() const { return connection_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace balm::master
