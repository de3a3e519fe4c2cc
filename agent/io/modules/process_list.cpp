#include "agent/io/modules/process_list.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/io/system_clock.h"

namespace balm::agent::modules {

namespace {

constexpr auto kKillWait = std::chrono::seconds(2);  // what the kernel needs at most to end a killed process

std::string read_proc(pid_t pid, const char* file) {
  std::ifstream stream("/proc/" + std::to_string(pid) + "/" + file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::optional<pid_t> pid_of(const char* name) {
  pid_t pid = 0;
  const std::string_view text(name);
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), pid);
  return fault == std::errc() && end == text.data() + text.size() ? std::optional(pid) : std::nullopt;
}

// The name stands in brackets and may hold anything, brackets and line ends too: what follows the last one
// counts.
std::optional<ProcessEntry> read_stat(pid_t pid) {
  const std::string text = read_proc(pid, "stat");
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return std::nullopt;
  ProcessEntry entry;
  entry.pid = pid;
  entry.name = text.substr(open + 1, close - open - 1);
  std::istringstream rest(text.substr(close + 1));
  std::string skipped;
  rest >> entry.state >> entry.parent >> entry.group >> entry.session;
  constexpr int kBetween = 15;  // fields 7 to 21 of proc(5); 22 is the start time
  for (int i = 0; i < kBetween; ++i) rest >> skipped;
  rest >> entry.start_ticks;
  if (!rest) return std::nullopt;
  struct stat info {};
  if (::stat(("/proc/" + std::to_string(pid)).c_str(), &info) == 0) entry.user = info.st_uid;
  return entry;
}

template <class Use>
void for_each_name(const std::string& folder, Use use) {
  DIR* open = ::opendir(folder.c_str());
  if (!open) return;
  while (const dirent* entry = ::readdir(open)) use(entry->d_name);
  ::closedir(open);
}

}  // namespace

WallTime started_at(const ProcessEntry& entry) {
  const auto ticks_per_second = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
  const Duration since_boot =
      std::chrono::seconds(entry.start_ticks / ticks_per_second) +
      std::chrono::nanoseconds(entry.start_ticks % ticks_per_second * 1'000'000'000 / ticks_per_second);
  const Now now = system_now();
  return now.wall - (now.instant.since_boot - since_boot);
}

std::vector<ProcessEntry> list_processes() {
  std::vector<ProcessEntry> entries;
  for_each_name("/proc", [&](const char* name) {
    const auto pid = pid_of(name);
    if (!pid) return;
    auto entry = read_stat(*pid);
    if (entry && !entry->is_dead()) entries.push_back(std::move(*entry));
  });
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.pid < b.pid; });
  return entries;
}

std::optional<ProcessEntry> find_process(pid_t pid) {
  auto entry = read_stat(pid);
  return entry && !entry->is_dead() ? entry : std::nullopt;
}

std::string command_line_of(pid_t pid) {
  std::string line = read_proc(pid, "cmdline");
  while (!line.empty() && line.back() == '\0') line.pop_back();
  std::replace(line.begin(), line.end(), '\0', ' ');
  return line;
}

std::optional<std::string> started_with(pid_t pid, std::string_view name) {
  const std::string text = read_proc(pid, "environ");
  const std::string wanted = std::string(name) + "=";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\0', at), text.size());
    if (text.compare(at, wanted.size(), wanted) == 0)
      return text.substr(at + wanted.size(), end - at - wanted.size());
    at = end + 1;
  }
  return std::nullopt;
}

bool holds_deleted_under(pid_t pid, const std::string& folder) {
  constexpr std::string_view kDeleted = " (deleted)";
  const std::string inside = folder.ends_with('/') ? folder : folder + "/";
  const std::string fds = "/proc/" + std::to_string(pid) + "/fd";
  bool found = false;
  for_each_name(fds, [&](const char* name) {
    std::array<char, 4096> target{};
    const ssize_t size = ::readlink((fds + "/" + name).c_str(), target.data(), target.size());
    if (size <= 0) return;
    const std::string_view path(target.data(), static_cast<std::size_t>(size));
    found = found || (path.starts_with(inside) && path.ends_with(kDeleted));
  });
  return found;
}

std::vector<pid_t> untouchable_processes() {
  std::vector<pid_t> pids = {1};
  for (pid_t pid = ::getpid(); pid > 1;) {
    pids.push_back(pid);
    const auto entry = read_stat(pid);
    pid = entry ? entry->parent : 0;
  }
  return pids;
}

// By system call: glibc 2.36 declares the function in a way C++ cannot link.
UniqueFd process_handle(pid_t pid) {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

ProcessGrip ProcessGrip::take(const ProcessEntry& entry) {
  ProcessGrip grip;
  UniqueFd handle = process_handle(entry.pid);
  const auto now = find_process(entry.pid);  // after the handle: what is read now is what the handle holds
  if (!handle || !now || !(*now == entry)) return grip;
  grip.entry_ = entry;
  grip.handle_ = std::move(handle);
  return grip;
}

bool ProcessGrip::send(int signal) const {
  return ::syscall(SYS_pidfd_send_signal, handle_.get(), signal, nullptr, 0) == 0 || errno == ESRCH;
}

// A zombie whose parent does not reap it has ended as well: its handle is readable.
bool ProcessGrip::ended() const {
  pollfd wait{handle_.get(), POLLIN, 0};
  return ::poll(&wait, 1, 0) > 0;
}

std::size_t wait_for_end(const std::vector<ProcessGrip>& grips, Duration longest) {
  const Instant until = system_now().instant + longest;
  std::size_t left = 0;
  for (const ProcessGrip& grip : grips) {
    while (!grip.ended()) {
      const Duration rest = until - system_now().instant;
      if (rest <= Duration{}) break;
      constexpr Duration kLook = std::chrono::milliseconds(50);  // several ends may come in any order
      timespec pause{0, static_cast<long>(std::min(rest, kLook).count())};
      ::ppoll(nullptr, 0, &pause, nullptr);
    }
    left += grip.ended() ? 0 : 1;
  }
  return left;
}

std::vector<pid_t> end_processes(const std::vector<ProcessGrip>& grips, int signal, Duration grace) {
  for (const ProcessGrip& grip : grips) {
    (void)grip.send(signal);
    (void)grip.send(SIGCONT);  // a stopped process would hear the signal only when it goes on
  }
  if (wait_for_end(grips, grace) > 0) {
    for (const ProcessGrip& grip : grips)
      if (!grip.ended()) (void)grip.send(SIGKILL);
    wait_for_end(grips, kKillWait);
  }
  std::vector<pid_t> left;
  for (const ProcessGrip& grip : grips)
    if (!grip.ended()) left.push_back(grip.entry().pid);
  return left;
}

int signal_number(std::string_view name) {
  if (name.starts_with("SIG")) name.remove_prefix(3);
  for (int number = 1; number < NSIG; ++number) {
    const char* known = ::sigabbrev_np(number);
    if ((known && name == known) || name == std::to_string(number)) return number;
  }
  return 0;
}

}  // namespace balm::agent::modules
