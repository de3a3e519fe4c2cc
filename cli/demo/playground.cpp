#include "cli/demo/playground.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

#include "common/io/file_text.h"
#include "common/io/free_port.h"
#include "common/io/system_clock.h"

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

constexpr Duration kStartWithin = 30s;
constexpr Duration kLook = 20ms;

// Root's agent is a user without rights, who reads the checks by itself: says what is closed to it.
Result<void> open_to_everybody(const fs::path& folder) {
  struct stat info {};
  for (fs::path part = folder; part != part.parent_path(); part = part.parent_path()) {
    const mode_t needed = part == folder ? S_IROTH | S_IXOTH : S_IXOTH;
    if (::stat(part.c_str(), &info) != 0)
      return Error{Error::Kind::Io, "cannot look at " + part.string(), "ls -ld " + part.string()};
    if ((info.st_mode & needed) == needed) continue;
    return Error{
        Error::Kind::Denied,
        "as root the agent and the checks run as the user nobody, to whom " + part.string() + " is closed",
        "run this as an ordinary user, or move the folder to where everybody may read, e.g. /srv"};
  }
  return {};
}

// Quoted for YAML: paths may hold spaces.
std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

}  // namespace

Result<std::unique_ptr<Playground>> Playground::make() {
  const char* const base = std::getenv("TMPDIR");
  std::string name = std::string(base == nullptr || *base == '\0' ? "/tmp" : base) + "/balm-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr)
    return Error{Error::Kind::Io, "cannot make a folder like " + name, "df -h /tmp"};
  std::unique_ptr<Playground> playground(new Playground);
  playground->folder_ = name;
  // Root's agent is another user, who has to find its own folder in there.
  if (::geteuid() == 0 && ::chmod(name.c_str(), 0711) != 0)
    return Error{Error::Kind::Io, "cannot open " + name + " to the agent's user", ""};
  return playground;
}

Playground::~Playground() {
  client_.reset();
  agent_.reset();
  master_.reset();
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

Result<void> Playground::start(const Options& options, Surroundings& surroundings) {
  if (::geteuid() == 0)
    if (auto open = open_to_everybody(options.checks_dir); !open) return open;
  if (auto written = write_configuration(options); !written) return written;
  if (auto started = start_master(surroundings); !started) return started;
  if (auto written = write_agent_configuration(options); !written) return written;
  if (auto started = start_agent(); !started) return started;
  return wait_for_agent(options, surroundings);
}

Result<void> Playground::write_configuration(const Options& options) {
  const auto port = free_port();
  if (!port) return port.error();
  endpoint_ = "tcp://127.0.0.1:" + std::to_string(*port);
  const std::string master =
      "name: demo\nlisten: " + endpoint_ + "\nstate_dir: " + quoted(folder_ + "/master") +
      "\nrules_dir: " + quoted(options.rules_dir) + "\nstates_dir: " + quoted(options.states_dir) +
      "\nchecks_dir: " + quoted(options.checks_dir) + "\nnotifiers_dir: " + quoted(options.notifiers_dir) +
      "\nheartbeat: " +
      std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(options.heartbeat).count()) +
      "ms\nlost_after: 10s\n";
  return replace_file_quickly(folder_ + "/master.yaml", master);
}

// Root may not be the user of anything that has the network; Debian's user without rights is.
Result<void> Playground::write_agent_configuration(const Options& options) {
  const auto key = read_file(folder_ + "/master/master.pub");
  if (!key) return key.error();
  std::string agent =
      "master: " + endpoint_ + "\nmaster_key: " + quoted(key->substr(0, key->find('\n'))) +
      "\nname: " + options.host_name + "\nstate_dir: " + quoted(folder_ + "/agent") +
      "\nexecutor_dir: " + quoted(folder_ + "/executor") + "\nchecks_dir: " +
      quoted(options.agent_checks_dir.empty() ? options.checks_dir : options.agent_checks_dir) + "\n";
  if (::geteuid() == 0) agent += "agent_user: nobody\ncheck_user: nobody\n";
  return replace_file_quickly(folder_ + "/agent.yaml", agent);
}

Result<void> Playground::start_agent() {
  auto agent = Daemon::start("balm-agent", folder_ + "/agent.yaml", folder_ + "/balm-agent.log");
  if (!agent) return agent.error();
  agent_.emplace(std::move(agent).value());
  return {};
}

Result<void> Playground::crash_master(Surroundings& surroundings) {
  kill_master();
  return start_master(surroundings);
}

void Playground::kill_master() {
  client_.reset();
  master_->crash();
  std::error_code ignored;
  fs::remove(operator_file(), ignored);  // written anew when the new one serves
}

Result<void> Playground::start_master(Surroundings& surroundings) {
  auto master = Daemon::start("balm-master", folder_ + "/master.yaml", folder_ + "/balm-master.log");
  if (!master) return master.error();
  master_.emplace(std::move(master).value());
  return wait_for_master(surroundings);
}

// The executor dies; the process with the network ends by itself when it notices.
Result<void> Playground::crash_agent() {
  agent_->crash();
  return start_agent();
}

bool Playground::alive() {
  return master_ && master_->alive() && (!agent_ || agent_->alive());
}

Result<void> Playground::wait_for_master(Surroundings& surroundings) {
  const Instant until = system_now().instant + kStartWithin;
  while (system_now().instant < until) {
    if (!alive()) return Error{Error::Kind::Io, "balm-master ended:\n" + log_tail("balm-master"), ""};
    std::error_code error;
    if (fs::exists(operator_file(), error)) {
      auto client = surroundings.connect({operator_file(), 5s});
      if (client && (*client)->ask("status", Value::map({}))) {
        client_ = std::move(client).value();
        return {};
      }
    }
    if (!surroundings.wait(kLook)) return Error{Error::Kind::Refused, "interrupted", ""};
  }
  return Error{Error::Kind::TimedOut, "balm-master did not answer:\n" + log_tail("balm-master"), ""};
}

Result<void> Playground::wait_for_agent(const Options& options, Surroundings& surroundings) {
  const Instant until = system_now().instant + kStartWithin;
  while (system_now().instant < until) {
    if (!alive()) return Error{Error::Kind::Io, "balm-agent ended:\n" + log_tail("balm-agent"), ""};
    const auto keys = client_->ask("keys.list", Value::map({{"state", "pending"}}));
    if (!keys) return keys.error();
    for (const Value& key : (*keys)["keys"].as_list())
      if (auto accepted = client_->ask("keys.accept", Value::map({{"key", key["fingerprint"]}})); !accepted)
        return accepted.error();
    const auto hosts = client_->ask("hosts.list", Value::map({{"selector", options.host_name}}));
    if (hosts && !(*hosts)["hosts"].as_list().empty() &&
        (*hosts)["hosts"].as_list().front()["state"].string_or() == "up")
      return {};
    if (!surroundings.wait(kLook)) return Error{Error::Kind::Refused, "interrupted", ""};
  }
  return Error{Error::Kind::TimedOut, "the agent did not come up:\n" + log_tail("balm-agent"), ""};
}

std::string Playground::log_tail(const std::string& program) const {
  const auto text = read_file(folder_ + "/" + program + ".log");
  if (!text) return "(no log)";
  constexpr std::size_t kTail = 2'000;
  return text->size() > kTail ? text->substr(text->size() - kTail) : *text;
}

}  // namespace balm::cli
