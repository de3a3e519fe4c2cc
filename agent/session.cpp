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

void Session::link_up(const Now& now) {
  connect_at_.reset();
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

bool Session::told(const Standing& standing, const Now& now) {
  standing_ = standing;
  if (state_ != State::Greeting) return false;
  state_ = State::Known;
  failures_ = 0;
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

Session::Due Session::tick(const Now& now, Random& random, Effects& effects) {
  Due due;
  if (connect_at_ && now.instant >= *connect_at_) {
    connect_at_.reset();
    effects.push_back(Connect{});
  }
  if (state_ == State::Greeting && now.instant >= greet_at_) {
    due.hello = true;
    greet_at_ = now.instant + kHelloAgain.wait(hellos_++, random);
  }
  if (state_ != State::Known) return due;
  if (now.instant - heard_ >= limits::kLostAfter) {
    effects.push_back(Note{true, "the master has been silent for 30 s: connecting anew"});
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
      return std::min(beat_at_, heard_ + limits::kLostAfter);
  }
  return std::nullopt;
}

}  // namespace balm::agent
