#include "sim/campaign.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>

#include <unistd.h>

#include "sim/rarities.h"
#include "sim/shrink.h"
#include "sim/words.h"
#include "sim/world.h"

namespace balm::sim {
namespace {

constexpr std::uint64_t kStandardRun = 500;  // seeds; so many must come through every rare situation

// The command that repeats the run under way, for the moment in which an assertion of a core ends the
// process.
char reproduction_under_way[512] = "";

void on_abort(int) {
  constexpr char kHead[] = "an assertion failed; again: ";
  (void)!write(STDERR_FILENO, kHead, sizeof kHead - 1);
  (void)!write(STDERR_FILENO, reproduction_under_way, std::strlen(reproduction_under_way));
  (void)!write(STDERR_FILENO, "\n", 1);
}

struct Sum {
  Reached reached;
  Duration simulated{};
  Duration host_time{};  // simulated time times hosts
  std::uint64_t runs = 0;
  std::uint64_t broken = 0;
};

void report(const RunOptions& options, const RunOutcome& outcome) {
  std::printf("\nseed %llu breaks a promise:\n", static_cast<unsigned long long>(options.seed));
  for (std::size_t i = 0; i < outcome.breaches.size() && i < 5; ++i)
    std::printf("  %s  %s\n", outcome.breaches[i].promise.c_str(), outcome.breaches[i].text.c_str());
  std::printf("again: %s\n", reproduction(options).c_str());
}

void report_shrunk(const RunOptions& options) {
  std::printf("shrinking ...\n");
  std::fflush(stdout);
  const Shrunk shrunk = shrink(options);
  const RunPlan plan = plan_run(options);
  std::printf("%zu of %zu faults are enough, after %u runs:\n", shrunk.faults.size(), plan.faults.size(),
              shrunk.runs);
  for (const std::size_t fault : shrunk.faults)
    std::printf("  %3zu  %s\n", fault, to_text(plan.faults[fault]).c_str());
  RunOptions smaller = options;
  smaller.faults = shrunk.faults;
  std::printf("again: %s\n", reproduction(smaller).c_str());
}

// Lists what was not reached. True: everything was.
bool all_reached(const Reached& reached) {
  bool all = true;
  for (const std::string_view point : must_be_reached()) {
    if (reached.contains(point)) continue;
    std::printf("never reached: %s\n", std::string(point).c_str());
    all = false;
  }
  for (const FaultKind& kind : fault_kinds()) {
    if (reached.contains("fault: " + std::string(kind.name))) continue;
    std::printf("never struck: %s\n", std::string(kind.name).c_str());
    all = false;
  }
  return all;
}

class Campaign {
 public:
  explicit Campaign(const Words& words) : words_(words), began_(std::chrono::steady_clock::now()) {}
  int run();

 private:
  void run_seed(std::uint64_t seed);
  void progress(std::uint64_t seed);
  double seconds() const;
  int conclude() const;

  const Words& words_;
  std::chrono::steady_clock::time_point began_;
  double told_at_ = 0;
  Sum sum_;
};

double Campaign::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

void Campaign::progress(std::uint64_t seed) {
  if (isatty(STDOUT_FILENO) == 0 || seconds() - told_at_ < 0.2) return;
  told_at_ = seconds();
  std::printf("\r%llu of %llu seeds, %llu broken", static_cast<unsigned long long>(sum_.runs),
              static_cast<unsigned long long>(words_.seeds), static_cast<unsigned long long>(sum_.broken));
  (void)seed;
  std::fflush(stdout);
}

void Campaign::run_seed(std::uint64_t seed) {
  RunOptions options = words_.run;
  options.seed = seed;
  std::snprintf(reproduction_under_way, sizeof reproduction_under_way, "%s", reproduction(options).c_str());
  if (words_.trace) options.reader = [](const std::string& line) { std::puts(line.c_str()); };
  const RunOutcome outcome = sim::run(options);
  options.reader = nullptr;
  ++sum_.runs;
  sum_.simulated += outcome.simulated;
  sum_.host_time += outcome.simulated * static_cast<Duration::rep>(outcome.hosts);
  for (const auto& [point, count] : outcome.reached) sum_.reached[point] += count;
  if (words_.hashes)
    std::printf("%llu %016llx\n", static_cast<unsigned long long>(seed),
                static_cast<unsigned long long>(outcome.hash));
  progress(seed);
  if (outcome.breaches.empty()) return;
  ++sum_.broken;
  report(options, outcome);
  if (words_.shrink) report_shrunk(options);
}

int Campaign::run() {
  std::signal(SIGABRT, on_abort);
  for (std::uint64_t i = 0; i < words_.seeds; ++i) {
    run_seed(words_.seed + i);
    if (sum_.broken > 0 && !words_.go_on) break;
  }
  return conclude();
}

int Campaign::conclude() const {
  const double hours = static_cast<double>(sum_.simulated / 1s) / 3600;
  const double took = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  if (words_.points)
    for (const auto& [point, count] : sum_.reached)
      std::printf("%9llu  %s\n", static_cast<unsigned long long>(count), point.c_str());
  std::printf(
      "%s%llu seeds, %llu broken; %.1f hours simulated in %.1f s of CPU (%.0f times real time; %.0f host "
      "hours)\n",
      isatty(STDOUT_FILENO) != 0 ? "\r" : "", static_cast<unsigned long long>(sum_.runs),
      static_cast<unsigned long long>(sum_.broken), hours, took, hours * 3600 / took,
      static_cast<double>(sum_.host_time / 1s) / 3600);
  const bool standard = sum_.runs >= kStandardRun && !words_.run.mode && !words_.run.faults;
  const bool complete = !standard || all_reached(sum_.reached);
  return sum_.broken == 0 && complete ? 0 : 1;
}

}  // namespace

int run_campaign(const std::vector<std::string>& words) {
  const Result<Words> read = read_words(words);
  if (!read) {
    std::fprintf(stderr, "balm-sim: %s\n%s", read.error().message.c_str(), std::string(usage()).c_str());
    return 2;
  }
  if (read->help) return std::fputs(std::string(usage()).c_str(), stdout), 0;
  return Campaign(*read).run();
}

}  // namespace balm::sim
