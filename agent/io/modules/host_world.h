// The World that is this host: module functions, commands and clocks as they are.
#pragma once

#include <functional>

#include "agent/io/modules/host_settings.h"
#include "agent/world.h"

namespace balm::agent {

class HostWorld : public World {
 public:
  // `cancelled`: asked between steps and during pauses; by default never.
  explicit HostWorld(
      HostSettings settings, std::function<bool()> cancelled = [] { return false; });

  ModuleReport act(const ModuleCall& call) override;
  ModuleReport predict(const ModuleCall& call) override;
  std::optional<int> exit_status(const ConditionCommand& command) override;
  std::optional<bool> ask(std::string_view question, const Value& arguments) override;
  bool path_exists(const std::string& path) override;
  void wait(Duration duration) override;
  bool cancelled() override { return cancelled_(); }
  Now now() override;

 private:
  HostSettings settings_;
  std::function<bool()> cancelled_;
};

}  // namespace balm::agent
