// balm-sim-mutants [--seeds N] [--only NAME]: runs the simulator against each planted bug until a judge
// catches it, each in a process of its own, and prints the table of docs/SIMULATION.md. 0 when all were
// caught within N seeds (2,000).
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "sim/plants/planted.h"
#include "sim/world.h"

namespace balm::sim {
namespace {

struct Catch {
  std::uint64_t seeds = 0;  // that it took; 0: it was not caught
  std::string by;
};

struct Report {
  std::uint64_t seed = 0;
  std::array<char, 32> by{};
};

// In the child: tells the parent about each seed it begins and, in the end, about the breach.
void hunt(std::size_t plant, std::uint64_t seeds, int out) {
  planted = plant;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Report report{seed, {}};
    if (write(out, &report, sizeof report) != sizeof report) _exit(1);
    RunOptions options;
    options.seed = seed;
    const RunOutcome outcome = run(options);
    if (outcome.breaches.empty()) continue;
    outcome.breaches.front().promise.copy(report.by.data(), report.by.size() - 1);
    if (write(out, &report, sizeof report) != sizeof report) _exit(1);
    _exit(0);
  }
  _exit(0);
}

Catch caught(std::size_t plant, std::uint64_t seeds) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return {};
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(1);
    hunt(plant, seeds, ends[1]);
  }
  close(ends[1]);
  Report last;
  for (Report one; read(ends[0], &one, sizeof one) == sizeof one;) last = one;
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return {last.seed, WTERMSIG(status) == SIGABRT ? "assertion" : "crash"};
  return last.by[0] == '\0' ? Catch{} : Catch{last.seed, last.by.data()};
}

int gate(std::uint64_t seeds, const std::string& only) {
  std::size_t missed = 0;
  std::printf("| planted bug | caught by | seeds |\n|---|---|---|\n");
  for (std::size_t i = 0; i < plant_names().size(); ++i) {
    const std::string& name = plant_names()[i];
    if (!only.empty() && only != name) continue;
    const Catch one = caught(i + 1, seeds);
    missed += one.seeds == 0 ? 1 : 0;
    const std::string count = one.seeds == 0 ? "**not caught**" : std::to_string(one.seeds);
    std::printf("| `%s` | %s | %s |\n", name.c_str(), one.by.c_str(), count.c_str());
  }
  std::printf("\n%zu planted, %zu not caught within %llu seeds\n", plant_names().size(), missed,
              static_cast<unsigned long long>(seeds));
  return missed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace balm::sim

int main(int argc, char** argv) {
  std::uint64_t seeds = 2'000;
  std::string only;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--seeds") == 0) seeds = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--only") == 0) only = argv[i + 1];
  }
  return balm::sim::gate(seeds, only);
}
