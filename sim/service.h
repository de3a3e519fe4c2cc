// The services of a host: they break, heal by themselves, or need a certain remedy. What a check sees and
// what a remedy does comes from here.
#pragma once

#include <map>
#include <string>

#include "common/ids.h"
#include "common/random.h"
#include "sim/stage.h"

namespace balm::sim {

// What ails a service.
enum class Ailment {
  None,
  Restart,    // the first remedy helps
  Reinstall,  // only the second helps
  Incurable,  // none helps
  Relapse,    // the first helps for a while
  Passing,    // goes away by itself
  Hangs,      // the check itself hangs
  Warns,      // not bad enough for a remedy
};

class Services {
 public:
  Services(Stage& stage, HostName host) : stage_(stage), host_(std::move(host)) {}

  void add(const CheckName& check) { ailments_[check] = Ailment::None; }
  void fall_ill(const CheckName& check, Ailment ailment);
  void recover(const CheckName& check);
  Ailment ailment(const CheckName& check) const;
  const std::map<CheckName, Ailment>& all() const { return ailments_; }

  // A remedy for `check` has done its work.
  void treat(const CheckName& check, const std::string& state);

 private:
  Stage& stage_;
  HostName host_;
  std::map<CheckName, Ailment> ailments_;
};

}  // namespace balm::sim
