#include "sim/world.h"

#include <algorithm>

#include "common/duration_text.h"
#include "sim/fleet_files.h"

namespace balm::sim {
namespace {

constexpr Duration kRest = 25min;  // until then everything must have come to rest
constexpr std::uint64_t kDeedsMax = 4'000'000;

class World : public Onlooker {
 public:
  explicit World(const RunOptions& options);
  RunOutcome run();

  void see(const Fact& fact) override;

 private:
  void add_host(std::size_t number);
  void begin();
  void plan_faults();
  void let_rest();
  void lift_orders();
  void look_at_the_end();

  RunOptions options_;
  RunPlan plan_;
  Trace trace_;
  Court court_;
  Record ignored_;
  Rarities rarities_;
  Stage stage_;
  Network network_;
  std::unique_ptr<MasterNode> master_;
  std::vector<std::unique_ptr<HostNode>> hosts_;
  std::unique_ptr<Mischief> mischief_;
};

std::vector<HostName> names(std::size_t hosts) {
  std::vector<HostName> all;
  for (std::size_t i = 0; i < hosts; ++i) all.push_back(HostName{"host" + std::to_string(i)});
  return all;
}

World::World(const RunOptions& options)
    : options_(options),
      plan_(plan_run(options)),
      trace_(options.reader),
      court_(fleet_bounds()),
      rarities_(ignored_),
      stage_(options.seed, *this),
      network_(stage_) {
  master_ = std::make_unique<MasterNode>(stage_, network_, names(plan_.hosts));
  master_->install(fleet_configurations());
  for (std::size_t i = 0; i < plan_.hosts; ++i) add_host(i);
  mischief_ = std::make_unique<Mischief>(stage_, network_, *master_, hosts_);
}

void World::add_host(std::size_t number) {
  Random random = stage_.random_for("host " + std::to_string(number));
  AgentNode::Traits traits;
  traits.name = names(number + 1).back();
  traits.labels["role"] = "web";
  if (random.below(3) == 0) traits.bounds.events_max = 4 + random.below(8);
  hosts_.push_back(std::make_unique<HostNode>(stage_, network_, std::move(traits), fleet_checks()));
}

void World::see(const Fact& fact) {
  trace_.add(stage_.time.now(), fact);
  const WallTime wall = master_ ? master_->machine().now().wall : WallTime{};
  court_.see(fact, stage_.time.now(), wall);
  rarities_.see(fact);
  if (!court_.breaches().empty()) stage_.time.stop();
}

void World::begin() {
  master_->start();
  Random random = stage_.random_for("beginning");
  for (const auto& host : hosts_)
    stage_.time.after(between(random, 0s, 10s), [one = host.get()] { one->start(); });
}

void World::plan_faults() {
  for (std::size_t i = 0; i < plan_.faults.size(); ++i) {
    const bool wanted = !options_.faults || std::find(options_.faults->begin(), options_.faults->end(), i) !=
                                                options_.faults->end();
    if (!wanted) continue;
    stage_.time.at(plan_.faults[i].at, [this, i] {
      const Fault& fault = plan_.faults[i];
      stage_.see(FaultStruck{std::string(fault_kinds()[fault.kind].name),
                             "fault " + std::to_string(i) + ": " + to_text(fault)});
      mischief_->strike(fault);
    });
  }
}

// People end what they have ordered, so that nothing waits for them.
void World::lift_orders() {
  master_->ask("thaw", Value(ValueMap{}), {});
  for (const auto& host : hosts_) {
    OperatorAsked seen;
    seen.host = host->name();
    master_->ask("maintenance.off", Value::map({{"selector", host->name().text}}), seen);
  }
}

void World::let_rest() {
  stage_.see(FaultsEnded{});
  mischief_->end_all();
  for (const Duration pause : {Duration(4min), Duration(6min)})
    stage_.time.after(pause, [this] { lift_orders(); });
  stage_.time.run_until(stage_.time.now() + plan_.rest, kDeedsMax);
}

void World::look_at_the_end() {
  for (const auto& host : hosts_) {
    AtRest rest = host->agent().rest();
    for (const auto& [check, ailment] : host->services().all()) {
      const bool bad = ailment == Ailment::Restart || ailment == Ailment::Reinstall ||
                       ailment == Ailment::Incurable || ailment == Ailment::Relapse;
      if (bad) rest.broken.push_back(check);
    }
    stage_.see(rest);
  }
  stage_.see(master_->look_into_tables());
}

RunOutcome World::run() {
  begin();
  plan_faults();
  bool quiet = stage_.time.run_until(plan_.length, kDeedsMax);
  const bool rests = plan_.rest > 0s;
  if (rests && !stage_.time.stopped()) let_rest();
  quiet = quiet && stage_.time.deeds() < kDeedsMax;
  if (!stage_.time.stopped()) {
    if (rests) look_at_the_end();
    court_.close(rests);
  }
  RunOutcome outcome;
  outcome.breaches = court_.breaches();
  if (!quiet)
    outcome.breaches.push_back({"I17", std::string("it never stops, last by ") + stage_.time.last()});
  outcome.hash = trace_.hash();
  outcome.simulated = stage_.time.now();
  outcome.deeds = stage_.time.deeds();
  outcome.hosts = plan_.hosts;
  outcome.faults = plan_.faults.size();
  outcome.reached = rarities_.reached();
  return outcome;
}

}  // namespace

RunPlan plan_run(const RunOptions& options) {
  Random random(options.seed * 0x9E3779B97F4A7C15ull + 1);
  RunPlan plan;
  const std::uint64_t kind = random.below(8);
  plan.mode = options.mode.value_or(kind < 3 ? Mode::Safety : kind < 7 ? Mode::Liveness : Mode::Torture);
  const std::size_t drawn = 1 + random.below(5);
  plan.hosts = options.hosts == 0 ? drawn : options.hosts;
  plan.length = options.length > 0s ? options.length : between(random, 10min, 30min);
  plan.rest = plan.mode == Mode::Safety ? Duration(0s) : Duration(kRest);
  plan.faults = draw_faults({plan.mode, plan.hosts, plan.length}, random);
  return plan;
}

RunOutcome run(const RunOptions& options) {
  return World(options).run();
}

std::string_view to_text(Mode mode) {
  return mode == Mode::Safety ? "safety" : mode == Mode::Liveness ? "liveness" : "torture";
}

}  // namespace balm::sim
