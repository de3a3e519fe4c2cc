#include "agent/io/executor_shell.h"

#include <algorithm>
#include <csignal>
#include <set>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

#include "agent/executor/executor_limits.h"
#include "agent/io/agent_keeper.h"
#include "agent/io/check_programs.h"
#include "agent/io/child_reaper.h"
#include "agent/io/executor_desk.h"
#include "agent/io/folder_watch.h"
#include "agent/io/journal_disk.h"
#include "agent/io/modules/service_record.h"
#include "agent/io/process_list.h"
#include "agent/io/state_worker.h"
#include "common/io/daemon_exit.h"
#include "common/io/event_loop.h"
#include "common/io/memory_use.h"
#include "common/io/system_clock.h"

namespace balm::agent {
namespace {

std::uint64_t random_number() {
  std::uint64_t number = 0;
  BALM_ASSERT(getrandom(&number, sizeof number, 0) == static_cast<ssize_t>(sizeof number));
  return number;
}

// 128 bits: nobody guesses it, nobody makes it before its time.
std::string new_stamp() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string stamp;
  for (const std::uint64_t part : {random_number(), random_number()})
    for (unsigned shift = 0; shift < 64; shift += 4) stamp += digits[(part >> shift) & 15u];
  return stamp;
}

HostSettings host_settings(const AgentConfig& config) {
  HostSettings settings;
  settings.service_folder = config.executor_dir + "/services";
  settings.environment[kExecutorMark] = folder_mark(config.executor_dir);
  return settings;
}

// What the agent says, as an input of the core. Checks are none of the core's business.
struct ToInput {
  executor::Input operator()(const QueryTask& m) const { return executor::TaskAsked{m.attempt}; }
  executor::Input operator()(const AckResult& m) const { return executor::ResultAcked{m.attempt}; }
  executor::Input operator()(const CancelTask& m) const { return executor::CancelAsked{m.attempt}; }
  executor::Input operator()(const KeepStanding& m) const { return executor::StandingArrived{m.standing}; }
};

class ExecutorShell {
 public:
  ExecutorShell(const AgentConfig& config, const AgentStarter& start_agent, Signals& signals, Log& log);
  int run();

 private:
  int open_desk();  // 0, or the exit code of the program
  void watch_all();
  void receive(const ToExecutor& message);
  void take_order(const Execute& order);
  void on_signal();
  void load_checks();
  void load_settled_checks();
  void stop();
  bool stopped() const;
  void press_stop();
  void tick();
  void each_stamp();
  void keep_tidy();
  Duration until_wake() const;
  std::set<pid_t> children() const;
  std::set<pid_t> services() const;
  void trouble(const std::string& line) { log_.warning(line); }

  const AgentConfig& config_;
  Signals& signals_;
  Log& log_;
  EventLoop loop_;
  ChildReaper reaper_;
  FolderWatch folder_watch_;
  FileJournalDisk disk_;
  ExecutorJournal journal_;
  CheckPrograms programs_;
  CheckRunner checks_;
  TaskBench bench_;
  std::optional<ExecutorDesk> desk_;
  AgentKeeper keeper_;
  Instant next_stamp_;
  std::optional<Instant> load_at_;  // when the folder of checks may have settled
  std::string seen_print_;          // of the folder at the last look
  std::string said_of_checks_;
  std::optional<Instant> stopping_since_;
  bool children_ended_ = false;
  bool bench_empty_ = true;
  bool read_files_ = false;  // since memory was given back
};

ExecutorShell::ExecutorShell(const AgentConfig& config, const AgentStarter& start_agent, Signals& signals,
                             Log& log)
    : config_(config),
      signals_(signals),
      log_(log),
      disk_(config.executor_dir),
      journal_(disk_),
      programs_(config.checks_dir, config.check_user),
      checks_(loop_, config.checks_running_max,
              {[this](const CheckName& check) { return programs_.find(check); },
               [this](const CheckRan& ran) { keeper_.send(ran); }}),
      bench_(loop_, state_worker(host_settings(config)),
             {[this](executor::Input input) { desk_->give(std::move(input)); }, [this] { return children(); },
              [this] { return services(); }, [this](const std::string& line) { trouble(line); },
              folder_mark(config.executor_dir)}),
      keeper_(loop_, start_agent, Random(random_number()),
              {[this] { desk_->give(executor::AgentUp{}); }, [this] { checks_.forget_all(); },
               [this](const ToExecutor& message) { receive(message); },
               [this](const std::string& line) { trouble(line); }}) {}

int ExecutorShell::run() {
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);  // daemons of tasks come to us when they lose their parents
  if (const int code = open_desk(); code != 0) return code;
  if (geteuid() != 0)
    log_.warning("running without root: one user for everything, states can do what that user can");
  watch_all();
  load_checks();
  give_back_memory();  // before the first worker is forked, which shares what is there
  if (auto started = keeper_.start(); !started) {
    log_.error("cannot start the agent process: " + started.error().message);
    return exit_code_of(started.error());
  }
  while (!stopped()) {
    keep_tidy();
    loop_.run_once(until_wake());
    tick();
  }
  return 0;
}

