#include "agent/io/process_list.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/io/system_clock.h"
#include "common/io/unique_fd.h"

namespace balm::agent {
namespace {

constexpr std::size_t kProcBytesMax = 256 * 1024;  // of an environment; longer ones are looked at to here

struct ProcFile {
  std::string text;
  uid_t owner = 0;  // of the process it tells about
};

ProcFile read_proc(const std::string& path) {
  ProcFile file;
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return file;
  std::array<char, 4096> buffer{};
  while (file.text.size() < kProcBytesMax) {
    const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
    if (got <= 0) break;
    file.text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  struct stat info {};
  if (::fstat(fd.get(), &info) == 0) file.owner = info.st_uid;
  return file;
}

std::string proc_path(pid_t pid, std::string_view file) {
  return "/proc/" + std::to_string(pid) + "/" + std::string(file);
}

// 0 for what is no number.
template <class Number>
Number number_of(std::string_view text) {
  Number number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc() && end == text.data() + text.size() ? number : Number{};
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

template <class Use>
void for_each_name(const std::string& folder, Use use) {
  DIR* const open = ::opendir(folder.c_str());
  if (open == nullptr) return;
  while (const dirent* entry = ::readdir(open)) use(entry->d_name);
  ::closedir(open);
}

}  // namespace

// The name stands in brackets and may hold anything, brackets and line ends too: fields are counted from
// behind the last one.
std::optional<ProcessEntry> read_process(pid_t pid) {
  if (pid <= 0) return std::nullopt;
  const ProcFile file = read_proc(proc_path(pid, "stat"));
  const std::size_t open = file.text.find('(');
  const std::size_t close = file.text.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return std::nullopt;
  const auto words = words_of(std::string_view(file.text).substr(close + 1));
  constexpr std::size_t kState = 0, kParent = 1, kGroup = 2, kSession = 3, kStart = 19;
  if (words.size() <= kStart) return std::nullopt;
  ProcessEntry entry;
  entry.pid = pid;
  entry.parent = number_of<pid_t>(words[kParent]);
  entry.group = number_of<pid_t>(words[kGroup]);
  entry.session = number_of<pid_t>(words[kSession]);
  entry.user = file.owner;
  entry.state = words[kState][0];
  entry.start_ticks = number_of<std::uint64_t>(words[kStart]);
  entry.name = file.text.substr(open + 1, close - open - 1);
  return entry;
}

std::optional<ProcessEntry> find_process(pid_t pid) {
  auto entry = read_process(pid);
  return entry && !entry->is_dead() ? entry : std::nullopt;
}

std::vector<ProcessEntry> list_with_zombies() {
  std::vector<ProcessEntry> entries;
  for_each_name("/proc", [&](const char* name) {
    if (auto entry = read_process(number_of<pid_t>(name))) entries.push_back(std::move(*entry));
  });
  std::ranges::sort(entries, {}, &ProcessEntry::pid);
  return entries;
}

std::vector<ProcessEntry> list_processes() {
  std::vector<ProcessEntry> entries = list_with_zombies();
  std::erase_if(entries, [](const ProcessEntry& entry) { return entry.is_dead(); });
  return entries;
}

WallTime started_at(const ProcessEntry& entry) {
  const auto ticks_per_second = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
  const Duration since_boot =
      std::chrono::seconds(entry.start_ticks / ticks_per_second) +
      std::chrono::nanoseconds(entry.start_ticks % ticks_per_second * 1'000'000'000 / ticks_per_second);
  const Now now = system_now();
  return now.wall - (now.instant.since_boot - since_boot);
}

std::string command_line_of(pid_t pid) {
  std::string line = read_proc(proc_path(pid, "cmdline")).text;
  while (!line.empty() && line.back() == '\0') line.pop_back();
  std::ranges::replace(line, '\0', ' ');
  return line;
}

std::optional<std::string> started_with(pid_t pid, std::string_view name) {
  const std::string all = read_proc(proc_path(pid, "environ")).text;
  std::string_view rest = all;
  while (!rest.empty()) {
    const std::string_view entry = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
      return std::string(entry.substr(name.size() + 1));
  }
  return std::nullopt;
}

bool holds_deleted_under(pid_t pid, const std::string& folder) {
  constexpr std::string_view kDeleted = " (deleted)";
  const std::string inside = folder.ends_with('/') ? folder : folder + "/";
  const std::string fds = proc_path(pid, "fd");
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
    const auto entry = read_process(pid);
    pid = entry ? entry->parent : 0;
  }
  return pids;
}

std::vector<pid_t> own_children() {
  const std::string pid = std::to_string(::getpid());
  const std::string text = read_proc("/proc/" + pid + "/task/" + pid + "/children").text;
  std::vector<pid_t> children;
  for (const std::string_view word : words_of(text)) children.push_back(number_of<pid_t>(word));
  return children;
}

std::uint64_t ticks_now() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  const auto per_second = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
  const auto nanoseconds = static_cast<std::uint64_t>(now.tv_nsec);
  return static_cast<std::uint64_t>(now.tv_sec) * per_second + nanoseconds * per_second / 1'000'000'000u;
}

std::string kernel_boot_id() {
  std::string id = read_proc("/proc/sys/kernel/random/boot_id").text;
  while (!id.empty() && id.back() == '\n') id.pop_back();
  return id;
}

}  // namespace balm::agent
