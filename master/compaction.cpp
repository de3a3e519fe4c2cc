#include "master/compaction.h"

#include <algorithm>
#include <set>

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
  std::set<SpoolId> stored;
  std::set<std::pair<HostName, SpoolId>> acknowledged;
  for (std::size_t i = effects.size(); i-- > 0;) {
    if (const auto* spool = std::get_if<StoreSpool>(&effects[i]))
      drop[i] = !stored.insert(spool->row.spool).second;
    const auto* send = std::get_if<SendToHost>(&effects[i]);
    const auto* ack = send == nullptr ? nullptr : std::get_if<EventAck>(&send->message);
    if (ack != nullptr) drop[i] = !acknowledged.emplace(send->host, ack->spool).second;
  }
  return drop;
}

// Adds `row` to the line before it when both speak of neighbouring events nobody wanted.
class Gathering {
 public:
  bool takes(const JournalRow& row) {
    if (line_ == nullptr || !is_unwanted(row) || row.event.number != last_ + 1) return false;
    last_ = last_event(row);
    line_->detail = to_json(Value::map({{"upto", static_cast<std::int64_t>(last_)}}));
    return true;
  }
  void follow(JournalRow* row) {
    line_ = is_unwanted(*row) ? row : nullptr;
    if (line_ != nullptr) last_ = last_event(*row);
  }

 private:
  JournalRow* line_ = nullptr;
  std::uint64_t last_ = 0;
};

}  // namespace

Effects compacted(Effects effects) {
  const std::vector<bool> drop = superfluous(effects);
  Effects kept;
  kept.reserve(effects.size());  // lines in it are pointed at: it must not move
  Gathering gathering;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    if (drop[i]) continue;
    const auto* line = std::get_if<StoreJournal>(&effects[i]);
    if (line != nullptr && gathering.takes(line->row)) continue;
    kept.push_back(std::move(effects[i]));
    if (auto* now = std::get_if<StoreJournal>(&kept.back())) gathering.follow(&now->row);
  }
  return kept;
}

}  // namespace balm::master
