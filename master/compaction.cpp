#include "master/compaction.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "common/value_json.h"

namespace balm::master {
namespace {

bool is_unwanted(const JournalRow& row) {
  return row.kind == "match" && row.verdict == "none";
}

// The last event a line about unwanted events speaks of.
std::uint64_t last_event(const JournalRow& row) {
  if (row.detail.empty()) return row.event.number;
  const Result<Value> detail = value_from_json(row.detail);
  return detail ? static_cast<std::uint64_t>((*detail)["upto"].int_or()) : row.event.number;
}

// Marks, from the end, what a later effect replaces.
std::vector<bool> superfluous(const Effects& effects) {
  std::vector<bool> drop(effects.size(), false);
  std::unordered_set<std::string_view> stored;
  std::unordered_map<std::string_view, std::string_view> acknowledged;  // spool -> host
  std::set<AttemptId> ended;
  for (std::size_t i = effects.size(); i-- > 0;) {
    if (const auto* spool = std::get_if<StoreSpool>(&effects[i]))
      drop[i] = !stored.insert(spool->row.spool.text).second;
    const auto* attempt = std::get_if<StoreAttempt>(&effects[i]);
    if (attempt != nullptr && attempt->row.phase == AttemptPhase::Ended) ended.insert(attempt->row.id);
    const auto* send = std::get_if<SendToHost>(&effects[i]);
    const auto* order = send == nullptr ? nullptr : std::get_if<Dispatch>(&send->message);
    if (order != nullptr) drop[i] = ended.contains(order->task.attempt);
    const auto* ack = send == nullptr ? nullptr : std::get_if<EventAck>(&send->message);
    if (ack == nullptr) continue;
    const auto [last, first] = acknowledged.emplace(ack->spool.text, send->host.text);
    drop[i] = !first && last->second == send->host.text;
  }
  return drop;
}

// Adds a line to the one before it when both speak of neighbouring events nobody wanted. Lines stay where
// they are while they are followed.
class Gathering {
 public:
  ~Gathering() { finish(); }

  bool takes(const JournalRow& row) {
    if (line_ == nullptr || !is_unwanted(row) || row.event.number != last_ + 1) return false;
    last_ = last_event(row);
    grown_ = true;
    return true;
  }
  void follow(JournalRow* row) {
    finish();
    line_ = is_unwanted(*row) ? row : nullptr;
    if (line_ != nullptr) last_ = last_event(*row);
  }

 private:
  void finish() {
    if (grown_) line_->detail = to_json(Value::map({{"upto", static_cast<std::int64_t>(last_)}}));
    grown_ = false;
  }

  JournalRow* line_ = nullptr;
  std::uint64_t last_ = 0;
  bool grown_ = false;
};

}  // namespace

Effects compacted(Effects effects) {
  const std::vector<bool> drop = superfluous(effects);
  std::size_t kept = 0;
  {
    Gathering gathering;
    for (std::size_t i = 0; i < effects.size(); ++i) {
      if (drop[i]) continue;
      const auto* line = std::get_if<StoreJournal>(&effects[i]);
      if (line != nullptr && gathering.takes(line->row)) continue;
      if (kept != i) effects[kept] = std::move(effects[i]);
      if (auto* now = std::get_if<StoreJournal>(&effects[kept])) gathering.follow(&now->row);
      ++kept;
    }
  }
  effects.resize(kept);
  return effects;
}

}  // namespace balm::master
