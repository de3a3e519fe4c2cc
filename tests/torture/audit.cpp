#include "tests/torture/audit.h"

#include <filesystem>
#include <map>
#include <set>

#include <unistd.h>

#include "agent/io/spool_file.h"
#include "common/wire.h"
#include "master/io/database.h"

namespace balm::torture {
namespace {

using master::Database;
using master::Statement;

constexpr std::size_t kBrokenMax = 40;

// A spool is only read by its owner, and root's agent is another user.
void take_over(const std::string& folder) {
  (void)::lchown(folder.c_str(), ::geteuid(), ::getegid());
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
    (void)::lchown(file.path().c_str(), ::geteuid(), ::getegid());
}

class Audit {
 public:
  Audit(const Remains& remains, Database& database) : remains_(remains), database_(database) {}

  Result<Account> run(const std::vector<Start>& starts) {
    for (const auto step : {&Audit::events, &Audit::spools, &Audit::incidents})
      if (auto done = (this->*step)(); !done) return done.error();
    if (auto done = attempts(starts); !done) return done.error();
    return std::move(account_);
  }

 private:
  void broken(std::string line) {
    if (account_.broken.size() < kBrokenMax) account_.broken.push_back(std::move(line));
  }

  template <class See>
  Result<void> each(const char* sql, const See& see) {
    auto rows = database_.prepare(sql);
    if (!rows) return rows.error();
    while (true) {
      const auto more = rows->row();
      if (!more) return more.error();
      if (!*more) return {};
      see(*rows);
    }
  }

  // The master's own events have no number; an agent's are as many as its spools say, if none is there twice.
  Result<void> events() {
    std::set<std::string> seen;
    return each("SELECT host, body FROM events", [&](const Statement& row) {
      const auto event = wire::decode_event(row.text(1));
      if (!event) return broken("an event in the database cannot be read: " + event.error().message);
      if (event->seq == 0) return;
      ++account_.stored;
      const std::string place = std::to_string(event->seq) + " of " + row.text(0) + ", " + event->type +
                                " at " + std::to_string(event->at.ms());
      if (!seen.insert(place).second) broken("event " + place + " is stored twice");
      account_.left_out += static_cast<std::uint64_t>(event->body["left_out"].int_or(0));
    });
  }

  Result<void> spools() {
    std::map<std::string, std::uint64_t> known;
    auto read = each("SELECT spool, seq FROM spools", [&](const Statement& row) {
      known[row.text(0)] = static_cast<std::uint64_t>(row.integer(1));
    });
    if (!read) return read;
    Random random(1);
    for (const std::string& folder : remains_.spools) {
      take_over(folder);
      const auto spool = agent::SpoolFile::open(folder, {}, random, [](const SpoolId&, const Event&) {});
      if (!spool) return spool.error();
      const std::uint64_t written = spool->facts.next_seq - 1;
      account_.sent += written;
      if (const std::uint64_t has = known[spool->facts.id.text]; has != written)
        broken(folder + " holds " + std::to_string(written) + " events, the master has " +
               std::to_string(has) + " of them");
      if (!spool->gap.empty()) broken(folder + ": " + spool->gap);
    }
    if (account_.sent != account_.stored)
      broken("sent are " + std::to_string(account_.sent) + " events, stored " +
             std::to_string(account_.stored));
    return {};
  }

  Result<void> incidents() {
    return each("SELECT id, phase, outcome, waiting_reason FROM incidents", [&](const Statement& row) {
      ++account_.incidents;
      account_.healed += row.text(2) == "healed" ? 1 : 0;
      if (row.text(1) == "closed") return;
      ++account_.endless;
      broken("incident " + row.text(0) + " is " + row.text(1) + " (" + row.text(3) + ") in the end");
    });
  }

  Result<void> attempts(const std::vector<Start>& starts) {
    std::map<AttemptId, const Start*> started;
    for (const Start& start : starts) {
      if (started.emplace(start.attempt, &start).second) continue;
      ++account_.twice;
      broken("attempt " + to_text(start.attempt) + " started twice on " + start.host);
    }
    account_.started = started.size();
    auto read = each("SELECT incident, n, phase, outcome, started, task FROM attempts",
                     [&](const Statement& row) { attempt(row, started); });
    if (!read) return read;
    for (const auto& [id, start] : started)
      broken("attempt " + to_text(id) + " started on " + start->host +
             ", and the master knows nothing of it");
    return {};
  }

  // Takes the attempt out of `started`.
  void attempt(const Statement& row, std::map<AttemptId, const Start*>& started) {
    ++account_.attempts;
    const AttemptId id{IncidentId{static_cast<std::uint64_t>(row.integer(0))},
                       static_cast<std::uint32_t>(row.integer(1))};
    if (row.text(2) != "ended") {
      ++account_.endless;
      broken("attempt " + to_text(id) + " has no end: " + row.text(2));
    }
    const auto place = started.find(id);
    const std::string outcome = row.text(3);
    if (place == started.end()) {
      if (outcome == "succeeded") broken("attempt " + to_text(id) + " succeeded, and never started");
      return;
    }
    if (outcome == "refused" || outcome == "expired")
      broken("attempt " + to_text(id) + " is " + outcome + ", and started all the same");
    constexpr std::int64_t kTtlMs = 60'000;  // docs/PROTOCOL.md: how old a task may be when it starts
    if (place->second->at_ms - row.integer(4) > kTtlMs) {
      ++account_.late;
      broken("attempt " + to_text(id) + " started after its time to live");
    }
    started.erase(place);
  }

  const Remains& remains_;
  Database& database_;
  Account account_;
};

}  // namespace

Result<Account> audit(const Remains& remains, const std::vector<Start>& starts) {
  auto database = Database::open(remains.database, Database::Access::ReadOnly);
  if (!database) return database.error();
  return Audit(remains, *database).run(starts);
}

}  // namespace balm::torture
