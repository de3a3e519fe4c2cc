// Services that are plain commands: `start` brings it up, in the foreground or as a daemon of its own. Before
// a start all that is left of an earlier run is ended, so that a killed master's workers do not hold the
// port.
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/io/modules/command_run.h"
#include "agent/io/modules/file_access.h"
#include "agent/io/modules/service_provider.h"
#include "agent/io/modules/service_record.h"
#include "agent/io/process_grip.h"
#include "agent/io/process_list.h"
#include "common/io/spawn.h"
#include "common/io/system_clock.h"
#include "common/io/system_error.h"

namespace balm::agent::modules {

namespace {

constexpr Duration kDefaultGrace = std::chrono::seconds(10);
constexpr Duration kDefaultSettle = std::chrono::milliseconds(500);
constexpr Duration kDaemonWait =
    std::chrono::seconds(30);  // until a start command that makes a daemon is done
constexpr Duration kPidfileSlack = std::chrono::seconds(2);  // start times are rounded, wall clocks are set
constexpr Duration kCheckPause = std::chrono::milliseconds(200);
constexpr std::size_t kLastWordsBytes = 2'000;

Duration duration_or(const Value& value, Duration otherwise) {
  return value.is_null() ? otherwise : value.as_duration();
}

std::optional<pid_t> pid_in(const std::string& path) {
  auto text = read_whole(path);
  if (!text) return std::nullopt;
  pid_t pid = 0;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), pid);
  return read.ec == std::errc() && pid > 1 ? std::optional(pid) : std::nullopt;
}

// A child that may live on when we are gone. Its end is seen, and reaped, while we look.
class StartedProcess {
 public:
  explicit StartedProcess(pid_t pid) : pid_(pid), handle_(process_handle(pid)) {}

  pid_t pid() const { return pid_; }

  // Exit status as waitpid(2) gives it; nothing when it lives after `longest`.
  std::optional<int> ended_within(Duration longest) {
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(longest).count();
    pollfd wait{handle_.get(), POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(ms)) <= 0) return std::nullopt;
    int status = 0;
    return ::waitpid(pid_, &status, 0) == pid_ ? std::optional(status) : std::optional(-1);
  }

 private:
  pid_t pid_;
  UniqueFd handle_;
};

class CommandProvider : public ServiceProvider {
 public:
  CommandProvider(const ModuleCall& call, const HostSettings& host)
      : call_(call), host_(host), records_(host.service_folder), name_(call.name) {}

  std::string_view kind() const override { return "command"; }

  Result<ServiceStatus> status() override {
    ServiceStatus status;
    const auto processes = living();
    const auto main = main_process(processes);
    status.running = main.has_value();
    if (const auto check = texts_of(call_["check"]); !check.empty()) {
      auto ended = run_command(command_spec(check, Value(ValueMap{}), host_), kDaemonWait, host_);
      if (!ended) return ended.error();
      status.running = ended->succeeded();
    }
    if (main) status.detail = "pid " + std::to_string(main->pid);
    if (!status.running) status.leftovers = processes.size();
    return status;
  }

  Result<void> start() override {
    if (texts_of(call_["start"]).empty())
      return Error{Error::Kind::Usage, "Service " + name_ + " has no `start` command", ""};
    if (auto ended = end_living(); !ended) return ended;
    auto log = open_log();
    if (!log) return log.error();
    auto spec = command_spec(texts_of(call_["start"]), call_.arguments, host_);
    if (!spec) return spec.error();
    spec->environment[kServiceVariable] = name_;
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    auto pid = spawn(*spec, {null.get(), log->get(), log->get()});
    if (!pid) return pid.error();
    if (auto settled = settle(*pid); !settled) return settled;
    return wait_for_check();
  }

  Result<void> stop() override {
    if (const auto command = texts_of(call_["stop"]); !command.empty()) {
      auto ended = run_command(command_spec(command, Value(ValueMap{}), host_), call_.timeout, host_);
      if (!ended) return ended.error();
      // What it could not stop is ended below.
    }
    if (auto ended = end_living(); !ended) return ended;
    records_.forget(name_);
    return {};
  }

  Result<void> restart() override {
    if (auto stopped = stop(); !stopped) return stopped;
    return start();
  }

  Result<void> reload() override {
    if (const auto command = texts_of(call_["reload_with"]); !command.empty()) {
      auto ended = run_command(command_spec(command, Value(ValueMap{}), host_), call_.timeout, host_);
      if (!ended) return ended.error();
      if (ended->succeeded()) return {};
      return Error{Error::Kind::Io,
                   shown(command) + ": " + ended->describe() + " " + without_line_ends(ended->error), ""};
    }
    const auto main = main_process(living());
    const ProcessGrip grip = main ? ProcessGrip::take(*main) : ProcessGrip();
    if (!grip) return Error{Error::Kind::NotFound, "Service " + name_ + " does not run", ""};
    if (!grip.send(SIGHUP)) return system_error("cannot send HUP to " + name_, errno);
    return {};
  }

  Result<void> enable(bool) override {
    return Error{Error::Kind::Usage, "a service made of commands cannot start with the host", ""};
  }

 private:
  // The daemon a pid file tells of. Not believed: a file of somebody who is neither root nor the process's
  // own user (it could name any process to be ended), and one older than the process (which then merely got
  // the number of the dead daemon).
  std::optional<ProcessEntry> by_pidfile() const {
    const std::string path = call_["pidfile"].string_or();
    const auto pid = path.empty() ? std::nullopt : pid_in(path);
    const auto entry = pid ? find_process(*pid) : std::nullopt;
    if (!entry) return std::nullopt;
    const PathFacts file = look_at(path);
    if (file.user != 0 && file.user != entry->user) return std::nullopt;
    if (started_at(*entry) > file.modified + kPidfileSlack) return std::nullopt;
    return entry;
  }

