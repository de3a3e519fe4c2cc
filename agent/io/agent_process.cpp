#include "agent/io/agent_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "agent/io/executor_channel.h"
#include "common/io/account.h"
#include "common/io/file_text.h"

namespace balm::agent {
namespace {

constexpr int kExitNotStarted = 71;  // EX_OSERR

// Everything the child needs, made ready before the fork: between fork and exec only system calls are safe.
struct Plan {
  std::optional<Account> account;
  std::vector<const char*> argv;
  std::vector<const char*> environment;
  int channel = -1;
  int program = -1;  // above kChannelFd
  pid_t parent = 0;
};

bool become(const Account& account) {
  return setgroups(account.groups.size(), account.groups.data()) == 0 &&
         setresgid(account.group, account.group, account.group) == 0 &&
         setresuid(account.user, account.user, account.user) == 0;
}

// In the child; does not come back.
[[noreturn]] void turn_into_agent(const Plan& plan) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  // The channel may be kChannelFd already; dup2 onto itself would leave it closing on exec.
  if (plan.channel == AgentProcess::kChannelFd)
    fcntl(plan.channel, F_SETFD, 0);
  else if (dup2(plan.channel, AgentProcess::kChannelFd) < 0)
    _exit(kExitNotStarted);
  syscall(SYS_close_range, AgentProcess::kChannelFd + 1, ~0u, CLOSE_RANGE_CLOEXEC);
  if (plan.account && !become(*plan.account)) _exit(kExitNotStarted);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // after the change of user, which resets it
  if (getppid() != plan.parent) _exit(kExitNotStarted);
  umask(0077);
  syscall(SYS_execveat, plan.program, "", const_cast<char* const*>(plan.argv.data()),
          const_cast<char* const*>(plan.environment.data()), AT_EMPTY_PATH);
  _exit(kExitNotStarted);
}

Result<std::optional<Account>> agent_account(const AgentConfig& config) {
  if (geteuid() != 0) return std::optional<Account>{};
  auto account = find_account(config.agent_user);
  if (!account)
    return Error{account.error().kind,
                 "the user " + config.agent_user + " of the agent: " + account.error().message,
                 "create it, or set agent_user"};
  if (account->user == 0)
    return Error{Error::Kind::Denied, "agent_user must not be root", "name a user without rights"};
  account->groups.clear();
  if (auto ready = prepare_state_dir(config.state_dir, *account); !ready) return ready.error();
  return std::optional(std::move(*account));
}

}  // namespace

Result<void> prepare_state_dir(const std::string& path, const Account& account) {
  if (auto made = make_folder(path, 0700); !made) return made;
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    return Error{Error::Kind::Denied, path + " is not a folder", ""};
  if (info.st_uid == account.user) return {};
  if (info.st_uid != 0)
    return Error{Error::Kind::Denied, path + " belongs to another user", "chown it to " + account.name};
  const UniqueFd folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder || fchown(folder.get(), account.user, account.group) != 0)
    return Error{Error::Kind::Io, "cannot give " + path + " to " + account.name + ": " + std::strerror(errno),
                 ""};
  return {};
}

Result<UniqueFd> open_agent_program() {
  std::array<char, 4096> self{};
  const ssize_t size = readlink("/proc/self/exe", self.data(), self.size());
  const std::string_view own(self.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const std::string path = std::string(own.substr(0, own.rfind('/') + 1)) + "balm-agent-network";
  const UniqueFd found(open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!found || access(path.c_str(), X_OK) != 0) {
    const auto kind = errno == ENOENT ? Error::Kind::NotFound : Error::Kind::Denied;
    return Error{kind, "cannot run " + path + ": " + std::strerror(errno), "install it beside balm-agent"};
  }
  UniqueFd program(fcntl(found.get(), F_DUPFD_CLOEXEC, AgentProcess::kChannelFd + 1));
  if (program) return program;
  return Error{Error::Kind::Io, "cannot hold " + path + ": " + std::strerror(errno), ""};
}

Result<AgentProcess> start_agent_process(const AgentConfig& config, const std::string& config_path,
                                         const UniqueFd& program) {
  auto account = agent_account(config);
  if (!account) return account.error();
  auto ends = ExecutorChannel::pair();
  if (!ends) return ends.error();
  Plan plan;
  plan.account = std::move(*account);
  plan.argv = {"balm-agent-network", "--config", config_path.c_str(), nullptr};
  plan.environment = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", nullptr};
  plan.channel = ends->second.get();
  plan.program = program.get();
  plan.parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) turn_into_agent(plan);
  if (pid < 0)
    return Error{Error::Kind::Io, std::string("cannot start the agent process: ") + std::strerror(errno), ""};
  UniqueFd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!pidfd)
    return Error{Error::Kind::Io, std::string("cannot watch the agent process: ") + std::strerror(errno), ""};
  return AgentProcess{pid, std::move(pidfd), std::move(ends->first)};
}

}  // namespace balm::agent
