#include "sim/task_process.h"

#include <array>
#include <utility>

namespace balm::sim {
namespace {

constexpr std::array<const char*, 2> kSteps = {"look", "mend"};

std::string step_name(std::size_t step) {
  return kSteps.at(step);
}

Value details_of(const std::string& step, bool ok) {
  return Value::map({{"id", step}, {"result", ok}, {"comment", "simulated"}});
}

}  // namespace

TaskProcesses::TaskProcesses(Stage& stage, const Machine& machine, Services& services, Doors doors)
    : stage_(stage),
      machine_(machine),
      services_(services),
      doors_(std::move(doors)),
      random_(stage.random_for("tasks of " + machine.name())) {}

executor::WorkerMark TaskProcesses::waiting() {
  if (forks_fail) return {};
  return {next_pid_, static_cast<std::uint64_t>(machine_.now().instant.since_boot / 10ms)};
}

// A deed of a process: void when it is gone by then, put off while its machine stands still.
void TaskProcesses::later(std::int64_t pid, Duration pause, std::function<void(Process&)> deed) {
  stage_.time.after(pause, [this, pid, deed = std::move(deed)] {
    const auto place = processes_.find(pid);
    if (place == processes_.end() || place->second.gone) return;
    if (stage_.time.now() < frozen_until_) return later(pid, frozen_until_ - stage_.time.now(), deed);
    deed(place->second);
  });
}

TaskProcesses::Mood TaskProcesses::mood_of(const Process&) {
  switch (random_.below(24)) {
    case 0:
    case 1:
      return Mood::Fails;
    case 2:
      return Mood::Hangs;
    case 3:
      return Mood::Dies;
    case 4:
      return Mood::CannotRead;
    case 5:
      return Mood::ReadsSlowly;
    default:
      return Mood::Works;
  }
}

void TaskProcesses::prepare(const Task& task) {
  const std::int64_t pid = next_pid_++;
  Process& process = processes_[pid];
  process.attempt = task.attempt;
  process.task = task;
  process.check = task.trigger;
  process.ignores_term = random_.below(6) == 0;
  const Mood mood = moods_[pid] = mood_of(process);
  const Duration reading = mood == Mood::ReadsSlowly ? between(random_, 3s, 8s) : between(random_, 2ms, 90ms);
  later(pid, reading, [this, pid, mood](Process& reader) {
    if (mood != Mood::CannotRead) return ask(pid);
    doors_.give(executor::TaskUnreadable{reader.attempt, "the state makes no sense"});
    end(pid, reader, ProcessEnded::How::Failed, "exited with 0");
  });
}

// Without an executor nobody grants the step, and the process ends.
void TaskProcesses::ask(std::int64_t pid) {
  Process& process = processes_.at(pid);
  if (process.orphan) return end(pid, process, ProcessEnded::How::Killed, "");
  doors_.give(executor::StepAsked{process.attempt, step_name(process.step)});
}

void TaskProcesses::let_act(const executor::LetAct& go) {
  const std::int64_t pid = pid_of(go.attempt);
  if (pid == 0) return;
  Process& process = processes_.at(pid);
  if (!process.acting)
    stage_.see(ProcessStarted{HostName{machine_.name()}, process.attempt, machine_.boot_id(),
                              machine_.now().instant, doors_.durable_journal()});
  process.acting = process.working = true;
  stage_.see(StepStarted{HostName{machine_.name()}, process.attempt, step_name(process.step)});
  const bool hangs = moods_[pid] == Mood::Hangs && process.step == 1;
  if (!hangs) later(pid, between(random_, 20ms, 4s), [this, pid](Process& doer) { step_done(pid, doer); });
}

void TaskProcesses::step_done(std::int64_t pid, Process& process) {
  process.working = false;
  const bool dies = moods_[pid] == Mood::Dies && process.step == 1;
  if (dies) return end(pid, process, ProcessEnded::How::Killed, "killed by signal 11");
  const bool fails = moods_[pid] == Mood::Fails && process.step == 1;
  const std::string step = step_name(process.step);
  if (process.step == 1 && !fails && !process.task.test)
    services_.treat(process.check, process.task.state.text);
  if (!process.orphan)
    doors_.give(
        executor::StepEnded{process.attempt, step, fails ? "false" : "true", details_of(step, !fails)});
  if (++process.step < kSteps.size()) return ask(pid);
  if (!process.orphan) {
    executor::TaskEnded ended;
    ended.attempt = process.attempt;
    ended.succeeded = !fails;
    ended.comment = fails ? "a step failed" : "2 steps";
    ended.first_action_us = 1;
    doors_.give(ended);
  }
  end(pid, process, fails ? ProcessEnded::How::Failed : ProcessEnded::How::Succeeded, "exited with 0");
}

void TaskProcesses::end(std::int64_t pid, Process& process, ProcessEnded::How how, const std::string& word) {
  process.gone = true;
  if (process.acting) stage_.see(ProcessEnded{HostName{machine_.name()}, process.attempt, how});
  const bool told = !process.orphan && !word.empty();
  const AttemptId attempt = process.attempt;
  moods_.erase(pid);
  if (told) doors_.give(executor::WorkerGone{attempt, word});
  processes_.erase(pid);
}

void TaskProcesses::stop(const executor::StopWorker& stop) {
  const std::int64_t pid = pid_of(stop.attempt);
  if (pid == 0) return;
  const bool kills = stop.how == executor::StopWorker::How::Kill;
  if (!kills && processes_.at(pid).ignores_term) return;
  const Duration pause = kills ? Duration(1ms) : between(random_, 5ms, 700ms);
  const std::string word = kills ? "killed by signal 9" : "killed by signal 15";
  later(pid, pause,
        [this, pid, word](Process& process) { end(pid, process, ProcessEnded::How::Killed, word); });
}

// SIGKILL and waiting for it, as the executor does before it goes on.
void TaskProcesses::kill_leftover(const executor::KillLeftover& kill) {
  const auto place = processes_.find(kill.worker.pid);
  if (place == processes_.end() || place->second.attempt != kill.attempt) return;
  end(kill.worker.pid, place->second, ProcessEnded::How::Killed, "");
}

void TaskProcesses::orphan() {
  std::vector<std::int64_t> idle;
  for (auto& [pid, process] : processes_) {
    process.orphan = true;
    if (!process.working) idle.push_back(pid);
  }
  for (const std::int64_t pid : idle) end(pid, processes_.at(pid), ProcessEnded::How::Killed, "");
}

void TaskProcesses::lose_power() {
  orphan();
  while (!processes_.empty()) {
    const auto first = processes_.begin();
    end(first->first, first->second, ProcessEnded::How::Killed, "");
  }
}

void TaskProcesses::freeze(Duration length) {
  frozen_until_ = std::max(frozen_until_, stage_.time.now() + length);
}

std::int64_t TaskProcesses::pid_of(AttemptId attempt) const {
  for (const auto& [pid, process] : processes_)
    if (process.attempt == attempt && !process.gone && !process.orphan) return pid;
  return 0;
}

}  // namespace balm::sim
