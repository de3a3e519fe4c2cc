#include "sim/judge/court.h"

#include "sim/judge/delivery.h"
#include "sim/judge/record_keeping.h"
#include "sim/judge/rest.h"
#include "sim/judge/starts.h"
#include "sim/judge/truth.h"

namespace balm::sim {

Court::Court(std::vector<Bounds> bounds) {
  judges_.push_back(std::make_unique<DeliveryJudge>(record_));
  judges_.push_back(std::make_unique<RecordJudge>(record_));
  judges_.push_back(std::make_unique<StartJudge>(record_));
  judges_.push_back(std::make_unique<LimitJudge>(record_, std::move(bounds)));
  judges_.push_back(std::make_unique<TruthJudge>(record_));
  judges_.push_back(std::make_unique<RestJudge>(record_));
}

void Court::see(const Fact& fact, Duration at, WallTime master_wall) {
  record_.at = at;
  record_.master_wall = master_wall;
  for (const auto& judge : judges_) judge->see(fact);
}

void Court::close(bool rested) {
  for (const auto& judge : judges_) judge->close(rested);
}

}  // namespace balm::sim
