// Where the agent stands with the master: not connected, greeting, or known. Says hello on every new
// connection, shows signs of life, and notices when the master gives none.
//
//   away      no connection; the shell dials, and after a silence or a refusal the session decides when again
//   greeting  connected; Hello is said again until a Standing comes (a key may wait long to be accepted)
//   known     the master told us our name; heartbeats and everything else may go
#pragma once

#include <optional>
#include <string>

#include "agent/effect.h"
#include "common/backoff.h"
#include "common/instant.h"
#include "common/message.h"
#include "common/random.h"

namespace balm::agent {

class Session {
 public:
  enum class State { Away, Greeting, Known };

  State state() const { return state_; }
  bool known() const { return state_ == State::Known; }
  // As the master told last; nothing before the first Standing of this process.
  const std::optional<Standing>& standing() const { return standing_; }

  void start(const Now& now, Effects& effects);
  void link_up(const Now& now);
  void link_down(bool refused, const Now& now, Random& random);

  // Any message from the master.
  void heard(const Now& now) { heard_ = now.instant; }
  // The master answered as it answers only a host it counts as present.
  void alive(const Now& now) { alive_ = now.instant; }
  // True when it makes a greeting session known: everything unacknowledged should be sent again.
  bool told(const Standing& standing, const Now& now);

  // The master must hear a new Hello on this connection before anything else.
  void greet_again(const Now& now);

  // The master broke the protocol: a new connection, after a while.
  void distrust(const Now& now, Random& random, Effects& effects);

  // What is due now.
  struct Due {
    bool hello = false;
    bool heartbeat = false;
  };
  Due tick(const Now& now, Random& random, Effects& effects);
  std::optional<Instant> next_deadline() const;

 private:
  void greet(const Now& now);
  void go_away(const Now& now, Random& random);
  Duration heartbeat_every() const;
  Duration patience() const;

  State state_ = State::Away;
  std::optional<Standing> standing_;
  Instant heard_;
  Instant alive_;
  Instant greet_at_;
  Instant beat_at_;
  std::optional<Instant> connect_at_;  // while away by our own decision
  unsigned hellos_ = 0;                // on this connection
  unsigned failures_ = 0;              // connections in a row that led nowhere
};

}  // namespace balm::agent
