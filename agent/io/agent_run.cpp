#include "agent/io/agent_run.h"

#include <sys/random.h>

#include "agent/io/agent_shell.h"
#include "agent/io/agent_startup.h"
#include "common/io/time_zones.h"
#include "common/version.h"

namespace balm::agent {
namespace {

std::uint64_t kernel_seed() {
  std::uint64_t seed = 0;
  BALM_ASSERT(getrandom(&seed, sizeof seed, 0) == static_cast<ssize_t>(sizeof seed));
  return seed;
}

// The spool, with what was known of the checks when the last process ended.
struct Memory {
  SpoolFile spool;
  AgentMemory memory;
};

Result<Memory> recall(const std::string& state_dir, const AgentStore& store, Log& log) {
  Random random(kernel_seed());
  auto picture = store.load();
  if (!picture && picture.error().kind != Error::Kind::NotFound)
    log.warning("the last picture of the checks is lost, everything is seen anew: " +
                picture.error().message);
  SavedChecks checks = picture ? std::move(*picture) : SavedChecks{};
  bool told_full = false;
  const auto bring_up = [&](const SpoolId& spool, const Event& event) {
    if (checks.spool != spool) checks.seq = 0;  // of an earlier spool: all events are newer
    checks.spool = spool;
    apply_event(checks, event);
    told_full = tells_full(event).value_or(told_full);
  };
  auto opened = SpoolFile::open(state_dir + "/spool", {}, random, bring_up);
  if (!opened) return opened.error();
  checks.spool = opened->facts.id;
  opened->facts.told_full = told_full;
  if (!opened->gap.empty()) log.error("the spool was damaged: " + opened->gap);
  log.info("spool " + opened->facts.id.text + ": " + std::to_string(opened->facts.waiting_bytes.size()) +
           " events wait");
  return Memory{std::move(opened->spool),
                {std::move(opened->facts), std::move(checks), std::move(opened->gap), {}}};
}

// Without it the master sends the set again.
CheckSet recall_check_set(const CheckSetStore& store, Log& log) {
  auto set = store.load();
  if (set) return std::move(*set);
  log.warning("the checks handed down by the master are lost until it sends them again: " +
              set.error().message);
  return {};
}

}  // namespace

Result<int> run_agent(const AgentConfig& config, UniqueFd executor, Signals& signals, Log& log) {
  const auto lock = lock_folder(config.state_dir);
  if (!lock) return lock.error();
  const auto keys = own_keys(config);
  if (!keys) return keys.error();
  auto master = master_key(config);
  if (!master) return master.error();
  if (*master == keys->public_key)
    return Error{Error::Kind::BadData, "the master's key is this host's own key",
                 "copy the key from the master"};
  AgentStore store(config.state_dir + "/checks.json");
  auto recalled = recall(config.state_dir, store, log);
  if (!recalled) return recalled.error();
  CheckSetStore check_set(config.state_dir + "/check_set.json");
  recalled->memory.check_set = recall_check_set(check_set, log);
  const TimeZones zones;
  AgentSetup setup;
  setup.host = {claimed_name(config), config.labels};
  setup.version = kVersion;
  setup.checks_running_max = config.checks_running_max;
  setup.spool_bounds.bytes_max = config.spool_bytes;
  setup.seed = kernel_seed();
  setup.zones = &zones;
  log.info("this host asks to be " + setup.host.name.text + ", key " + fingerprint(keys->public_key));
  ZmqContext context;
  AgentShell shell({std::move(setup),
                    std::move(recalled->memory),
                    std::move(recalled->spool),
                    std::move(store),
                    std::move(check_set),
                    ChecksFolder(config.checks_dir, &zones),
                    {to_text(config.master), std::move(*master), *keys, claimed_name(config)},
                    std::move(executor),
                    config.state_dir},
                   context, signals, log);
  return shell.run();
}

}  // namespace balm::agent
