#include "common/io/spawn.h"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "common/io/system_error.h"
#include "common/io/unique_fd.h"

namespace balm {
namespace {

// What the child was doing when it failed.
enum class Stage : int { Session, Streams, Limits, Account, Directory, Execute, Interpreter };

struct Failure {
  Stage stage = Stage::Session;
  int error = 0;
};

// Everything the child needs, in the form system calls take it.
struct Plan {
  const ProgramSpec* spec = nullptr;
  StandardFds fds;
  int report_fd = -1;  // closed by exec; a Failure is written to it otherwise
  std::vector<std::string> environment_texts;
  std::vector<char*> argv;
  std::vector<char*> environment;
  std::vector<std::string> candidates;  // the paths to try, in the order of PATH
};

[[noreturn]] void give_up(const Plan& plan, Stage stage, int error) {
  const Failure failure{stage, error};
  // The pipe is empty and takes these few bytes whole; if it does not, the parent sees an exit without a
  // report.
  [[maybe_unused]] const ssize_t ignored = ::write(plan.report_fd, &failure, sizeof failure);
  ::_exit(127);
}

void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal)
    ::sigaction(signal, &standard, nullptr);  // some may not be set
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

bool join_streams(const Plan& plan) {
  return ::dup2(plan.fds.input, 0) == 0 && ::dup2(plan.fds.output, 1) == 1 && ::dup2(plan.fds.error, 2) == 2;
}

bool apply_limits(const ProgramSpec& spec) {
  for (const ResourceLimit& limit : spec.limits) {
    const rlimit both{limit.value, limit.value};
    if (::setrlimit(static_cast<__rlimit_resource>(limit.resource), &both) != 0) return false;
  }
  errno = 0;
  return spec.niceness == 0 || ::nice(spec.niceness) != -1 || errno == 0;
}

// Nobody needs rights to make it worse for themselves.
void offer_to_go_first() {
  constexpr std::string_view kFirst = "1000";
  const int fd = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  [[maybe_unused]] const ssize_t ignored = ::write(fd, kFirst.data(), kFirst.size());
  ::close(fd);
}

// Plain system calls: the C library's functions would try to change all threads, which are the caller's.
bool become(const Account& account) {
  return ::syscall(SYS_setgroups, account.groups.size(), account.groups.data()) == 0 &&
         ::syscall(SYS_setresgid, account.group, account.group, account.group) == 0 &&
         ::syscall(SYS_setresuid, account.user, account.user, account.user) == 0;
}

// Returns only when no candidate could be executed.
Failure execute(const Plan& plan) {
  Failure failure{Stage::Execute, ENOENT};
  for (const std::string& path : plan.candidates) {
    ::execve(path.c_str(), plan.argv.data(), plan.environment.data());
    const bool missing = errno == ENOENT || errno == ENOTDIR;
    if (missing && ::access(path.c_str(), F_OK) == 0) return {Stage::Interpreter, ENOENT};
    if (errno == EACCES) failure.error = EACCES;  // a later folder of PATH may have one that may be executed
    if (!missing && errno != EACCES) return {Stage::Execute, errno};
  }
  return failure;
}

[[noreturn]] void run_child(const Plan& plan) {
  const ProgramSpec& spec = *plan.spec;
  if (::setsid() < 0) give_up(plan, Stage::Session, errno);
  reset_signals();
  if (!join_streams(plan)) give_up(plan, Stage::Streams, errno);
  ::syscall(SYS_close_range, 3u, ~0u,
            CLOSE_RANGE_CLOEXEC);  // also what others forgot; old kernels cannot, and ours are
  ::umask(spec.umask);
  if (spec.first_to_go) offer_to_go_first();
  if (!apply_limits(spec)) give_up(plan, Stage::Limits, errno);
  if (spec.account && !become(*spec.account)) give_up(plan, Stage::Account, errno);
  if (spec.no_new_privileges) ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (::chdir(spec.directory.c_str()) != 0) give_up(plan, Stage::Directory, errno);
  const Failure failure = execute(plan);
  give_up(plan, failure.stage, failure.error);
}

// Apart from all else: nothing of this frame may change between the two returns of vfork.
__attribute__((noinline)) pid_t vfork_child(const Plan& plan) {
  const pid_t pid = ::vfork();
  if (pid == 0) run_child(plan);
  return pid;
}

// Whoever started us may have left SIGCHLD ignored; then the kernel throws exit statuses away.
void keep_exit_statuses() {
  struct sigaction action {};
  if (::sigaction(SIGCHLD, nullptr, &action) != 0 || action.sa_handler != SIG_IGN) return;
  action.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &action, nullptr);
}

