#include "bench/measure.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

#include "common/io/free_port.h"

namespace balm::bench {
namespace {

namespace fs = std::filesystem;

// "Name:   123 kB" of a file in /proc.
double kilobytes_of(const std::string& path, const std::string& name) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name)) return std::strtod(line.c_str() + name.size(), nullptr);
  return 0;
}

}  // namespace

double seconds_now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double quantile(std::vector<double> samples, double q) {
  if (samples.empty()) return 0;
  std::ranges::sort(samples);
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(samples.size())));
  return samples[std::clamp<std::size_t>(rank, 1, samples.size()) - 1];
}

Result<Folder> Folder::make() {
  const char* const base = std::getenv("TMPDIR");
  std::string path = std::string(base == nullptr || *base == '\0' ? "/tmp" : base) + "/balm-bench-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr)
    return Error{Error::Kind::Io, "cannot make a folder like " + path, ""};
  return Folder(path);
}

Folder::Folder(Folder&& other) noexcept : path_(std::exchange(other.path_, "")) {}

Folder::~Folder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<std::string> free_endpoint() {
  const auto port = free_port();
  if (!port) return port.error();
  return "tcp://127.0.0.1:" + std::to_string(*port);
}

std::string program_beside(const std::string& name) {
  std::error_code error;
  return (fs::read_symlink("/proc/self/exe", error).parent_path() / name).string();
}

Result<ChildProcess> start_logged(std::vector<std::string> argv, const std::string& log) {
  ProgramSpec spec;
  spec.argv = {"/bin/sh", "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log};
  spec.argv.insert(spec.argv.end(), argv.begin(), argv.end());
  spec.after_exit = ProgramSpec::AfterExit::LeaveGroup;
  return ChildProcess::start(spec);
}

void stop(ChildProcess& program) {
  if (program.has_exited()) return;
  (void)::kill(program.pid(), SIGTERM);
  const double until = seconds_now() + 5;
  while (!program.has_exited() && seconds_now() < until) pause(10ms);
  program.kill_group();
}

double resident_bytes(pid_t pid) {
  return 1024 * kilobytes_of("/proc/" + std::to_string(pid) + "/status", "VmRSS:");
}

double proportional_bytes(pid_t pid) {
  return 1024 * kilobytes_of("/proc/" + std::to_string(pid) + "/smaps_rollup", "Pss:");
}

double cpu_seconds(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(in, text);
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(text.substr(name_end + 1));
  std::string word;
  for (int i = 3; i <= 13; ++i) fields >> word;  // proc(5): utime is field 14
  double ticks = 0;
  for (int i = 14; i <= 17; ++i) {
    double part = 0;
    fields >> part;
    ticks += part;
  }
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

void pause(Duration duration) {
  ::usleep(static_cast<useconds_t>(std::chrono::duration_cast<std::chrono::microseconds>(duration).count()));
}

}  // namespace balm::bench
