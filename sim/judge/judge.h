// Judges watch the world from outside and know what Balm has promised; they share no code with what they
// judge. The invariants' numbers are those of docs/SIMULATION.md.
#pragma once

#include <string>
#include <vector>

#include "common/instant.h"
#include "sim/fact.h"

namespace balm::sim {

struct Breach {
  std::string promise;  // "I3"
  std::string text;
};

// When a fact is seen, and what was found wrong until then.
struct Record {
  Duration at{};         // of the world
  WallTime master_wall;  // as the master's clock shows it
  std::vector<Breach> breaches;
};

class Judge {
 public:
  explicit Judge(Record& record) : record_(record) {}
  virtual ~Judge() = default;
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  virtual void see(const Fact& fact) = 0;
  // The run is over. `rested`: faults had ended and there was time to come to rest.
  virtual void close(bool rested) { (void)rested; }

 protected:
  void demand(bool kept, const char* promise, const std::string& text) {
    if (!kept) record_.breaches.push_back({promise, text});
  }
  Duration at() const { return record_.at; }
  WallTime master_wall() const { return record_.master_wall; }

 private:
  Record& record_;
};

// Hands each fact to the overload of Derived::on that wants it.
template <class Derived>
class FactJudge : public Judge {
 public:
  using Judge::Judge;

  void see(const Fact& fact) override {
    std::visit([this](const auto& one) { static_cast<Derived*>(this)->on(one); }, fact);
  }

 protected:
  template <class Other>
  void on(const Other&) {}
};

// What a fact about rows says, row by row.
template <class Wanted, class Rows, class Use>
void each_row(const Rows& rows, const Use& use) {
  for (const Row& row : rows)
    if (const auto* wanted = std::get_if<Wanted>(&row)) use(*wanted);
}

}  // namespace balm::sim
