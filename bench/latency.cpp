// latency_p50, latency_p99: from the exit of a check's program to the first act of the state on the same
// agent, by the wall clock as two small programs write it down: the check just before it ends, the state's
// first step as soon as it runs. Real daemons on loopback, CURVE, everything durable. The exit of the check
// and the start of the step's program are part of it.
//
// Floor: one bare CURVE round trip, one append and fdatasync for each durable stage, one posix_spawn and
// wait of /bin/true; its median is the floor of both figures.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/agent_program.h"
#include "bench/echo_program.h"
#include "bench/figure.h"
#include "bench/master_program.h"
#include "bench/measure.h"
#include "common/io/file_text.h"
#include "common/io/unique_fd.h"

namespace balm::bench {
namespace {

constexpr int kRounds = 60;
constexpr double kRoundsWithinSeconds = 50;
constexpr double kHealsWithinSeconds = 10;
constexpr int kFloorRounds = 200;
// The agent's spool; the master's commit of event, incident and attempt; the executor's journal, where
// accept, start and the step's begin share one sync.
constexpr int kDurableStages = 3;

// The files through which check, state and bench meet.
struct Meeting {
  std::string folder;
  std::string mark() const { return folder + "/mark"; }
  std::string exited() const { return folder + "/exited"; }
  std::string acted() const { return folder + "/acted"; }
  std::string wound() const { return folder + "/wound"; }

  std::string checks() const {
    return "checks:\n  bench:\n    run: [" + mark() + ", check, " + exited() + ", " + wound() +
           "]\n    every: 100ms\n    timeout: 3s\n    confirm: { fail: 1, ok: 1 }\n";
  }
  static std::string rules() {
    return "rules:\n  bench-wound:\n    when: check.bench\n    if: event.status == \"critical\"\n"
           "    guard: { cooldown: 0s, max: 1000 per 1h }\n    try:\n      - run: bench.heal\n"
           "    verify: { check: bench, ok: 1, within: 10s }\n";
  }
  std::string state() const {
    return "the time is written down:\n  cmd.run:\n    - argv: [" + mark() + ", act, " + acted() +
           "]\n\nthe wound is gone:\n  file.absent:\n    - name: " + wound() + "\n";
  }
};

Result<void> prepare(const Meeting& meeting) {
  std::error_code error;
  std::filesystem::copy_file(program_beside("balm-bench-mark"), meeting.mark(), error);
  if (error) return Error{Error::Kind::Io, "cannot copy balm-bench-mark: " + error.message(), ""};
  if (::chmod(meeting.mark().c_str(), 0755) != 0 || ::chmod(meeting.folder.c_str(), 0777) != 0)
    return Error{Error::Kind::Io, "cannot prepare " + meeting.folder, ""};
  return {};
}

// Nanoseconds since 1970; 0 while nobody has written.
std::int64_t time_in(const std::string& path) {
  const auto text = read_file(path);
  return text && text->ends_with('\n') ? std::strtoll(text->c_str(), nullptr, 10) : 0;
}

Result<void> wait_until_healed(ZmqContext& context, MasterProgram& master) {
  const double until = seconds_now() + kHealsWithinSeconds;
  while (seconds_now() < until) {
    const auto open = master.ask(context, "incidents.list", Value::map({{"state", "open"}}));
    if (!open) return open.error();
    if ((*open)["incidents"].as_list().empty()) {
      pause(250ms);  // the agent's own check has to see it too: only a change is an event
      return {};
    }
    pause(20ms);
  }
  return Error{Error::Kind::TimedOut, "the wound did not heal", ""};
}

// Seconds from exit to act.
Result<double> one_round(const Meeting& meeting) {
  (void)::unlink(meeting.exited().c_str());
  (void)::unlink(meeting.acted().c_str());
  std::ofstream(meeting.wound()).put('\n');
  const double until = seconds_now() + kHealsWithinSeconds;
  while (seconds_now() < until) {
    const std::int64_t acted = time_in(meeting.acted());
    if (acted != 0) return static_cast<double>(acted - time_in(meeting.exited())) / 1e9;
    pause(5ms);
  }
  return Error{Error::Kind::TimedOut, "nobody acted on the wound", ""};
}

Result<std::vector<double>> heal_times(ZmqContext& context) {
  auto folder = Folder::make();
  if (!folder) return folder.error();
  const Meeting meeting{folder->path()};
  if (auto prepared = prepare(meeting); !prepared) return prepared.error();
  auto master = MasterProgram::start({0, meeting.checks(), Meeting::rules(), meeting.state()});
  if (!master) return master.error();
  auto agent = AgentProgram::start(context, *master, meeting.checks());
  if (!agent) return agent.error();
  pause(500ms);  // the first results
  std::vector<double> times;
  const double until = seconds_now() + kRoundsWithinSeconds;
  while (times.size() < kRounds && seconds_now() < until) {
    const auto time = one_round(meeting);
    if (!time) return time.error();
    times.push_back(*time);
    if (auto healed = wait_until_healed(context, *master); !healed) return healed.error();
  }
  return times;
}

Result<void> append_durably(int file) {
  static const std::string record(400, 'x');
  if (::write(file, record.data(), record.size()) < 0 || ::fdatasync(file) != 0)
    return Error{Error::Kind::Io, "cannot append", ""};
  return {};
}

void spawn_true() {
  char path[] = "/bin/true";
  char* const argv[] = {path, nullptr};
  pid_t pid = 0;
  if (::posix_spawn(&pid, path, nullptr, nullptr, argv, environ) == 0) (void)::waitpid(pid, nullptr, 0);
}

Result<void> round_trip(CurvePeer& peer) {
  static const std::string message(400, 'x');
  (void)peer.send(message);
  while (!peer.receive())
    if (!peer.wait(10s)) return Error{Error::Kind::TimedOut, "the bare ROUTER did not answer", ""};
  return {};
}

Result<std::vector<double>> floor_times(ZmqContext& context) {
  auto folder = Folder::make();
  if (!folder) return folder.error();
  const auto echo = EchoProgram::start(folder->path());
  if (!echo) return echo.error();
  auto peer = echo->connect(context, 0);
  if (!peer) return peer.error();
  const UniqueFd file(
      ::open((folder->path() + "/stage").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (auto connected = round_trip(*peer); !connected) return connected.error();
  std::vector<double> times;
  for (int round = 0; round < kFloorRounds; ++round) {
    const double began = seconds_now();
    if (auto answered = round_trip(*peer); !answered) return answered.error();
    for (int stage = 0; stage < kDurableStages; ++stage)
      if (auto appended = append_durably(file.get()); !appended) return appended.error();
    spawn_true();
    times.push_back(seconds_now() - began);
  }
  return times;
}

}  // namespace

Figures measure_latency(ZmqContext& context) {
  const auto floors = floor_times(context);
  if (!floors) return floors.error();
  const auto times = heal_times(context);
  if (!times) return times.error();
  say(std::to_string(times->size()) + " incidents healed");
  const double floor = quantile(*floors, 0.5) * 1e3;
  return std::vector<Figure>{{"latency_p50", quantile(*times, 0.5) * 1e3, "ms", floor},
                             {"latency_p99", quantile(*times, 0.99) * 1e3, "ms", floor}};
}

}  // namespace balm::bench
