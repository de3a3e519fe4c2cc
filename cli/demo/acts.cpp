#include "cli/demo/acts.h"

#include <array>
#include <cstdio>

#include "common/io/system_clock.h"

namespace balm::cli {
namespace {

constexpr Duration kHealWithin = 60s;
constexpr Duration kHandsOff = 4s;  // eight checks of the demo: long enough to have acted otherwise

std::string tenths(double seconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1fs", seconds);
  return text.data();
}

// Watches the incident to its end; it must end healed, and nginx must really answer.
Result<void> expect_healed(Stage& stage, const std::string& how) {
  const auto story = stage.narrator.tell(Narrator::Until::Closed, kHealWithin);
  if (!story) return story.error();
  const Value& incident = (*story)["incident"];
  if (incident["outcome"].string_or() != "healed")
    return Error{Error::Kind::Io,
                 "the incident ended as \"" + incident["outcome"].string_or() + "\", not healed", ""};
  if (!stage.patient.answers())
    return Error{Error::Kind::Io, "Balm says healed, but nginx does not answer", ""};
  const auto took = static_cast<double>(incident["took_ms"].int_or()) / 1000.0;
  stage.narrator.line("", "HEALED" + how + " in " + tenths(took) + ", seen to proven. You did nothing.");
  return {};
}

Result<void> up_at_first(Stage& stage) {
  if (!stage.patient.answers())
    return Error{Error::Kind::Io, "nginx is not up at the beginning of the act", ""};
  stage.narrator.line("nginx", "is up: 127.0.0.1:" + std::to_string(stage.patient.port()) + " answers 200");
  return {};
}

Result<void> dies(Stage& stage) {
  if (auto up = up_at_first(stage); !up) return up;
  stage.patient.kill_all();
  stage.narrator.line("kill -9", "master and workers are gone");
  return expect_healed(stage, "");
}

Result<void> broken_configuration(Stage& stage) {
  if (auto up = up_at_first(stage); !up) return up;
  if (auto broken = stage.patient.break_configuration(); !broken) return broken;
  stage.narrator.line("break", "wrote \"sever_name\" into nginx.conf and killed nginx");
  if (auto healed = expect_healed(stage, " on the second rung"); !healed) return healed;
  stage.narrator.line("", "A rule is a ladder: Balm climbs until the check is happy, or calls you.");
  return {};
}

Result<void> hung_worker(Stage& stage) {
  if (auto up = up_at_first(stage); !up) return up;
  stage.patient.hang_worker();
  stage.narrator.line("hang", "the master is dead; a frozen worker keeps the port and answers nobody");
  return expect_healed(stage, "");
}

Result<void> maintenance(Stage& stage) {
  if (auto up = up_at_first(stage); !up) return up;
  MasterClient& master = stage.playground.master();
  const std::int64_t until = (system_now().wall + 1h).ms();
  if (auto on =
          master.ask("maintenance.on",
                     Value::map({{"selector", "demo"}, {"until_ms", until}, {"reason", "demo: hands off"}}));
      !on)
    return on.error();
  stage.narrator.line("you", "balm maintenance on demo --for 1h --reason \"demo: hands off\"");
  stage.patient.kill_all();
  stage.narrator.line("kill -9", "master and workers are gone");
  const auto waits = stage.narrator.tell(Narrator::Until::Waiting, kHealWithin);
  if (!waits) return waits.error();
  if (!stage.surroundings.wait(kHandsOff)) return Error{Error::Kind::Refused, "interrupted", ""};
  if (stage.patient.answers()) return Error{Error::Kind::Io, "nginx was started in maintenance", ""};
  const auto after = master.ask("incidents.show", Value::map({{"id", (*waits)["incident"]["id"]}}));
  if (!after) return after.error();
  if ((*after)["incident"]["attempts"].int_or() != 0 ||
      (*after)["incident"]["waiting"]["reason"].string_or() != "in_maintenance")
    return Error{Error::Kind::Io, "Balm did not keep its hands off in maintenance", ""};
  stage.narrator.line("still", "down, no attempt made: Balm keeps its hands off, and says why");
  if (auto off = master.ask("maintenance.off", Value::map({{"selector", "demo"}})); !off) return off.error();
  stage.narrator.line("you", "balm maintenance off demo");
  return expect_healed(stage, " after maintenance");
}

constexpr std::array kActs = {
    Act{'k', "a service dies", "kill nginx", dies},
    Act{'c', "a bad configuration", "break its configuration (rung 2 repairs it)", broken_configuration},
    Act{'w', "a hung worker", "hang a worker: port open, no answer", hung_worker},
    Act{'m', "maintenance", "maintenance: see it keep its hands off", maintenance},
};

}  // namespace

std::span<const Act> all_acts() {
  return kActs;
}

}  // namespace balm::cli
