#include "sim/judge/delivery.h"

#include <algorithm>
#include <utility>

namespace balm::sim {
namespace {

// What makes an event the same one, wherever it is seen.
std::string print_of(const Event& event) {
  return event.type + "|" + event.check.text + "|" + event.instance + "|" + std::to_string(event.at.ms()) +
         "|" + std::to_string(static_cast<int>(event.status)) + "|" + std::to_string(event.generation) + "|" +
         event.output;
}

std::string name_of(const SpoolId& spool, std::uint64_t seq) {
  return "event " + std::to_string(seq) + " of spool " + spool.text.substr(0, 8);
}

}  // namespace

void DeliveryJudge::on(const EventWritten& fact) {
  Spool& spool = spools_[fact.spool];
  spool.host = fact.host;
  spool.written[fact.event.seq] = print_of(fact.event);
}

void DeliveryJudge::on(const EventsSafe& fact) {
  spools_[fact.spool].safe = fact.upto;
}

void DeliveryJudge::on(const EventsLost& fact) {
  Spool& spool = spools_[fact.spool];
  demand(fact.from > spool.safe, "I1", "a synced " + name_of(fact.spool, fact.from) + " was lost");
  spool.written.erase(spool.written.lower_bound(fact.from), spool.written.end());
}

void DeliveryJudge::on(const SpoolRenewed& fact) {
  const Spool before = spools_[fact.before];
  Spool& after = spools_[fact.after];
  after.host = fact.host;
  for (const auto& [seq, print] : before.written)
    if (seq > fact.acked) after.written[++after.safe] = print;
  auto& left = spools_[fact.before].written;
  left.erase(left.upper_bound(fact.acked), left.end());
}

// Events that were written since are nowhere any more; they may still be under way.
void DeliveryJudge::on(const HostSetBack& fact) {
  for (auto& [id, spool] : spools_) {
    if (spool.host != fact.host) continue;
    spool.forgotten.insert(spool.written.begin(), spool.written.end());
    spool.written.clear();
  }
  Spool& spool = spools_[fact.spool];
  for (const Event& event : fact.events) spool.written[event.seq] = print_of(event);
  spool.safe = fact.events.empty() ? 0 : fact.events.back().seq;
}

void DeliveryJudge::on(const AgentSent& fact) {
  const auto* batch = std::get_if<EventBatch>(&fact.message);
  if (batch == nullptr || fact.forged) return;
  for (const Event& event : batch->events)
    demand(event.seq <= spools_[batch->spool].safe, "I1",
           fact.from.text + " sent " + name_of(batch->spool, event.seq) + " before it was safe");
}

void DeliveryJudge::on(const MasterSent& fact) {
  const auto* ack = std::get_if<EventAck>(&fact.message);
  if (ack == nullptr || !spools_.contains(ack->spool)) return;
  const Spool& spool = spools_[ack->spool];
  const bool anything = !spool.written.empty() && ack->upto >= spool.written.begin()->first;
  demand(!anything || ack->upto <= spool.stored, "I1",
         "acknowledged " + name_of(ack->spool, ack->upto) + ", but only " + std::to_string(spool.stored) +
             " are stored");
}

bool DeliveryJudge::may_be(const Spool& spool, std::uint64_t seq, const std::string& print) {
  const auto place = spool.written.find(seq);
  if (place != spool.written.end() && place->second == print) return true;
  const auto [from, to] = spool.forgotten.equal_range(seq);
  return std::any_of(from, to, [&](const auto& entry) { return entry.second == print; });
}

// The event belongs to the one spool of its host in which it stands at this place and is the next.
void DeliveryJudge::stored(const Event& event) {
  if (event.seq == 0) return;  // the master's own
  const std::string print = print_of(event);
  for (auto& [id, spool] : spools_) {
    if (spool.host != event.host || spool.stored + 1 != event.seq || !may_be(spool, event.seq, print))
      continue;
    spool.stored = event.seq;
    spool.kept[event.seq] = print;
    return;
  }
  demand(false, "I2",
         "stored event " + std::to_string(event.seq) + " of " + event.host.text + " (" + event.type +
             ") twice, out of order, or nobody wrote it");
}

void DeliveryJudge::on(const RowsCommitted& fact) {
  each_row<EventRow>(fact.rows, [this](const EventRow& row) { stored(row.event); });
}

void DeliveryJudge::on(const RowsFound& fact) {
  std::map<SpoolId, std::uint64_t> before;
  for (auto& [id, spool] : spools_) before[id] = std::exchange(spool.stored, 0);
  each_row<EventRow>(fact.rows, [this](const EventRow& row) { stored(row.event); });
  for (const auto& [id, seq] : before)
    demand(spools_[id].stored >= seq, "I1", "a stored " + name_of(id, seq) + " is gone after a restart");
}

void DeliveryJudge::close(bool rested) {
  if (!rested) return;
  for (const auto& [id, spool] : spools_) {
    const std::uint64_t newest = spool.written.empty() ? 0 : spool.written.rbegin()->first;
    demand(spool.stored >= newest, "I18",
           name_of(id, newest) + " of " + spool.host.text + " was written and never stored");
    for (const auto& [seq, print] : spool.written) {
      const auto kept = spool.kept.find(seq);
      demand(kept == spool.kept.end() || kept->second == print, "I2",
             name_of(id, seq) + " of " + spool.host.text + " was taken for another one");
    }
  }
}

}  // namespace balm::sim
