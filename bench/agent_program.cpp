#include "bench/agent_program.h"

#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "common/io/file_text.h"

namespace balm::bench {
namespace {

constexpr double kUpWithinSeconds = 30;

void add_children(pid_t pid, std::vector<pid_t>& all) {
  const std::string name = std::to_string(pid);
  std::ifstream in("/proc/" + name + "/task/" + name + "/children");
  for (pid_t child = 0; in >> child;) {
    all.push_back(child);
    add_children(child, all);
  }
}

Result<bool> is_up(ZmqContext& context, MasterProgram& master) {
  const auto keys = master.ask(context, "keys.list", Value::map({{"state", "pending"}}));
  if (!keys) return keys.error();
  for (const Value& key : (*keys)["keys"].as_list()) {
    const auto done = master.ask(context, "keys.accept", Value::map({{"key", key["fingerprint"]}}));
    if (!done) return done.error();
  }
  const auto hosts = master.ask(context, "hosts.list", Value::map({{"selector", "bench"}}));
  if (!hosts) return hosts.error();
  const ValueList& list = (*hosts)["hosts"].as_list();
  return !list.empty() && list.front()["state"].string_or() == "up";
}

}  // namespace

Result<AgentProgram> AgentProgram::start(ZmqContext& context, MasterProgram& master,
                                         const std::string& checks) {
  auto folder = Folder::make();
  if (!folder) return folder.error();
  AgentProgram program(std::move(folder).value());
  if (auto laid = program.lay_out(master, checks); !laid) return laid.error();
  if (auto ran = program.run(context, master); !ran) return ran.error();
  return program;
}

AgentProgram::~AgentProgram() {
  if (program_) stop(*program_);
}

// As root the agent is another user, who has to find its own folder.
Result<void> AgentProgram::lay_out(const MasterProgram& master, const std::string& checks) {
  const std::string& top = folder_.path();
  if (::chmod(top.c_str(), 0711) != 0 || ::mkdir((top + "/checks.d").c_str(), 0755) != 0)
    return Error{Error::Kind::Io, "cannot prepare " + top, ""};
  if (auto written = replace_file_quickly(top + "/checks.d/bench.yaml", checks); !written) return written;
  std::string text = "master: " + master.endpoint() + "\nmaster_key: \"" + master.server_key() +
                     "\"\nname: bench\nstate_dir: " + top + "/agent\nexecutor_dir: " + top +
                     "/executor\nchecks_dir: " + top + "/checks.d\n";
  if (::geteuid() == 0) text += "agent_user: nobody\ncheck_user: nobody\n";
  return replace_file_quickly(top + "/agent.yaml", text);
}

Result<void> AgentProgram::run(ZmqContext& context, MasterProgram& master) {
  const std::string log = folder_.path() + "/agent.log";
  auto program =
      start_logged({program_beside("balm-agent"), "--config", folder_.path() + "/agent.yaml"}, log);
  if (!program) return program.error();
  program_.emplace(std::move(program).value());
  const double until = seconds_now() + kUpWithinSeconds;
  while (seconds_now() < until && !program_->has_exited()) {
    const auto up = is_up(context, master);
    if (!up) return up.error();
    if (*up) return {};
    pause(50ms);
  }
  const auto told = read_file(log);
  return Error{Error::Kind::Io, "balm-agent does not come up:\n" + (told ? *told : ""), ""};
}

std::vector<pid_t> AgentProgram::processes() const {
  std::vector<pid_t> all{program_->pid()};
  add_children(program_->pid(), all);
  return all;
}

}  // namespace balm::bench
