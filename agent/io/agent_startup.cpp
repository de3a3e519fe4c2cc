#include "agent/io/agent_startup.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#include "agent/io/agent_shell.h"
#include "common/io/file_text.h"
#include "common/io/state_folder.h"
#include "common/io/time_zones.h"
#include "common/version.h"

namespace balm::agent {
namespace {

std::uint64_t kernel_seed() {
  std::uint64_t seed = 0;
  BALM_ASSERT(getrandom(&seed, sizeof seed, 0) == static_cast<ssize_t>(sizeof seed));
  return seed;
}

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "";
  return name.data();
}

// The nearest name the rules for ids allow: "Web_1.example.NET" is "web_1.example.net".
std::string fitted(std::string_view name) {
  std::string id;
  for (const char c : name.substr(0, limits::kIdBytesMax)) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool fits = valid_id(std::string("x") + lower);
    id += fits ? lower : '-';
  }
  const std::size_t first = id.find_first_not_of(".-");
  id.erase(0, first == std::string::npos ? id.size() : first);
  return id.empty() ? "host" : id;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
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
  const auto bring_up = [&](const SpoolId& spool, const Event& event) {
    if (checks.spool != spool) checks.seq = 0;  // of an earlier spool: all events are newer
    checks.spool = spool;
    apply_event(checks, event);
  };
  auto opened = SpoolFile::open(state_dir + "/spool", {}, random, bring_up);
  if (!opened) return opened.error();
  checks.spool = opened->facts.id;
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

Result<UniqueFd> lock_folder(const std::string& folder) {
  if (auto made = make_folder(folder, 0700); !made) return made.error();
  if (const auto storage = check_state_folder(folder); !storage) return storage.error();
  const std::string path = folder + "/lock";
  UniqueFd file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file)
    return Error{Error::Kind::Denied, path + ": " + std::strerror(errno), "who owns " + folder + "?"};
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0)
    return Error{Error::Kind::Refused, "another balm-agent is running on " + folder,
                 "systemctl status balm-agent, or give this one folders of its own"};
  return file;
}

HostName claimed_name(const AgentConfig& config) {
  return {config.name.empty() ? fitted(host_name()) : config.name};
}

Result<KeyPair> own_keys(const AgentConfig& config) {
  return read_or_create_key_file(config.state_dir + "/agent.key");
}

Result<std::string> master_key(const AgentConfig& config) {
  if (!config.master_key.empty()) return config.master_key;
  const auto text = read_file(config.master_key_file, {.bytes_max = 4'096, .forbidden_mode = 022});
  if (!text && text.error().kind == Error::Kind::NotFound)
    return Error{Error::Kind::NotFound, "there is no key of the master at " + config.master_key_file,
                 "copy it from the master's /var/lib/balm/master/master.pub, or set master_key"};
  if (!text) return text.error();
  const std::string key = trimmed(*text);
  if (!valid_public_key(key))
    return Error{Error::Kind::BadData, config.master_key_file + " does not hold a public key", ""};
  return key;
}

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
