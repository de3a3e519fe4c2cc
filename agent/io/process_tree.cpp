#include "agent/io/process_tree.h"

#include <csignal>
#include <map>
#include <utility>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/io/process_grip.h"

namespace balm::agent {
namespace {

constexpr int kKillRounds = 50;  // with kRoundMs in between: what survives them is stuck in the kernel
constexpr int kRoundMs = 20;

// The worker's number has been given to someone else: then its session is theirs, too.
pid_t worker_if_ours(const executor::WorkerMark& worker) {
  const auto facts = read_process(static_cast<pid_t>(worker.pid));
  const bool reused = facts && facts->start_ticks != worker.start_ticks;
  return reused ? 0 : static_cast<pid_t>(worker.pid);
}

class Census {
 public:
  explicit Census(const TaskTrace& trace) : trace_(trace), worker_(worker_if_ours(trace.worker)) {
    // A zombie may have children: its main thread has ended, others go on.
    for (ProcessEntry& entry : list_with_zombies())
      if (entry.pid != self_) processes_.emplace(entry.pid, std::move(entry));
  }

  std::vector<ProcessEntry> members() {
    std::set<pid_t> taken;
    for (const auto& [pid, facts] : processes_)
      if (is_spared(pid)) add_tree(pid, spared_);
    for (const auto& [pid, facts] : processes_)
      if (is_root(facts)) add_tree(pid, taken);
    std::vector<ProcessEntry> found;
    for (const pid_t pid : taken)
      if (!spared_.contains(pid) && processes_.at(pid).state != 'Z') found.push_back(processes_.at(pid));
    return found;
  }

 private:
  bool is_spared(pid_t pid) const {
    return trace_.services.contains(pid) || started_with(pid, kServiceMark) || started_with(pid, kCheckMark);
  }

  bool is_root(const ProcessEntry& facts) const {
    if (worker_ != 0 && (facts.pid == worker_ || facts.session == worker_)) return true;
    const bool orphan = facts.parent == self_ && trace_.began_ticks != 0 &&
                        facts.start_ticks >= trace_.began_ticks && !trace_.others.contains(facts.pid);
    return orphan || (started_with(facts.pid, kAttemptMark) == trace_.attempt &&
                      started_with(facts.pid, kExecutorMark).value_or("") == trace_.executor);
  }

  void add_tree(pid_t pid, std::set<pid_t>& tree) {
    if (!tree.insert(pid).second) return;
    for (const auto& [child, facts] : processes_)
      if (facts.parent == pid) add_tree(child, tree);
  }

  const TaskTrace& trace_;
  pid_t worker_;
  pid_t self_ = getpid();
  std::map<pid_t, ProcessEntry> processes_;
  std::set<pid_t> spared_;  // with all that descends from them
};

}  // namespace

std::string folder_mark(const std::string& folder) {
  struct stat facts {};
  if (stat(folder.c_str(), &facts) != 0) return folder;
  return std::to_string(facts.st_dev) + ":" + std::to_string(facts.st_ino);
}

std::vector<ProcessEntry> task_processes(const TaskTrace& trace) {
  return Census(trace).members();
}

std::size_t signal_task(const TaskTrace& trace, int signal) {
  const auto members = task_processes(trace);
  for (const ProcessEntry& member : members) signal_process(member, signal);
  return members.size();
}

bool kill_task(const TaskTrace& trace) {
  for (int round = 0; round < kKillRounds; ++round) {
    if (signal_task(trace, SIGKILL) == 0) return true;
    poll(nullptr, 0, round == 0 ? 1 : kRoundMs);
  }
  return false;
}

}  // namespace balm::agent
