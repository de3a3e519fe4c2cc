// master_per_agent: what a thousand connected, idle agents without checks add to the master's resident
// memory, for each of them. Floor: the same for a bare CURVE ROUTER.
#include "bench/echo_program.h"
#include "bench/figure.h"
#include "bench/master_program.h"
#include "bench/measure.h"

namespace balm::bench {
namespace {

constexpr std::size_t kAgents = 1'000;
constexpr double kAnswersWithinSeconds = 40;

// Until each has heard something.
Result<void> wait_for_all(std::vector<CurvePeer>& peers) {
  const double until = seconds_now() + kAnswersWithinSeconds;
  for (CurvePeer& peer : peers)
    while (!peer.receive())
      if (!peer.wait(100ms) && seconds_now() > until)
        return Error{Error::Kind::TimedOut, "not all connections came about", ""};
  pause(1s);
  return {};
}

Result<double> master_resident(ZmqContext& context, std::size_t agents) {
  auto master = MasterProgram::start({agents, "", "", ""});
  if (!master) return master.error();
  std::vector<CurvePeer> peers;
  for (std::size_t number = 0; number < agents; ++number) {
    auto peer = master->connect(context, number);
    if (!peer) return peer.error();
    peers.push_back(std::move(peer).value());
  }
  if (auto all = wait_for_all(peers); !all) return all.error();
  return resident_bytes(master->pid());
}

Result<double> router_resident(ZmqContext& context, std::size_t agents) {
  const auto folder = Folder::make();
  if (!folder) return folder.error();
  const auto echo = EchoProgram::start(folder->path());
  if (!echo) return echo.error();
  std::vector<CurvePeer> peers;
  for (std::size_t number = 0; number < agents; ++number) {
    auto peer = echo->connect(context, number);
    if (!peer) return peer.error();
    (void)peer->send("here");
    peers.push_back(std::move(peer).value());
  }
  if (auto all = wait_for_all(peers); !all) return all.error();
  return resident_bytes(echo->pid());
}

// KiB for each agent.
Result<double> growth(Result<double> (*resident)(ZmqContext&, std::size_t), ZmqContext& context) {
  const auto before = resident(context, 0);
  if (!before) return before;
  const auto after = resident(context, kAgents);
  if (!after) return after;
  return (*after - *before) / static_cast<double>(kAgents) / 1024;
}

}  // namespace

Figures measure_master_memory(ZmqContext& context) {
  const auto floor = growth(router_resident, context);
  if (!floor) return floor.error();
  const auto value = growth(master_resident, context);
  if (!value) return value.error();
  return std::vector<Figure>{{"master_per_agent", *value, "KiB", *floor}};
}

}  // namespace balm::bench
