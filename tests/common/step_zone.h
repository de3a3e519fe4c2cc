// A clock for tests that is set forward and back at given moments; needs no time zone database.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/zone.h"

namespace balm {

class StepZone : public Zone {
 public:
  struct Step {
    WallTime from;
    std::int64_t seconds_east = 0;
  };

  // Before the first step the clock runs on UTC.
  explicit StepZone(std::vector<Step> steps) : steps_(std::move(steps)) {}

  LocalTime to_local(WallTime at) const override { return {at.seconds() + offset_at(at)}; }

  Moments to_wall(LocalTime local) const override {
    Moments moments;
    consider(local, 0, moments);
    for (const Step& step : steps_) consider(local, step.seconds_east, moments);
    return moments;
  }

  std::string_view name() const override { return "Test/Steps"; }

 private:
  std::int64_t offset_at(WallTime at) const {
    std::int64_t offset = 0;
    for (const Step& step : steps_)
      if (step.from <= at) offset = step.seconds_east;
    return offset;
  }

  void consider(LocalTime local, std::int64_t offset, Moments& moments) const {
    const WallTime moment = WallTime::from_seconds(local.seconds - offset);
    if (offset_at(moment) != offset || (moments.count > 0 && moment == moments.first)) return;
    if (moments.count > 1 && moment == moments.second) return;
    (moments.count == 0 ? moments.first : moments.second) = moment;
    if (++moments.count == 2 && moments.second < moments.first) std::swap(moments.first, moments.second);
  }

  std::vector<Step> steps_;
};

}  // namespace balm
