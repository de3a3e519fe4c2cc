#include "tests/torture/fleet.h"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "common/io/file_text.h"
#include "common/io/free_port.h"
#include "common/io/system_clock.h"

namespace balm::torture {
namespace {

namespace fs = std::filesystem;

constexpr Duration kUpWithin = 60s;
constexpr Duration kLook = 50ms;
constexpr std::size_t kTail = 1'500;

Result<void> write(const std::string& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (error) return Error{Error::Kind::Io, "cannot make the folder of " + path, "df -h"};
  return replace_file_quickly(path, text);
}

pid_t child_named(pid_t parent, const std::string& name) {
  const std::string number = std::to_string(parent);
  std::ifstream in("/proc/" + number + "/task/" + number + "/children");
  for (pid_t child = 0; in >> child;) {
    std::string command;
    std::getline(std::ifstream("/proc/" + std::to_string(child) + "/cmdline"), command, '\0');
    if (fs::path(command).filename() == name) return child;
  }
  return 0;
}

}  // namespace

Result<std::unique_ptr<Fleet>> Fleet::start(const std::string& folder, std::size_t hosts, const Files& files,
                                            cli::Surroundings& surroundings) {
  std::unique_ptr<Fleet> fleet(new Fleet(folder, surroundings));
  if (auto written = fleet->write_master(files); !written) return written.error();
  if (auto started = fleet->start_master(); !started) return started.error();
  fleet->agents_.resize(hosts);
  const Instant until = system_now().instant + kUpWithin;
  while (!fleet->ask("status", Value::map({})) && system_now().instant < until)
    fleet->surroundings_.wait(kLook);
  for (std::size_t host = 0; host < hosts; ++host)
    if (auto written = fleet->write_agent(host, files); !written) return written.error();
  if (auto started = fleet->start_all(); !started) return started.error();
  if (auto accepted = fleet->accept_all(); !accepted) return accepted.error();
  return fleet;
}

Result<void> Fleet::write_master(const Files& files) {
  const auto port = free_port();
  if (!port) return port.error();
  endpoint_ = "tcp://127.0.0.1:" + std::to_string(*port);
  const std::string top = folder_ + "/";
  for (const char* const part : {"checks.d", "notifiers.d"}) fs::create_directories(top + part);
  if (auto written = write(top + "rules.d/torture.yaml", files.rules); !written) return written;
  for (const auto& [path, text] : files.states)
    if (auto written = write(top + "states/" + path, text); !written) return written;
  return write(top + "master.yaml", "name: torture\nlisten: " + endpoint_ + "\nstate_dir: " + top +
                                        "master\nrules_dir: " + top + "rules.d\nstates_dir: " + top +
                                        "states\nchecks_dir: " + top + "checks.d\nnotifiers_dir: " + top +
                                        "notifiers.d\nheartbeat: 1s\nlost_after: 5s\n");
}

Result<void> Fleet::write_agent(std::size_t host, const Files& files) {
  const auto key = read_file(folder_ + "/master/master.pub");
  if (!key) return key.error();
  const std::string top = agent_folder(host);
  if (auto written = write(top + "/checks.d/torture.yaml", files.checks(host_name(host))); !written)
    return written;
  std::string text = "master: " + endpoint_ + "\nmaster_key: \"" + key->substr(0, key->find('\n')) +
                     "\"\nname: " + host_name(host) + "\nstate_dir: " + top + "/agent\nexecutor_dir: " + top +
                     "/executor\nchecks_dir: " + top + "/checks.d\n";
  if (::geteuid() == 0) text += "agent_user: nobody\ncheck_user: nobody\n";
  return write(top + "/agent.yaml", text);
}

Result<void> Fleet::start_master() {
  auto master = cli::Daemon::start("balm-master", folder_ + "/master.yaml", folder_ + "/master.log");
  if (!master) return master.error();
  master_.emplace(std::move(master).value());
  return {};
}

Result<void> Fleet::start_all() {
  if (!master_ || !master_->alive())
    if (auto started = start_master(); !started) return started;
  for (std::size_t host = 0; host < agents_.size(); ++host) {
    if (agents_[host] && agents_[host]->alive()) continue;
    auto agent = cli::Daemon::start("balm-agent", agent_folder(host) + "/agent.yaml",
                                    folder_ + "/" + host_name(host) + ".log");
    if (!agent) return agent.error();
    agents_[host].emplace(std::move(agent).value());
  }
  return {};
}

Result<void> Fleet::accept_all() {
  const Instant until = system_now().instant + kUpWithin;
  while (system_now().instant < until) {
    const auto pending = ask("keys.list", Value::map({{"state", "pending"}}));
    if (pending)
      for (const Value& key : (*pending)["keys"].as_list())
        (void)ask("keys.accept", Value::map({{"key", key["fingerprint"]}}));
    std::size_t up = 0;
    if (const auto hosts = ask("hosts.list", Value::map({{"selector", "all"}})); hosts)
      for (const Value& host : (*hosts)["hosts"].as_list()) up += host["state"].string_or() == "up" ? 1 : 0;
    if (up == agents_.size()) return {};
    if (!surroundings_.wait(kLook)) return Error{Error::Kind::Refused, "interrupted", ""};
  }
  return Error{Error::Kind::TimedOut, "the agents did not come up:\n" + logs(), ""};
}

bool Fleet::crash_master() {
  client_.reset();
  if (!master_ || !master_->alive()) return false;
  master_->crash();
  return true;
}

bool Fleet::crash_executor(std::size_t host) {
  if (!agents_[host] || !agents_[host]->alive()) return false;
  agents_[host]->crash();
  return true;
}

bool Fleet::crash_network(std::size_t host) {
  if (!agents_[host] || !agents_[host]->alive()) return false;
  const pid_t child = child_named(agents_[host]->pid(), "balm-agent-network");
  return child > 0 && ::kill(child, SIGKILL) == 0;
}

Result<Value> Fleet::ask(std::string_view verb, const Value& args) {
  if (!client_) {
    auto client = surroundings_.connect({folder_ + "/master/operator.json", 3s});
    if (!client) return client.error();
    client_ = std::move(client).value();
  }
  return client_->ask(verb, args);
}

Remains Fleet::stop_all() {
  client_.reset();
  for (auto& agent : agents_) agent.reset();
  master_.reset();
  Remains remains{folder_ + "/master/master.db", {}};
  for (std::size_t host = 0; host < agents_.size(); ++host)
    remains.spools.push_back(agent_folder(host) + "/agent/spool");
  return remains;
}

std::string Fleet::logs() const {
  std::string text;
  for (const fs::directory_entry& file : fs::directory_iterator(folder_)) {
    if (file.path().extension() != ".log") continue;
    const auto log = read_file(file.path().string());
    text += "--- " + file.path().filename().string() + "\n";
    if (log) text += log->substr(log->size() > kTail ? log->size() - kTail : 0);
  }
  return text;
}

}  // namespace balm::torture
