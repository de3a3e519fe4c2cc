#include "master/guard/guard_chain.h"

#include <array>

#include "master/guard/guards.h"

namespace balm::master {
namespace {

struct Guard {
  std::string_view name;
  Verdict (*ask)(const Proposal&, const Facts&);
};

// To add a guard: write it in guards_*.cpp, declare it in guards.h, add its reasons to verdict.h, its line
// here, and its paragraph to docs/SAFETY.md. A test compares this table with that page.
constexpr std::array kChain = {
    Guard{"storage", guards::storage},
    Guard{"clock", guards::clock},
    Guard{"freeze", guards::freeze},
    Guard{"maintenance", guards::maintenance},
    Guard{"mode", guards::mode},
    Guard{"attempts_left", guards::attempts_left},
    Guard{"settle", guards::settle},
    Guard{"presence", guards::presence},
    Guard{"still_bad", guards::still_bad},
    Guard{"cooldown", guards::cooldown},
    Guard{"rate", guards::rate},
    Guard{"host_lock", guards::host_lock},
    Guard{"blast_radius", guards::blast_radius},
};

}  // namespace

Review review(const Proposal& proposal, const Facts& facts, bool every_answer) {
  Review review;
  bool decided = false;
  for (const Guard& guard : kChain) {
    Verdict verdict = guard.ask(proposal, facts);
    if (!decided && verdict.kind != Verdict::Kind::Allow) {
      review.verdict = verdict;
      decided = true;
    }
    review.answers.push_back({guard.name, std::move(verdict)});
    if (decided && !every_answer) break;
  }
  return review;
}

std::vector<std::string_view> guard_names() {
  std::vector<std::string_view> names;
  names.reserve(kChain.size());
  for (const Guard& guard : kChain) names.push_back(guard.name);
  return names;
}

}  // namespace balm::master
