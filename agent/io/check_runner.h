// Runs check programs for the agent, which names them and nothing more: at most so many at once, others wait
// their turn; never one twice at the same time. Every order is answered by exactly one CheckRan.
//
// Wake-ups are what a check costs beyond its program, so two are spared: a program that ends at once is not
// listened to while it runs, what it said is read at its end; and an answer that is exit code 0 goes out with
// those of the checks that run beside it, if they end within kAnswersMeet.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/io/hanging_checks.h"
#include "agent/io/program_file.h"
#include "agent/local_message.h"
#include "common/io/event_loop.h"
#include "common/io/program_run.h"
#include "common/result.h"

namespace balm::agent {

// What is started for a check.
struct CheckProgram {
  ProgramSpec spec;
  Duration timeout = 30s;
};

class CheckRunner {
 public:
  struct Doors {
    // Errors become the reason of CheckRan::End::NotStarted.
    std::function<Result<CheckProgram>(const CheckName&)> find;
    std::function<void(const CheckRan&)> report;
  };

  // `loop` must outlive the runner.
  CheckRunner(EventLoop& loop, std::size_t running_max, Doors doors);
  CheckRunner(const CheckRunner&) = delete;
  ~CheckRunner();

  void spawn(const SpawnCheck& order);

  // Call tick() then at the latest.
  std::optional<Instant> wake_at() const;
  void tick();

  // Nobody listens any more: what runs is ended, what waits is forgotten, nothing is reported.
  void forget_all();

  // Of runs that have not ended, hanging ones included.
  std::set<pid_t> processes() const;
  std::size_t running() const { return running_.size(); }

 private:
  struct Running {
    SpawnCheck order;
    ProgramRun run;
    std::optional<ProgramFile> file;          // as it was when it started
    std::optional<Instant> listen_from;       // until then only its end is waited for
    std::map<int, EventLoop::Token> watches;  // by descriptor
    bool forgotten = false;
  };
  using Runs = std::list<Running>;

  void start(const SpawnCheck& order);
  void start_waiting();
  void advance(Runs::iterator place);
  void watch_again(Runs::iterator place);
  void unwatch_all(Running& running);
  bool is_taken(const CheckName& check) const;
  void refuse(const SpawnCheck& order, std::string reason);
  void answer(CheckRan ran);
  void tell_kept();

  EventLoop& loop_;
  std::size_t running_max_;
  Doors doors_;
  Runs running_;
  HangingChecks hanging_;
  std::vector<CheckRan> kept_;      // answers that wait for others; none for long
  std::optional<Instant> tell_at_;  // when they wait no longer
  std::deque<SpawnCheck> waiting_;  // bounded by the number of checks, as none is in it twice
};

}  // namespace balm::agent
