// The life of one simulated process: it may die or stand still between any two of its effects. A fault is
// armed with the number of effects after which it strikes.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

namespace balm::sim {

class Life {
 public:
  // Which life this is; what was planned in an earlier one is void.
  std::uint64_t number() const { return number_; }
  bool alive() const { return alive_; }
  bool frozen() const { return frozen_ > 0; }
  bool goes() const { return alive_ && frozen_ == 0; }

  void begin() {
    ++number_;
    alive_ = true;
    frozen_ = 0;
    strike_ = nullptr;
  }
  void end() {
    ++number_;
    alive_ = false;
  }
  void freeze() { ++frozen_; }
  // Of the life in which it froze.
  void thaw(std::uint64_t life) {
    if (life == number_ && frozen_ > 0) --frozen_;
  }

  // `strike` happens between the next effects, after so many of them; 0: before the next.
  void arm(std::uint32_t effects, std::function<void()> strike) {
    left_ = effects;
    strike_ = std::move(strike);
  }
  bool armed() const { return strike_ != nullptr; }

  // Between two effects: true when the process goes on.
  bool pass() {
    if (strike_ && left_-- == 0) std::exchange(strike_, nullptr)();
    return goes();
  }

 private:
  std::uint64_t number_ = 0;
  bool alive_ = false;
  int frozen_ = 0;
  std::uint32_t left_ = 0;
  std::function<void()> strike_;
};

}  // namespace balm::sim
