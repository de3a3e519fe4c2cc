// An ordered set of "wake me": one time per key. What is due at the same time comes out in the order it was
// asked for, so that equal runs stay equal.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "common/instant.h"

namespace balm {

template <class Key>
class Deadlines {
 public:
  // Replaces an earlier wish of the same key.
  void set(const Key& key, Instant at) {
    cancel(key);
    const Turn turn{at, ++asked_};
    keys_.emplace(turn, key);
    turns_.emplace(key, turn);
  }

  void cancel(const Key& key) {
    const auto turn = turns_.find(key);
    if (turn == turns_.end()) return;
    keys_.erase(turn->second);
    turns_.erase(turn);
  }

  std::optional<Instant> at(const Key& key) const {
    const auto turn = turns_.find(key);
    return turn == turns_.end() ? std::nullopt : std::optional(turn->second.first);
  }

  // The earliest time anything is due.
  std::optional<Instant> next() const {
    return keys_.empty() ? std::nullopt : std::optional(keys_.begin()->first.first);
  }

  // Takes out everything due at or before `now`, earliest first.
  std::vector<Key> take_due(Instant now) {
    std::vector<Key> due;
    while (!keys_.empty() && keys_.begin()->first.first <= now) {
      due.push_back(std::move(keys_.begin()->second));
      turns_.erase(due.back());
      keys_.erase(keys_.begin());
    }
    return due;
  }

  std::size_t size() const { return keys_.size(); }
  bool empty() const { return keys_.empty(); }

 private:
  using Turn = std::pair<Instant, std::uint64_t>;  // the number settles the order of equal times

  std::map<Turn, Key> keys_;
  std::map<Key, Turn> turns_;
  std::uint64_t asked_ = 0;
};

}  // namespace balm