int ExecutorShell::open_desk() {
  auto loaded = journal_.load();
  if (!loaded) {
    log_.error("cannot read the journal: " + loaded.error().message);
    return exit_code_of(loaded.error());
  }
  if (loaded->damaged)
    log_.error("the journal is damaged and was set aside, nothing runs before the master has spoken");
  if (!loaded->note.empty()) log_.warning("journal: " + loaded->note);
  executor::Executor core(std::move(loaded->ledger), {kernel_boot_id(), geteuid() != 0});
  desk_.emplace(std::move(core), journal_, bench_,
                ExecutorDesk::Doors{[this](const FromExecutor& message) { keeper_.send(message); },
                                    [this](const executor::Note& note) {
                                      log_.write(note.trouble ? Log::Level::Warning : Log::Level::Info,
                                                 note.text);
                                    }});
  desk_->begin(new_stamp());
  next_stamp_ = system_now().instant + limits::kHeartbeatEvery;
  return 0;
}

void ExecutorShell::watch_all() {
  loop_.watch(signals_.fd(), [this] { on_signal(); });
  loop_.watch(reaper_.fd(), [this] { children_ended_ = true; });
  loop_.watch(folder_watch_.fd(), [this] {
    if (folder_watch_.take()) load_at_ = system_now().instant + limits::kFolderSettles;
  });
}

void ExecutorShell::receive(const ToExecutor& message) {
  if (stopping_since_) return;
  if (const auto* check = std::get_if<SpawnCheck>(&message)) return checks_.spawn(*check);
  if (const auto* order = std::get_if<Execute>(&message)) return take_order(*order);
  if (const auto* set = std::get_if<UseCheckSet>(&message)) return programs_.hand(set->checks);
  std::visit(
      [this](const auto& each) {
        if constexpr (std::is_invocable_v<ToInput, decltype(each)>) desk_->give(ToInput{}(each));
      },
      message);
}

void ExecutorShell::take_order(const Execute& order) {
  executor::TaskArrived arrived{order, {}, {}, journal_.has_room()};
  const auto worker = bench_.waiting();
  if (worker) arrived.worker = *worker;
  if (!worker) arrived.worker_trouble = worker.error().message;
  desk_->give(std::move(arrived));
  bench_empty_ = true;
}

void ExecutorShell::on_signal() {
  while (const auto signal = signals_.receive()) {
    if (*signal == Signals::Kind::Stop) stop();
    if (*signal != Signals::Kind::Reload) continue;
    load_checks();
    keeper_.signal(SIGHUP);
  }
}

// Watched before it is read: a change in between is read again. A folder that cannot be watched is read now
// and then.
void ExecutorShell::load_checks() {
  read_files_ = true;
  load_at_.reset();
  if (!folder_watch_.watch(programs_.folder())) load_at_ = system_now().instant + limits::kHeartbeatEvery;
  const Result<void> loaded = programs_.load();
  const std::string count = std::to_string(programs_.size()) + " checks";
  const std::string said = loaded ? count + " in " + programs_.folder()
                                  : "the last good checks stay (" + count + "): " + loaded.error().message;
  if (said == std::exchange(said_of_checks_, said)) return;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);)
    log_.write(loaded ? Log::Level::Info : Log::Level::Error, line);
}

