// What the simulated processes have in common: what is given to one is worked off at once, but never from
// within a deed of somebody else; it wakes when its core wants to; it may stand still.
#pragma once

#include <deque>
#include <optional>
#include <utility>

#include "sim/life.h"
#include "sim/stage.h"

namespace balm::sim {

template <class Input>
class Process {
 public:
  Life& life() { return life_; }

  void freeze(Duration length) {
    if (!life_.alive()) return;
    life_.freeze();
    stage_.time.after(length, [this, life = life_.number()] {
      life_.thaw(life);
      thawed();
    });
  }

 protected:
  explicit Process(Stage& stage) : stage_(stage) {}
  virtual ~Process() = default;

  // Works off everything that is there, as far as the process goes.
  virtual void pump() = 0;
  // A time of standing still is over; another may last on.
  virtual void thawed() { pump(); }

  void give(Input input) {
    if (!life_.alive()) return;
    inbox_.push_back(std::move(input));
    if (std::exchange(pump_planned_, true)) return;
    stage_.time.after(0s, [this] {
      pump_planned_ = false;
      pump();
    });
  }

  Input take_next() {
    Input next = std::move(inbox_.front());
    inbox_.pop_front();
    return next;
  }

  // `tick` is given when the core wants to wake; `now` and `due` are of its machine's boot clock.
  void wake_at(std::optional<Instant> due, Instant now, Input tick) {
    if (!due || (ticking_ && *ticking_ <= *due)) return;
    ticking_ = *due;
    stage_.time.after(*due - now, [this, tick = std::move(tick), life = life_.number()] {
      if (life != life_.number()) return;
      ticking_.reset();
      give(tick);
    });
  }

  // What has arrived and the wish to wake are gone.
  void forget() {
    inbox_.clear();
    ticking_.reset();
  }

  Stage& stage_;
  Life life_;
  std::deque<Input> inbox_;

 private:
  std::optional<Instant> ticking_;
  bool pump_planned_ = false;
};

}  // namespace balm::sim