// No handler of the caller may run in the child, where it would change the caller's memory.
pid_t start_with_signals_blocked(const Plan& plan) {
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = vfork_child(plan);
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

bool has_nul(const std::string& text) {
  return text.find('\0') != std::string::npos;
}

Result<void> check(const ProgramSpec& spec) {
  const auto wrong = [](const char* why) { return Error{Error::Kind::Usage, why, ""}; };
  if (spec.argv.empty() || spec.argv[0].empty()) return wrong("no program is named");
  for (const std::string& argument : spec.argv)
    if (has_nul(argument)) return wrong("an argument holds a NUL byte");
  for (const auto& [name, value] : spec.environment)
    if (name.empty() || name.find('=') != std::string::npos || has_nul(name) || has_nul(value))
      return wrong("the environment holds a name or value that cannot be");
  if (has_nul(spec.directory)) return wrong("the folder's name holds a NUL byte");
  return {};
}

Plan plan_for(const ProgramSpec& spec, const StandardFds& fds, int report_fd) {
  Plan plan{&spec, fds, report_fd, {}, {}, {}, program_paths(spec)};
  for (const std::string& argument : spec.argv) plan.argv.push_back(const_cast<char*>(argument.c_str()));
  plan.argv.push_back(nullptr);
  for (const auto& [name, value] : spec.environment) plan.environment_texts.push_back(name + "=" + value);
  for (std::string& text : plan.environment_texts) plan.environment.push_back(text.data());
  plan.environment.push_back(nullptr);
  return plan;
}

Error explain(const Failure& failure, const ProgramSpec& spec) {
  const std::string& program = spec.argv[0];
  const bool by_name = program.find('/') == std::string::npos;
  switch (failure.stage) {
    case Stage::Session:
      return system_error("cannot start a session for " + program, failure.error);
    case Stage::Streams:
      return system_error("cannot connect the output of " + program, failure.error);
    case Stage::Limits:
      return system_error("cannot set the limits of " + program, failure.error);
    case Stage::Account:
      return system_error("cannot run " + program + " as user " + spec.account->name, failure.error);
    case Stage::Directory:
      return system_error("cannot enter " + spec.directory, failure.error);
    case Stage::Interpreter:
      return {Error::Kind::NotFound, "cannot run " + program + ": the interpreter it asks for is missing",
              "look at its first line, or install what `file " + program + "` names"};
    case Stage::Execute:
      break;
  }
  if (failure.error == ENOENT && by_name)
    return {Error::Kind::NotFound, "there is no program " + program + " in PATH", "give its whole path"};
  if (failure.error == ENOEXEC)
    return {Error::Kind::BadData,
            "cannot run " + program + ": it is no program, and no script that names its interpreter",
            "a script begins with a line like #!/bin/sh"};
  Error error = system_error("cannot run " + program, failure.error);
  if (failure.error == EACCES)
    error.hint = "it must be executable for this user and not on a file system mounted noexec";
  return error;
}

// What the child reports: a Failure, or nothing at all once it has become the program.
std::optional<Failure> read_report(int fd) {
  Failure failure;
  ssize_t got = 0;
  do {
    got = ::read(fd, &failure, sizeof failure);
  } while (got < 0 && errno == EINTR);
  if (got == static_cast<ssize_t>(sizeof failure)) return failure;
  return std::nullopt;
}

}  // namespace

std::vector<std::string> program_paths(const ProgramSpec& spec) {
  const std::string& name = spec.argv[0];
  if (name.find('/') != std::string::npos) return {name};
  std::vector<std::string> candidates;
  const auto path = spec.environment.find("PATH");
  std::string_view rest = path == spec.environment.end() ? std::string_view() : path->second;
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    // An empty part means the current folder to a shell; that has been a trap for forty years.
    if (folder.starts_with('/')) candidates.push_back(std::string(folder) + "/" + name);
  }
  return candidates;
}

Result<pid_t> spawn(const ProgramSpec& spec, const StandardFds& fds) {
  if (auto fine = check(spec); !fine) return fine.error();
  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0) return system_error("cannot start " + spec.argv[0], errno);
  const UniqueFd read_end(report[0]);
  // Above 2, or joining the streams would overwrite it.
  UniqueFd first_write_end(report[1]);
  UniqueFd write_end(::fcntl(first_write_end.get(), F_DUPFD_CLOEXEC, 3));
  first_write_end.reset();
  if (!write_end) return system_error("cannot start " + spec.argv[0], errno);
  const Plan plan = plan_for(spec, fds, write_end.get());
  keep_exit_statuses();
  const pid_t pid = start_with_signals_blocked(plan);
  if (pid < 0) return system_error("cannot start " + spec.argv[0], errno);
  write_end.reset();
  if (const auto failure = read_report(read_end.get())) {
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) continue;
    return explain(*failure, spec);
  }
  return pid;
}

}  // namespace balm