// What differs between two looks is still being written.
void ExecutorShell::load_settled_checks() {
  const std::string print = programs_.print();
  if (print == std::exchange(seen_print_, print)) return load_checks();
  load_at_ = system_now().instant + limits::kFolderSettles;
}

void ExecutorShell::stop() {
  const auto current = desk_->core().current();
  if (stopping_since_ && current)
    return desk_->give(executor::CancelAsked{*current});  // asked twice: no patience
  if (stopping_since_) return;
  stopping_since_ = system_now().instant;
  if (current) log_.info("ending; attempt " + to_text(*current) + " has 20s to end");
  keeper_.stop();
  checks_.forget_all();
}

bool ExecutorShell::stopped() const {
  if (!stopping_since_) return false;
  if (system_now().instant - *stopping_since_ > limits::kStopTimeMax) return true;
  return !keeper_.running() && !desk_->core().current() && checks_.running() == 0;
}

void ExecutorShell::press_stop() {
  const auto current = desk_->core().current();
  if (!stopping_since_ || !current) return;
  if (system_now().instant - *stopping_since_ > limits::kTaskStopGrace)
    desk_->give(executor::CancelAsked{*current});
}

void ExecutorShell::tick() {
  const Instant now = system_now().instant;
  checks_.tick();
  keeper_.tick();
  if (const auto due = desk_->core().wake_at(); due && now >= *due) desk_->give(executor::Tick{});
  if (load_at_ && now >= *load_at_) load_settled_checks();
  if (now >= next_stamp_) each_stamp();
  press_stop();
}

void ExecutorShell::each_stamp() {
  next_stamp_ = system_now().instant + limits::kHeartbeatEvery;
  desk_->give(executor::StampDue{new_stamp()});
  if (std::exchange(read_files_, false)) give_back_memory();
  bench_empty_ = true;
  for (const auto& [check, count] : kill_check_leftovers(children()))
    trouble("check " + check + " had left " + std::to_string(count) +
            (count == 1 ? " process" : " processes") + " running; ended");
}

// Behind all callbacks: those who wait for a child of their own have reaped it by now.
void ExecutorShell::keep_tidy() {
  if (children_ended_) children_ended_ = reaper_.reap(children());
  if (!bench_empty_ || stopping_since_ || desk_->core().current()) return;
  bench_empty_ = false;
  if (const auto waiting = bench_.waiting(); !waiting)
    trouble("no process for the next task: " + waiting.error().message);
}

Duration ExecutorShell::until_wake() const {
  Instant wake = next_stamp_;
  for (const auto& due : {checks_.wake_at(), keeper_.wake_at(), desk_->core().wake_at(), load_at_})
    if (due) wake = std::min(wake, *due);
  if (stopping_since_) wake = std::min(wake, system_now().instant + 1s);
  if (children_ended_)
    wake = std::min(wake, system_now().instant + 10ms);  // somebody else's child is to be reaped first
  return std::max(wake - system_now().instant, Duration::zero());
}

std::set<pid_t> ExecutorShell::children() const {
  std::set<pid_t> known = checks_.processes();
  known.merge(bench_.processes());
  if (keeper_.running()) known.insert(keeper_.pid());
  return known;
}

std::set<pid_t> ExecutorShell::services() const {
  std::set<pid_t> pids;
  for (const auto& process : modules::ServiceRecords(config_.executor_dir + "/services").all_processes())
    pids.insert(process.pid);
  return pids;
}

}  // namespace

int run_executor(const AgentConfig& config, const AgentStarter& start_agent, Signals& signals, Log& log) {
  ExecutorShell shell(config, start_agent, signals, log);
  return shell.run();
}

}  // namespace balm::agent
