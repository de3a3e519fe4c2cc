// agent_pss: memory of an idle agent, all of its processes, shared pages divided by their users; floor: an
// idle program linked to the same libraries with one CURVE DEALER, beside the same master.
// agent_cpu: CPU seconds a minute with 50 checks every 10 s, what the checks themselves use included; floor:
// posix_spawn and wait of the same commands.
#include <cstdlib>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "bench/agent_program.h"
#include "bench/figure.h"
#include "bench/master_program.h"
#include "bench/measure.h"

namespace balm::bench {
namespace {

constexpr int kChecks = 50;
constexpr int kRunsPerMinute = kChecks * 6;
constexpr double kSettleSeconds = 12;  // each check has run once
constexpr double kRunSeconds = 30;

std::string checks_text(int checks) {
  std::string text = "checks:\n";
  for (int number = 0; number < checks; ++number)
    text += "  idle_" + std::to_string(number) + ":\n    run: [/bin/true]\n    every: 10s\n";
  return text;
}

double sum_of(const std::vector<pid_t>& processes, double (*of)(pid_t)) {
  double sum = 0;
  for (const pid_t pid : processes) sum += of(pid);
  return sum;
}

double own_cpu_seconds() {
  double sum = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    (void)::getrusage(who, &usage);
    for (const timeval& part : {usage.ru_utime, usage.ru_stime})
      sum += static_cast<double>(part.tv_sec) + static_cast<double>(part.tv_usec) / 1e6;
  }
  return sum;
}

double spawn_cpu_per_minute() {
  const double before = own_cpu_seconds();
  for (int run = 0; run < kRunsPerMinute; ++run) {
    char path[] = "/bin/true";
    char* const argv[] = {path, nullptr};
    pid_t pid = 0;
    if (::posix_spawn(&pid, path, nullptr, nullptr, argv, environ) == 0) (void)::waitpid(pid, nullptr, 0);
  }
  return own_cpu_seconds() - before;
}

Result<double> idle_program_pss(const MasterProgram& master) {
  auto program = start_logged({program_beside("balm-bench-idle"), master.endpoint(), master.server_key()},
                              master.folder() + "/idle.log");
  if (!program) return program.error();
  pause(2s);
  const double bytes = proportional_bytes(program->pid());
  program->kill_group();
  if (bytes <= 0) return Error{Error::Kind::Io, "balm-bench-idle did not live", ""};
  return bytes;
}

}  // namespace

Figures measure_agent(ZmqContext& context) {
  constexpr double kMiB = 1024.0 * 1024.0;
  auto master = MasterProgram::start({0, "", "", ""});
  if (!master) return master.error();
  std::vector<Figure> figures(2);
  {
    auto agent = AgentProgram::start(context, *master, checks_text(kChecks));
    if (!agent) return agent.error();
    pause(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(kSettleSeconds)));
    const std::vector<pid_t> processes = agent->processes();
    const double before = sum_of(processes, cpu_seconds);
    const double began = seconds_now();
    pause(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(kRunSeconds)));
    const double used = sum_of(processes, cpu_seconds) - before;
    figures[1] = {"agent_cpu", used * 60 / (seconds_now() - began), "s/min", spawn_cpu_per_minute()};
    figures[0] = {"agent_pss", sum_of(processes, proportional_bytes) / kMiB, "MiB", 0};
    for (const pid_t pid : processes)
      say("process " + std::to_string(pid) + ": " + std::to_string(proportional_bytes(pid) / kMiB) +
          " MiB, CPU " + std::to_string(cpu_seconds(pid)) + " s");
  }
  const auto idle = idle_program_pss(*master);
  if (!idle) return idle.error();
  figures[0].floor = *idle / kMiB;
  return figures;
}

}  // namespace balm::bench
