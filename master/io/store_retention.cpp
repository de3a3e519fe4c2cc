// What leaves the store when it is old.
#include <array>

#include "master/io/store.h"

namespace balm::master {
namespace {

constexpr int kRevisionsKept = 20;  // beside those that open incidents are bound to

}  // namespace

Result<std::int64_t> Store::bytes() {
  return database_.integer(
      "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, "
      "pragma_page_size");
}

Result<int> Store::retire(WallTime events_before, WallTime incidents_before, int rows_max) {
  const std::string limit = std::to_string(rows_max);
  const std::string events_at = std::to_string(events_before.ms());
  const std::string at = std::to_string(incidents_before.ms());
  // Oldest first and by id, so that each statement touches neighbouring pages only.
  // The newest incident and message stay for their numbers: those of the past are never given again.
  const std::array<std::string, 6> all = {
      "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE id NOT IN (SELECT event FROM incidents "
      "WHERE phase <> 'closed') ORDER BY id LIMIT " +
          limit + ") AND received < " + events_at,
      "DELETE FROM attempts WHERE rowid IN (SELECT rowid FROM attempts WHERE started < " + at +
          " AND phase = 'ended' AND incident NOT IN (SELECT id FROM incidents WHERE phase <> 'closed') ORDER "
          "BY "
          "started LIMIT " +
          limit + ")",
      "DELETE FROM incidents WHERE id IN (SELECT id FROM incidents WHERE closed > 0 AND closed < " + at +
          " ORDER BY closed LIMIT " + limit + ") AND id < (SELECT max(id) FROM incidents)",
      "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications ORDER BY id LIMIT " + limit +
          ") AND done = 1 AND id < (SELECT max(id) FROM notifications) AND NOT EXISTS (SELECT 1 FROM "
          "incidents "
          "WHERE incidents.id = notifications.incident)",
      "DELETE FROM journal WHERE id IN (SELECT id FROM journal ORDER BY id LIMIT " + limit + ") AND at < " +
          at,
      // One at a time: each holds the texts of all files.
      "DELETE FROM revisions WHERE revision IN (SELECT revision FROM revisions WHERE revision NOT IN (SELECT "
      "revision FROM incidents WHERE phase <> 'closed') ORDER BY loaded DESC LIMIT 1 OFFSET " +
          std::to_string(kRevisionsKept) + ")",
  };
  int deleted = 0;
  for (const std::string& sql : all) {
    if (auto done = database_.execute(sql); !done) return done.error();
    const auto changes = database_.integer("SELECT changes()");
    if (!changes) return changes.error();
    deleted += static_cast<int>(*changes);
  }
  return deleted;
}

}  // namespace balm::master
