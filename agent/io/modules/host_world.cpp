#include "agent/io/modules/host_world.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <poll.h>
#include <sys/stat.h>

#include "agent/io/modules/command_run.h"
#include "agent/io/modules/dispatch.h"
#include "agent/io/modules/test_states.h"
#include "common/invariant.h"
#include "common/io/system_clock.h"

namespace balm::agent {

namespace {

// What libraries throw ends here (no memory, a value of a kind the table does not promise).
template <class Act>
ModuleReport guarded(Act act) {
  try {
    return act();
  } catch (const std::exception& fault) {
    return modules::failure(std::string("An exception occurred in this state: ") + fault.what());
  }
}

modules::PlanFunction plan_of(const ModuleCall& call) {
  const auto plan = modules::find_plan(call.function->name);
  BALM_ASSERT(plan != nullptr);  // a test compares the two tables
  return plan;
}

}  // namespace

HostWorld::HostWorld(HostSettings settings, std::function<bool()> cancelled)
    : settings_(std::move(settings)), cancelled_(std::move(cancelled)) {}

ModuleReport HostWorld::act(const ModuleCall& call) {
  return guarded([&] {
    const modules::Plan plan = plan_of(call)(call, settings_);
    return plan.act ? plan.act() : plan.report;
  });
}

ModuleReport HostWorld::predict(const ModuleCall& call) {
  BALM_ASSERT(call.function->can_predict);
  return guarded([&] { return plan_of(call)(call, settings_).report; });
}

std::optional<int> HostWorld::exit_status(const ConditionCommand& command) {
  const auto spec = modules::command_spec_of_line(command.command, command.arguments, settings_);
  const auto ended = modules::run_command(spec, command.timeout, settings_);
  if (!ended || ended->exit_code < 0 || ended->timed_out) return std::nullopt;
  return ended->exit_code;
}

std::optional<bool> HostWorld::ask(std::string_view question, const Value& arguments) {
  return modules::answer_question(question, arguments, settings_);
}

bool HostWorld::path_exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

void HostWorld::wait(Duration duration) {
  const Instant until = system_now().instant + duration;
  while (!cancelled_()) {
    const Duration rest = until - system_now().instant;
    if (rest <= Duration{}) return;
    constexpr Duration kLook = std::chrono::milliseconds(200);  // how soon a cancelled run is noticed
    const timespec pause{0, static_cast<long>(std::min(rest, kLook).count())};
    ::ppoll(nullptr, 0, &pause, nullptr);
  }
}

Now HostWorld::now() {
  return system_now();
}

}  // namespace balm::agent
