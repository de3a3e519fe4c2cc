#include "agent/io/process_tree.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <ctime>
#include <map>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/io/unique_fd.h"

namespace balm::agent {
namespace {

constexpr int kKillRounds = 50;  // with kRoundMs in between: what survives them is stuck in the kernel
constexpr int kRoundMs = 20;
constexpr std::size_t kProcBytesMax = 256 * 1024;  // of an environment; longer ones are looked at to here

std::string read_proc(const std::string& path) {
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 4096> buffer;
  while (file && text.size() < kProcBytesMax) {
    const ssize_t got = read(file.get(), buffer.data(), buffer.size());
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return text;
}

std::string proc_path(pid_t pid, std::string_view file) {
  return "/proc/" + std::to_string(pid) + "/" + std::string(file);
}

template <class Number>
Number number_of(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> pids;
  DIR* const folder = opendir("/proc");
  if (folder == nullptr) return pids;
  while (const dirent* entry = readdir(folder))
    if (const auto pid = number_of<pid_t>(entry->d_name); pid > 0) pids.push_back(pid);
  closedir(folder);
  return pids;
}

// The worker's number has been given to someone else: then its session is theirs, too.
pid_t worker_if_ours(const executor::WorkerMark& worker) {
  const auto facts = process_facts(static_cast<pid_t>(worker.pid));
  const bool reused = facts && facts->start_ticks != worker.start_ticks;
  return reused ? 0 : static_cast<pid_t>(worker.pid);
}

class Census {
 public:
  explicit Census(const TaskTrace& trace) : trace_(trace), worker_(worker_if_ours(trace.worker)) {
    for (const pid_t pid : all_processes())
      if (const auto facts = process_facts(pid); facts && pid != self_) processes_.emplace(pid, *facts);
  }

  std::vector<ProcessFacts> members() {
    std::set<pid_t> taken;
    for (const auto& [pid, facts] : processes_)
      if (is_spared(pid)) add_tree(pid, spared_);
    for (const auto& [pid, facts] : processes_)
      if (is_root(facts)) add_tree(pid, taken);
    std::vector<ProcessFacts> found;
    for (const pid_t pid : taken)
      if (!spared_.contains(pid) && processes_.at(pid).state != 'Z') found.push_back(processes_.at(pid));
    return found;
  }

 private:
  bool is_spared(pid_t pid) const {
    return trace_.services.contains(pid) || environment_of(pid, kServiceMark) ||
           environment_of(pid, kCheckMark);
  }

  bool is_root(const ProcessFacts& facts) const {
    if (worker_ != 0 && (facts.pid == worker_ || facts.session == worker_)) return true;
    const bool orphan = facts.parent == self_ && trace_.began_ticks != 0 &&
                        facts.start_ticks >= trace_.began_ticks && !trace_.others.contains(facts.pid);
    return orphan || environment_of(facts.pid, kAttemptMark) == trace_.attempt;
  }

  void add_tree(pid_t pid, std::set<pid_t>& tree) {
    if (!tree.insert(pid).second) return;
    for (const auto& [child, facts] : processes_)
      if (facts.parent == pid) add_tree(child, tree);
  }

  const TaskTrace& trace_;
  pid_t worker_;
  pid_t self_ = getpid();
  std::map<pid_t, ProcessFacts> processes_;
  std::set<pid_t> spared_;  // with all that descends from them
};

}  // namespace

// Fields of /proc/PID/stat, proc(5). The name in parentheses may hold anything, so they are counted from the
// last ')'.
std::optional<ProcessFacts> process_facts(pid_t pid) {
  const std::string text = read_proc(proc_path(pid, "stat"));
  const std::size_t name_end = text.rfind(')');
  if (pid <= 0 || name_end == std::string::npos) return std::nullopt;
  const auto words = words_of(std::string_view(text).substr(name_end + 1));
  constexpr std::size_t kState = 0, kParent = 1, kSession = 3, kStart = 19;
  if (words.size() <= kStart) return std::nullopt;
  return ProcessFacts{pid, number_of<pid_t>(words[kParent]), number_of<pid_t>(words[kSession]),
                      words[kState][0], number_of<std::uint64_t>(words[kStart])};
}

std::optional<std::string> environment_of(pid_t pid, std::string_view name) {
  const std::string all = read_proc(proc_path(pid, "environ"));
  std::string_view rest = all;
  while (!rest.empty()) {
    const std::string_view entry = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
      return std::string(entry.substr(name.size() + 1));
  }
  return std::nullopt;
}

std::vector<ProcessFacts> task_processes(const TaskTrace& trace) {
  return Census(trace).members();
}

// The descriptor pins the process; only then is it looked at again, so nobody can take its number in between.
void signal_process(const ProcessFacts& facts, int signal) {
  const UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, facts.pid, 0)));
  if (!process) return;
  const auto again = process_facts(facts.pid);
  if (again && again->start_ticks == facts.start_ticks)
    syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0);
}

std::size_t signal_task(const TaskTrace& trace, int signal) {
  const auto members = task_processes(trace);
  for (const ProcessFacts& member : members) signal_process(member, signal);
  return members.size();
}

bool kill_task(const TaskTrace& trace) {
  for (int round = 0; round < kKillRounds; ++round) {
    if (signal_task(trace, SIGKILL) == 0) return true;
    poll(nullptr, 0, round == 0 ? 1 : kRoundMs);
  }
  return false;
}

std::uint64_t ticks_now() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  const auto per_second = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK));
  const auto nanoseconds = static_cast<std::uint64_t>(now.tv_nsec);
  return static_cast<std::uint64_t>(now.tv_sec) * per_second + nanoseconds * per_second / 1'000'000'000u;
}

std::vector<pid_t> own_children() {
  const std::string pid = std::to_string(getpid());
  const std::string text = read_proc("/proc/" + pid + "/task/" + pid + "/children");
  std::vector<pid_t> children;
  for (const std::string_view word : words_of(text)) children.push_back(number_of<pid_t>(word));
  return children;
}

std::string kernel_boot_id() {
  std::string id = read_proc("/proc/sys/kernel/random/boot_id");
  while (!id.empty() && id.back() == '\n') id.pop_back();
  return id;
}

}  // namespace balm::agent
