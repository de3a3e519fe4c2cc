#include "agent/session.h"

#include <algorithm>

#include "common/limits.h"

namespace balm::agent {
namespace {

constexpr Backoff kHelloAgain{1s, 16s};
constexpr Backoff kConnectAgain{500ms, 30s};

}  // namespace

void Session::start(const Now& now, Effects& effects) {
  heard_ = now.instant;
  effects.push_back(Connect{});
}

// While away by our own decision there is no connection: the word comes late, of one that was given up.
void Session::link_up(const Now& now) {
  if (connect_at_) return;
  heard_ = now.instant;
  greet(now);
}

void Session::greet_again(const Now& now) {
  if (state_ == State::Known) greet(now);
}

void Session::greet(const Now& now) {
  state_ = State::Greeting;
  hellos_ = 0;
  greet_at_ = now.instant;
}

void Session::link_down(bool refused, const Now& now, Random& random) {
  state_ = State::Away;
  if (refused) go_away(now, random);
}

void Session::go_away(const Now& now, Random& random) {
  state_ = State::Away;
  connect_at_ = now.instant + kConnectAgain.wait(failures_++, random);
}

// A new epoch on an old connection is a master that has forgotten us: it was built again from its store.
bool Session::told(const Standing& standing, const Now& now) {
  const bool forgotten = state_ == State::Known && standing.epoch > standing_->epoch;
  standing_ = standing;
  if (forgotten) greet(now);
  if (forgotten || state_ != State::Greeting) return false;
  state_ = State::Known;
  failures_ = 0;
  alive_ = now.instant;
  beat_at_ = now.instant + heartbeat_every();
  return true;
}

void Session::distrust(const Now& now, Random& random, Effects& effects) {
  effects.push_back(Disconnect{});
  go_away(now, random);
}

Duration Session::heartbeat_every() const {
  return std::chrono::milliseconds(standing_->heartbeat_ms);
}

// Three heartbeats at least: one lost frame must not look like the end.
Duration Session::patience() const {
  return std::max<Duration>(limits::kLostAfter, 3 * heartbeat_every());
}

Session::Due Session::tick(const Now& now, Random& random, Effects& effects) {
  Due due;
  if (connect_at_ && now.instant >= *connect_at_) {
    connect_at_.reset();
    effects.push_back(Connect{});
  }
  // It speaks, and takes no heartbeat of ours: it never heard our Hello, and its Standing answered something
  // else.
  if (state_ == State::Known && now.instant - alive_ >= patience() && now.instant - heard_ < patience())
    greet(now);
  if (state_ == State::Greeting && now.instant >= greet_at_) {
    due.hello = true;
    greet_at_ = now.instant + kHelloAgain.wait(hellos_++, random);
  }
  if (state_ != State::Known) return due;
  if (now.instant - heard_ >= patience()) {
    effects.push_back(Note{true, "the master has been silent for too long: connecting anew"});
    distrust(now, random, effects);
    return due;
  }
  if (now.instant >= beat_at_) {
    due.heartbeat = true;
    beat_at_ = now.instant + heartbeat_every();
  }
  return due;
}

std::optional<Instant> Session::next_deadline() const {
  switch (state_) {
    case State::Away:
      return connect_at_;
    case State::Greeting:
      return greet_at_;
    case State::Known:
      return std::min({beat_at_, heard_ + patience(), alive_ + patience()});
  }
  return std::nullopt;
}

}  // namespace balm::agent
