// Events on their way to the master: each gets its place in the spool, is on disk before it is sent, and is
// sent again until it is acknowledged. In memory are only the next few (limits::kEventsInFlightMax); the rest
// waits on disk.
//
// One batch is under way at a time unless a full one waits: so a quiet agent sends at once, and a busy one in
// batches, without a timer. When the spool is full the newest state of each check is kept instead of every
// change; that it began, and when it ended how much was left out, are events of their own (type agent.spool),
// so nothing is lost in silence.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "agent/effect.h"
#include "agent/spool_facts.h"
#include "common/instant.h"
#include "common/limits.h"
#include "common/random.h"

namespace balm::agent {

struct SpoolBounds {
  std::uint64_t events_max = limits::kSpoolEventsMax;
  std::uint64_t bytes_max = limits::kSpoolBytesMax;
};

class Outbox {
 public:
  Outbox(SpoolFacts facts, SpoolBounds bounds);

  // A new event: written, and sent as soon as the connection allows. Its seq is given here.
  void add(Event event, const Now& now, Effects& effects);

  // The highest event of this spool that the master has, and its event_digest() (0: not known).
  struct Known {
    std::uint64_t seq = 0;
    std::uint64_t digest = 0;
  };

  // The master knows us on this connection: send, from the oldest unacknowledged event on. An event beyond
  // our own numbers, or another one than ours of that number, means that this host was set back (a restored
  // image): the spool begins anew, so that no event is taken for one of the time before.
  void resume(const Known& known, const Now& now, Random& random, Effects& effects);
  // The connection is gone.
  void pause();

  // False: the master acknowledged what was never sent to it (reliability: W17).
  bool acknowledged(const EventAck& ack, const Now& now, Effects& effects);
  void missing(const EventNak& nak, const Now& now, Random& random, Effects& effects);

  // Answers of the shell.
  void read(const EventsRead& answer, const Now& now, Random& random, Effects& effects);
  void renewed(SpoolFacts facts, const Now& now, Effects& effects);

  // Without room on disk the spool counts as full.
  void set_room(bool enough, const Now& now, Effects& effects);

  // Sends what has waited for its acknowledgement for too long once more.
  void tick(const Now& now, Effects& effects);
  std::optional<Instant> next_deadline() const;

  const SpoolId& spool() const { return facts_.id; }
  std::uint64_t next_seq() const { return facts_.next_seq; }
  std::uint64_t waiting() const { return facts_.next_seq - 1 - facts_.acked + collapsed_.size(); }
  // While it is, the spool does not tell everything that happened since, so no picture may be taken
  // (saved_checks.h).
  bool collapsing() const { return collapsing_; }

 private:
  using Subject = std::tuple<std::string, CheckName, std::string>;  // type, check, instance

  void append(Event event, Effects& effects);
  void collapse(Event event);
  void restore_collapsed(const Now& now, Effects& effects);
  void forget_upto(std::uint64_t seq);
  void prove(const std::vector<Event>& events, Random& random, Effects& effects);
  void was_set_back(const std::string& how, Random& random, Effects& effects);
  void renew(Random& random, std::string reason, Effects& effects);
  void rewind(const EventsRead& answer, Random& random, Effects& effects);
  void pump(const Now& now, Effects& effects);
  void send_batch(const Now& now, Effects& effects);
  void read_on(Effects& effects);
  std::uint64_t unsent() const;
  bool full() const;

  SpoolFacts facts_;
  SpoolBounds bounds_;
  std::deque<std::uint32_t> sizes_;  // of the unacknowledged events
  std::uint64_t bytes_ = 0;          // their sum
  std::deque<Event> window_;         // consecutive unacknowledged events; the first is facts_.acked + 1
  std::uint64_t sent_ = 0;           // highest sent on this connection
  std::uint64_t sent_ever_ = 0;      // highest that may have been sent on any connection
  std::uint64_t in_flight_ = 0;      // batches without an answer
  Instant sent_at_;
  bool online_ = false;
  bool reading_ = false;
  std::uint64_t rewind_to_ = 0;  // an acknowledged event the master asks for again; 0: none
  std::optional<Known> proof_;   // must be compared with our own event before anything is sent
  bool renewing_ = false;
  bool set_back_once_ = false;  // said once in the life of a process, so that it can never become a circle
  std::string renewal_reason_;
  std::vector<Event> held_;  // that happened during a renewal

  bool room_ = true;
  bool collapsing_ = false;
  bool lost_count_ = false;  // it was collapsing when the last process ended
  std::uint64_t collapsed_count_ = 0;
  WallTime collapsing_since_;
  std::map<Subject, Event> collapsed_;
};

}  // namespace balm::agent