  std::vector<ProcessEntry> living() const {
    std::vector<ProcessEntry> processes = records_.processes_of(name_);
    if (call_["pidfile"].is_null()) return processes;
    const auto spared = untouchable_processes();
    for (const ProcessEntry& entry : list_processes()) {
      if (std::find(spared.begin(), spared.end(), entry.pid) != spared.end()) continue;
      if (of_pidfile(entry) && std::find(processes.begin(), processes.end(), entry) == processes.end())
        processes.push_back(entry);
    }
    return processes;
  }

  // The daemon, its children, and when it is dead those it left in its session: of the same program, or the
  // number may have gone to strangers.
  bool of_pidfile(const ProcessEntry& entry) const {
    if (const auto daemon = by_pidfile()) {
      const bool own_group = daemon->group == daemon->pid && entry.group == daemon->group;
      return entry.pid == daemon->pid || entry.parent == daemon->pid || own_group;
    }
    const auto pid = pid_in(call_["pidfile"].string_or());
    const std::vector<std::string> start = texts_of(call_["start"]);
    if (!pid || start.empty() || find_process(*pid)) return false;
    const std::string program = start[0].substr(start[0].find_last_of('/') + 1).substr(0, 15);
    return entry.name == program && (entry.session == *pid || entry.group == *pid);
  }

  // The process that is the service; others may be left of it without it.
  std::optional<ProcessEntry> main_process(const std::vector<ProcessEntry>& processes) const {
    if (!call_["pidfile"].is_null()) return by_pidfile();
    const auto record = records_.find(name_);
    for (const ProcessEntry& entry : processes)
      if (record && entry.pid == record->pid && entry.start_ticks == record->start_ticks) return entry;
    return std::nullopt;
  }

  Result<void> end_living() {
    std::vector<ProcessGrip> grips;
    for (const ProcessEntry& entry : living())
      if (ProcessGrip grip = ProcessGrip::take(entry); grip) grips.push_back(std::move(grip));
    const auto left = end_processes(grips, SIGTERM, duration_or(call_["grace"], kDefaultGrace));
    if (left.empty()) return {};
    return Error{Error::Kind::Io,
                 "process " + std::to_string(left.front()) + " of service " + name_ + " does not end", ""};
  }

  Result<UniqueFd> open_log() {
    if (auto made = make_folders_above(records_.log_path(name_), {}); !made) return made.error();
    UniqueFd log(::open(records_.log_path(name_).c_str(),
                        O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!log) return system_error("cannot write " + records_.log_path(name_), errno);
    return log;
  }

  // A process that lives on is the service. One that ends well has made a daemon: found by its pid file, or
  // by its mark.
  Result<void> settle(pid_t pid) {
    StartedProcess started(pid);
    if (const auto entry = find_process(pid))
      if (auto kept = remember(*entry); !kept) return kept;
    auto status = started.ended_within(duration_or(call_["settle"], kDefaultSettle));
    if (!status && !call_["pidfile"].is_null() && !by_pidfile()) status = started.ended_within(kDaemonWait);
    if (!status) return remember_daemon_of(pid);
    if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0)
      return Error{Error::Kind::Io, "Service " + name_ + " ended at once: " + how(*status) + last_words(),
                   ""};
    return remember_daemon_of(pid);
  }

  // With a `check` the service is up when that succeeds.
  Result<void> wait_for_check() {
    const auto check = texts_of(call_["check"]);
    if (check.empty()) return {};
    const Instant until = system_now().instant + kDaemonWait;
    while (true) {
      auto ended = run_command(command_spec(check, Value(ValueMap{}), host_), kDaemonWait, host_);
      if (!ended) return ended.error();
      if (ended->succeeded()) return {};
      if (system_now().instant > until)
        return Error{Error::Kind::TimedOut,
                     "Service " + name_ + " was started, but its check fails: " + ended->describe() + " " +
                         without_line_ends(ended->output),
                     ""};
      ::poll(nullptr, 0,
             static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(kCheckPause).count()));
    }
  }

  Result<void> remember_daemon_of(pid_t pid) {
    if (const auto daemon = by_pidfile()) return remember(*daemon);
    if (const auto entry = find_process(pid)) return remember(*entry);
    const auto processes = records_.processes_of(name_);
    if (processes.empty())
      return Error{Error::Kind::NotFound,
                   "Service " + name_ + " left no process that could be found" + last_words(),
                   "give `pidfile`, or start it in the foreground"};
    return remember(processes.front());
  }

  Result<void> remember(const ProcessEntry& entry) {
    return records_.keep({name_, boot_id(), entry.pid, entry.start_ticks, entry.group, entry.session});
  }

  static std::string how(int status) {
    if (WIFEXITED(status)) return "exit code " + std::to_string(WEXITSTATUS(status));
    return "signal " + std::to_string(WTERMSIG(status));
  }

  std::string last_words() const {
    auto text = read_whole(records_.log_path(name_));
    if (!text || text->empty()) return "";
    const std::string end =
        text->size() > kLastWordsBytes ? text->substr(text->size() - kLastWordsBytes) : *text;
    return ": " + without_line_ends(end);
  }

  const ModuleCall& call_;
  const HostSettings& host_;
  ServiceRecords records_;
  std::string name_;
};

}  // namespace

std::unique_ptr<ServiceProvider> command_provider(const ModuleCall& call, const HostSettings& host) {
  return std::make_unique<CommandProvider>(call, host);
}

}  // namespace balm::agent::modules
