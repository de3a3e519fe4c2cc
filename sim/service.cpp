#include "sim/service.h"

namespace balm::sim {
namespace {

constexpr Duration kRelapseAfter = 70s;
constexpr Duration kPassesAfter = 35s;

}  // namespace

Ailment Services::ailment(const CheckName& check) const {
  const auto place = ailments_.find(check);
  return place == ailments_.end() ? Ailment::None : place->second;
}

void Services::fall_ill(const CheckName& check, Ailment ailment) {
  if (!ailments_.contains(check)) return;
  ailments_[check] = ailment;
  stage_.see(ServiceChanged{host_, check, false});
  if (ailment != Ailment::Passing) return;
  stage_.time.after(kPassesAfter, [this, check] {
    if (ailments_[check] == Ailment::Passing) recover(check);
  });
}

void Services::recover(const CheckName& check) {
  if (!ailments_.contains(check)) return;
  ailments_[check] = Ailment::None;
  stage_.see(ServiceChanged{host_, check, true});
}

void Services::treat(const CheckName& check, const std::string& state) {
  const Ailment ailment = this->ailment(check);
  const bool thorough = state == "svc.reinstall";
  if (ailment == Ailment::Relapse)
    stage_.time.after(kRelapseAfter, [this, check] {
      if (ailments_[check] == Ailment::None) fall_ill(check, Ailment::Relapse);
    });
  const bool helps = ailment == Ailment::Restart || ailment == Ailment::Relapse ||
                     (ailment == Ailment::Reinstall && thorough) || ailment == Ailment::Hangs;
  if (helps) recover(check);
}

}  // namespace balm::sim
