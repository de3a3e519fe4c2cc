#include "agent/outbox.h"

#include <algorithm>
#include <utility>

#include "common/event_digest.h"
#include "common/invariant.h"
#include "common/wire.h"

namespace balm::agent {
namespace {

constexpr std::size_t kBatchBytesMax = limits::kFrameBytesMax / 2;
constexpr std::uint64_t kBatchesInFlightMax = limits::kEventsInFlightMax / limits::kEventsPerMessageMax;
constexpr std::uint32_t kTypicalEventBytes = 512;  // where the true size is not known any more
constexpr auto kResendAfter = 10s;
constexpr std::string_view kSpoolEvent = "agent.spool";

Event spool_event(Status status, std::string output, const Now& now) {
  Event event;
  event.type = kSpoolEvent;
  event.status = status;
  event.previous = status == Status::Ok ? Status::Critical : Status::Ok;
  event.output = std::move(output);
  event.at = now.wall;
  return event;
}

SpoolId new_spool_id(Random& random) {
  constexpr std::string_view kHex = "0123456789abcdef";
  SpoolId id;
  for (int i = 0; i < 32; ++i) id.text += kHex[random.below(kHex.size())];
  return id;
}

}  // namespace

std::optional<bool> tells_full(const Event& event) {
  if (event.type != kSpoolEvent || event.status == Status::Warning) return std::nullopt;
  return event.status == Status::Critical;
}

Outbox::Outbox(SpoolFacts facts, SpoolBounds bounds)
    : facts_(std::move(facts)),
      bounds_(bounds),
      sizes_(facts_.waiting_bytes.begin(), facts_.waiting_bytes.end()),
      collapsing_(facts_.told_full),
      lost_count_(facts_.told_full) {
  BALM_ASSERT(facts_.next_seq == facts_.acked + sizes_.size() + 1);
  for (const std::uint32_t size : sizes_) bytes_ += size;
  sent_ = facts_.acked;
  sent_ever_ = facts_.next_seq - 1;
}

void Outbox::add(Event event, const Now& now, Effects& effects) {
  if (renewing_) {
    held_.push_back(std::move(event));
    return;
  }
  if (!collapsing_ && full()) {
    collapsing_ = true;
    collapsed_count_ = 0;
    collapsing_since_ = now.wall;
    append(
        spool_event(Status::Critical, "the spool is full: only the latest state of each check is kept", now),
        effects);
  }
  if (collapsing_)
    collapse(std::move(event));
  else
    append(std::move(event), effects);
  pump(now, effects);
}

bool Outbox::full() const {
  return !room_ || sizes_.size() >= bounds_.events_max || bytes_ >= bounds_.bytes_max;
}

void Outbox::append(Event event, Effects& effects) {
  event.seq = facts_.next_seq++;
  const auto size = static_cast<std::uint32_t>(wire::encode_event(event).size());
  sizes_.push_back(size);
  bytes_ += size;
  const bool follows = event.seq == facts_.acked + window_.size() + 1;
  if (follows && window_.size() < limits::kEventsInFlightMax) window_.push_back(event);
  effects.push_back(AppendEvent{std::move(event)});
}

void Outbox::collapse(Event event) {
  ++collapsed_count_;
  Subject subject{event.type, event.check, event.instance};
  const auto place = collapsed_.find(subject);
  if (place == collapsed_.end()) {
    collapsed_.emplace(std::move(subject), std::move(event));
    return;
  }
  event.previous = place->second.previous;  // what the master last heard of
  place->second = std::move(event);
}

// The spool has room again: what was held back follows, after a word about what was left out.
void Outbox::restore_collapsed(const Now& now, Effects& effects) {
  if (!collapsing_ || !room_ || sizes_.size() > bounds_.events_max / 2 || bytes_ > bounds_.bytes_max / 2)
    return;
  collapsing_ = false;
  const std::uint64_t left_out = collapsed_count_ - collapsed_.size();
  const std::string more = std::exchange(lost_count_, false) ? ", and some before a restart" : "";
  Event event = spool_event(
      Status::Ok, "the spool has room again; " + std::to_string(left_out) + " changes were left out" + more,
      now);
  event.body = Value::map({{"left_out", static_cast<std::int64_t>(left_out)},
                           {"from_ms", collapsing_since_.ms()},
                           {"to_ms", now.wall.ms()}});
  append(std::move(event), effects);
  for (auto& [subject, latest] : collapsed_) append(std::move(latest), effects);
  collapsed_.clear();
}

void Outbox::resume(const Known& known, const Now& now, Random& random, Effects& effects) {
  pause();
  online_ = true;
  const bool doubtful = known.seq > facts_.acked && !renewing_ && !set_back_once_;
  if (doubtful && known.seq > sent_ever_) {
    was_set_back("the master has newer events of this spool", random, effects);
  } else if (doubtful && known.digest != 0) {  // its acknowledgement was lost, or it is about another event
    proof_ = known;
    const std::uint64_t place = known.seq - facts_.acked - 1;
    if (place < window_.size())
      prove({window_[place]}, random, effects);
    else
      effects.push_back(ReadEvents{known.seq});
  }
  pump(now, effects);
}

void Outbox::prove(const std::vector<Event>& events, Random& random, Effects& effects) {
  const Known known = *std::exchange(proof_, std::nullopt);
  if (!events.empty() && event_digest(events.front()) != known.digest)
    was_set_back("the master has another event " + std::to_string(known.seq) + " of this spool", random,
                 effects);
}

void Outbox::was_set_back(const std::string& how, Random& random, Effects& effects) {
  set_back_once_ = true;
  renew(random, how + ": this host was set back", effects);
}

void Outbox::pause() {
  online_ = false;
  in_flight_ = 0;
  sent_ = facts_.acked;
  proof_.reset();
}

bool Outbox::acknowledged(const EventAck& ack, const Now& now, Effects& effects) {
  if (ack.spool != facts_.id || renewing_) return true;  // of an earlier spool
  if (ack.upto > sent_ever_) return false;
  in_flight_ = in_flight_ > 0 ? in_flight_ - 1 : 0;
  if (ack.upto >= sent_) in_flight_ = 0;
  if (ack.upto > facts_.acked) {
    forget_upto(ack.upto);
    effects.push_back(EventsAcked{ack.upto});
    restore_collapsed(now, effects);
  }
  pump(now, effects);
  return true;
}

void Outbox::forget_upto(std::uint64_t seq) {
  for (; facts_.acked < seq; ++facts_.acked) {
    bytes_ -= sizes_.front();
    sizes_.pop_front();
    if (!window_.empty()) window_.pop_front();
  }
  sent_ = std::max(sent_, facts_.acked);
}

void Outbox::missing(const EventNak& nak, const Now& now, Random& random, Effects& effects) {
  if (nak.spool != facts_.id || renewing_) return;
  if (nak.expect > sent_ever_ + 1)
    return renew(random, "the master expects event " + std::to_string(nak.expect) + ", which never was sent",
                 effects);
  // The master lost what it had acknowledged: it was restored from a backup.
  if (nak.expect <= facts_.acked) {
    if (rewind_to_ != 0) return;  // it is being read already; what is wrong with it will be said again
    rewind_to_ = nak.expect;
    effects.push_back(ReadEvents{nak.expect});
    return;
  }
  if (nak.expect - 1 > facts_.acked) {
    forget_upto(nak.expect - 1);
    effects.push_back(EventsAcked{nak.expect - 1});
  }
  sent_ = facts_.acked;
  in_flight_ = 0;
  pump(now, effects);
}

void Outbox::renew(Random& random, std::string reason, Effects& effects) {
  renewing_ = true;
  renewal_reason_ = std::move(reason);
  effects.push_back(Note{true, "the spool begins anew: " + renewal_reason_});
  effects.push_back(RenewSpool{new_spool_id(random), facts_.acked});
}

void Outbox::renewed(SpoolFacts facts, const Now& now, Effects& effects) {
  BALM_ASSERT(renewing_);
  const bool was_online = online_;
  Outbox fresh(std::move(facts), bounds_);
  fresh.set_back_once_ = set_back_once_;
  fresh.room_ = room_;
  fresh.collapsing_ = collapsing_;
  fresh.lost_count_ = lost_count_;
  fresh.collapsed_count_ = collapsed_count_;
  fresh.collapsing_since_ = collapsing_since_;
  fresh.collapsed_ = std::move(collapsed_);
  std::vector<Event> held = std::move(held_);
  Event gap =
      spool_event(Status::Warning, "the spool began anew, events may be missing: " + renewal_reason_, now);
  *this = std::move(fresh);
  online_ = was_online;
  append(std::move(gap), effects);
  for (Event& event : held) add(std::move(event), now, effects);
  pump(now, effects);
}

// Goes back to events the master had acknowledged, if they are still kept.
void Outbox::rewind(const EventsRead& answer, Random& random, Effects& effects) {
  const std::uint64_t to = std::exchange(rewind_to_, 0);
  if (answer.events.empty())
    return renew(random, "the master asks for event " + std::to_string(to) + ", which is not kept any more",
                 effects);
  if (to > facts_.acked) return;
  const std::uint64_t count = facts_.acked - (to - 1);
  sizes_.insert(sizes_.begin(), count, kTypicalEventBytes);
  bytes_ += count * kTypicalEventBytes;
  facts_.acked = to - 1;
  sent_ = facts_.acked;
  in_flight_ = 0;
  window_.clear();
}

void Outbox::read(const EventsRead& answer, const Now& now, Random& random, Effects& effects) {
  if (renewing_) return;
  if (proof_ && answer.from == proof_->seq) {
    prove(answer.events, random, effects);
    return pump(now, effects);
  }
  if (answer.from == rewind_to_)
    rewind(answer, random, effects);
  else
    reading_ = false;
  for (const Event& event : answer.events) {
    if (window_.size() >= limits::kEventsInFlightMax) break;
    if (event.seq == facts_.acked + window_.size() + 1 && event.seq < facts_.next_seq)
      window_.push_back(event);
  }
  pump(now, effects);
}

std::uint64_t Outbox::unsent() const {
  return facts_.acked + window_.size() - sent_;
}

void Outbox::pump(const Now& now, Effects& effects) {
  if (renewing_) return;
  read_on(effects);
  if (!online_ || proof_) return;
  while (unsent() > 0 &&
         (in_flight_ == 0 || (unsent() >= limits::kEventsPerMessageMax && in_flight_ < kBatchesInFlightMax)))
    send_batch(now, effects);
}

void Outbox::send_batch(const Now& now, Effects& effects) {
  EventBatch batch{facts_.id, {}};
  std::size_t bytes = 0;
  for (std::size_t i = sent_ - facts_.acked; i < window_.size(); ++i) {
    const bool too_much =
        batch.events.size() >= limits::kEventsPerMessageMax || bytes + sizes_[i] > kBatchBytesMax;
    if (too_much && !batch.events.empty()) break;
    batch.events.push_back(window_[i]);
    bytes += sizes_[i];
  }
  BALM_ASSERT(!batch.events.empty());
  sent_ = batch.events.back().seq;
  sent_ever_ = std::max(sent_ever_, sent_);
  ++in_flight_;
  sent_at_ = now.instant;
  effects.push_back(SendToMaster{std::move(batch)});
}

// Fetches what waits on disk once half of the window is free.
void Outbox::read_on(Effects& effects) {
  const std::uint64_t next = facts_.acked + window_.size() + 1;
  if (reading_ || next >= facts_.next_seq || window_.size() > limits::kEventsInFlightMax / 2) return;
  reading_ = true;
  effects.push_back(ReadEvents{next});
}

void Outbox::set_room(bool enough, const Now& now, Effects& effects) {
  room_ = enough;
  if (renewing_) return;
  restore_collapsed(now, effects);
  pump(now, effects);
}

void Outbox::tick(const Now& now, Effects& effects) {
  const auto deadline = next_deadline();
  if (!deadline || now.instant < *deadline) return;
  sent_ = facts_.acked;
  in_flight_ = 0;
  pump(now, effects);
}

std::optional<Instant> Outbox::next_deadline() const {
  if (!online_ || in_flight_ == 0) return std::nullopt;
  return sent_at_ + kResendAfter;
}

}  // namespace balm::agent
