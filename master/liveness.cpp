#include "master/liveness.h"

#include <algorithm>
#include <utility>

#include "common/limits.h"
#include "master/check_sets.h"
#include "master/dispatch.h"
#include "master/healer.h"
#include "master/intake.h"
#include "master/journal.h"
#include "master/reload.h"

namespace balm::master::liveness {
namespace {

constexpr int kTurnsOfTwins = 2;
constexpr Duration kStoreSeenEvery = 60s;          // a sign of life is stored at most so often
constexpr std::ptrdiff_t kSpoolsPerHostMax = 100;  // a host makes a new one when its disk was lost

Event host_event(const HostName& host, std::string type, Status status, std::string output) {
  Event event;
  event.type = std::move(type);
  event.host = host;
  event.status = status;
  event.previous = status == Status::Ok ? Status::Critical : Status::Ok;
  event.output = std::move(output);
  return event;
}

void came_back(const Turn& turn, Host& host) {
  host.row.down = false;
  turn.push(StoreHost{host.row});
  intake::own_event(turn, host_event(host.row.host, "host.up", Status::Ok, "the host is heard again"));
}

void fell_silent(const Turn& turn, Host& host) {
  host.present = false;
  host.row.down = true;
  turn.push(StoreHost{host.row});
  intake::own_event(turn,
                    host_event(host.row.host, "host.down", Status::Critical, "nothing heard from the host"));
}

// The world has been seen: every host that was up has greeted, or the time for it is over.
void settle(const Turn& turn) {
  State& state = turn.state;
  const bool waited = turn.now.instant - state.started >= state.settings.settle;
  if (state.settled || (!waited && !state.fleet.all_greeted())) return;
  state.settled = true;
  healer::reconsider(turn);
}

bool too_many_spools(const State& state, const HostName& host) {
  return std::ranges::count_if(state.spools, [&](const auto& entry) { return entry.second.host == host; }) >=
         kSpoolsPerHostMax;
}

// A machine never goes back to an earlier boot, but for one that a snapshot of it was restored once. Two that
// take turns are two machines with one key: a copied disk image. A master that stood still finds the last
// frames of a connection that is gone between the first of the next one: all of them within a moment, while
// machines speak once a heartbeat.
bool is_two_machines(const Turn& turn, Host& host, const std::string& boot) {
  if (boot == host.boot) return false;
  const bool late = turn.now.instant - host.boot_changed < turn.state.settings.heartbeat / 2;
  if (!late && !host.boot_before.empty() && boot == host.boot_before) ++host.boots_taken_up_again;
  host.boot_before = std::exchange(host.boot, boot);
  host.boot_changed = turn.now.instant;
  return host.boots_taken_up_again >= kTurnsOfTwins;
}

// Nobody knows which of them a task would reach, or whose events these are: neither is heard any more.
void quarantine(const Turn& turn, const HostName name) {
  const std::string why = "two machines speak with this key; was a disk image copied?";
  const auto key = turn.state.keys.look_up(name.text);
  const auto revoked = key ? turn.state.keys.revoke((*key)->public_key, why) : key;
  if (!revoked) return;
  turn.push(StoreKey{**revoked});
  journal::note(turn, {}, "security", "the key of " + name.text + " is revoked: " + why);
  intake::own_event(turn, host_event(name, "host.cloned", Status::Critical, why));
  turn.state.fleet.remove(name);
}

// Its disk is older than what it has told us, or empty (a restored image, a new installation): whatever was
// sent to it before must not be taken for new by the journal that forgot it.
void was_set_back(const Turn& turn, Host& host, const std::string& how) {
  host.fence_floor = host.row.fence;
  for (const auto& [key, standing] : host.checks) host.doubtful.insert(key);
  journal::note(turn, {}, "security",
                host.row.host.text + " was set back: " + how + "; orders sent before are void");
}

void adopt_spool(const Turn& turn, Host& host, const Hello& hello) {
  const HostName& from = host.row.host;
  if (!turn.state.spools.contains(hello.spool) && too_many_spools(turn.state, from))
    return journal::note(turn, {}, "security", from.text + " has too many spools; its events are refused");
  const auto [place, fresh] = turn.state.spools.try_emplace(hello.spool);
  SpoolRow& spool = place->second;
  if (fresh) {
    // A new spool: everything before its next number was acknowledged by somebody or never existed.
    spool = {from, hello.spool, 0, 0};
    turn.push(StoreSpool{spool});
    if (hello.last_fence < host.row.fence && hello.last_fence == 0)
      was_set_back(turn, host, "it remembers nothing of what it was told");
    return;
  }
  if (spool.host == from && hello.next_seq <= spool.seq)
    was_set_back(turn, host,
                 "it has " + std::to_string(hello.next_seq - 1) + " events of a spool we have " +
                     std::to_string(spool.seq) + " of");
  if (spool.host != from)
    journal::note(turn, {}, "security",
                  from.text + " claims the spool of " + spool.host.text + "; its events are refused");
}

// What the host says of itself replaces what was known.
void believe(const Turn& turn, Host& host, const Hello& hello) {
  host.stamp = hello.stamp;
  host.row.labels = hello.labels;
  host.row.version = hello.version;
  host.row.fence = std::max(host.row.fence, hello.last_fence);
  host.row.seen = turn.now.wall;
  host.heard = turn.now.instant;
  host.present = host.greeted = true;
  host.checks.clear();
  for (const CheckStanding& standing : hello.checks)
    host.checks[{standing.check, standing.instance}] = standing;
}

}  // namespace

void heard(const Turn& turn, Host& host) {
  host.heard = turn.now.instant;
  const bool store = turn.now.wall - host.row.seen >= kStoreSeenEvery || host.row.seen > turn.now.wall;
  host.row.seen = store ? turn.now.wall : host.row.seen;
  if (store) turn.push(StoreHost{host.row});
}

bool goes_on(const Turn& turn, Host& host, const Message& message) {
  const auto* beat = std::get_if<Heartbeat>(&message);
  if (beat == nullptr || !host.greeted || beat->boot != host.boot) return false;
  host.present = true;
  host.heard = turn.now.instant;
  host.stamp = beat->stamp;
  if (host.row.down) came_back(turn, host);
  dispatch::reconcile(turn, host.row.host);
  healer::reconsider(turn);
  return true;
}

void hello(const Turn& turn, const HostName& from, const std::string& address, const Hello& hello) {
  State& state = turn.state;
  Host& host = state.fleet.admit(from, turn.now.instant);
  const bool was_present = host.present;
  host.address = address;
  host.spool = hello.spool;
  if (is_two_machines(turn, host, hello.boot)) return quarantine(turn, from);
  if (!was_present) host.up_since = turn.now.wall;
  believe(turn, host, hello);
  turn.push(StoreHost{host.row});
  adopt_spool(turn, host, hello);
  if (hello.epoch_max > state.settings.epoch)
    journal::note(turn, {}, "security",
                  from.text + " has obeyed a newer master (epoch " + std::to_string(hello.epoch_max) +
                      "); this store is older than the world");
  tell_standing(turn, from);
  check_sets::greeted(turn, host, hello);
  const bool was_down = host.row.down;
  if (was_down) came_back(turn, host);
  dispatch::reconcile(turn, from);
  for (const AttemptId id : hello.open_attempts)
    if (!state.flights.contains(id)) turn.push(SendToHost{from, StatusQuery{id}});
  settle(turn);
  healer::reconsider(turn, was_down ? nullptr : &from);  // a host that is back makes room in its group
}

void heartbeat(const Turn& turn, const HostName& from, const Heartbeat& beat) {
  Host* host = turn.state.fleet.find(from);
  if (host == nullptr) return;
  host->stamp = beat.stamp;
  if (is_two_machines(turn, *host, beat.boot)) return quarantine(turn, from);
  host->spooled = beat.spooled;
  turn.push(SendToHost{from, Alive{turn.now.wall}});
  check_sets::heard(turn, *host, beat.check_set);
}

void tell_standing(const Turn& turn, const HostName& name) {
  const State& state = turn.state;
  const Host* host = state.fleet.find(name);
  if (host == nullptr) return;
  Standing standing;
  standing.cluster = state.settings.cluster;
  standing.epoch = state.settings.epoch;
  standing.name = name;
  const auto spool = state.spools.find(host->spool);
  if (spool != state.spools.end() && spool->second.host == name) {
    standing.acked_seq = spool->second.seq;
    standing.acked_digest = spool->second.digest;
  }
  standing.heartbeat_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(state.settings.heartbeat).count();
  standing.fence_floor = host->fence_floor;
  standing.frozen = state.freeze.frozen;
  const auto maintenance = state.maintenance.find(name);
  if (maintenance != state.maintenance.end() && maintenance->second.until > turn.now.wall)
    standing.maintenance =
        Maintenance{maintenance->second.until, maintenance->second.reason, maintenance->second.by};
  turn.push(SendToHost{name, standing});
}

void news(const Turn& turn, const HostName& from, const CheckNews& news) {
  Host* host = turn.state.fleet.find(from);
  if (host == nullptr) return;
  for (const CheckStanding& standing : news.checks) {
    if (host->checks.size() >= limits::kStandingsPerMessageMax &&
        !host->checks.contains({standing.check, standing.instance}))
      continue;
    host->checks[{standing.check, standing.instance}] = standing;
    healer::heard_of(turn, {from, standing.check, standing.instance});
    if (host->doubtful.erase({standing.check, standing.instance}) > 0)
      reload::look_again_at(turn, from, standing);
  }
}

void tick(const Turn& turn) {
  for (const HostName& name : turn.state.fleet.silent(turn.now.instant, turn.state.settings.lost_after))
    fell_silent(turn, *turn.state.fleet.find(name));
  settle(turn);
}

}  // namespace balm::master::liveness
