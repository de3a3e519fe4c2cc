#include "agent/io/task_bench.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "agent/io/process_list.h"
#include "common/invariant.h"

namespace balm::agent {

using namespace executor;

namespace {

// What the worker said, as an input of the core.
Input input_from(const FromWorker& message, AttemptId attempt) {
  if (const auto* ask = std::get_if<AskStep>(&message)) return StepAsked{attempt, ask->step};
  if (const auto* step = std::get_if<TellStep>(&message))
    return StepEnded{attempt, step->step, step->result, step->details};
  if (const auto* end = std::get_if<TellEnd>(&message))
    return TaskEnded{attempt, end->succeeded, end->comment, end->steps, end->first_action_us};
  return TaskUnreadable{attempt, std::get<TellUnreadable>(message).comment};
}

bool is_last_word(const FromWorker& message) {
  return std::holds_alternative<TellEnd>(message) || std::holds_alternative<TellUnreadable>(message);
}

}  // namespace

TaskBench::TaskBench(EventLoop& loop, RunTask run, Doors doors)
    : loop_(loop), run_(std::move(run)), doors_(std::move(doors)) {}

TaskBench::~TaskBench() {
  for (Seat& seat : seats_) {
    loop_.unwatch(seat.socket);
    loop_.unwatch(seat.process);
  }
}

Result<WorkerMark> TaskBench::waiting() {
  for (const Seat& seat : seats_)
    if (!seat.attempt.incident && !seat.leaving) return seat.worker.mark();
  auto worker = TaskWorker::start(run_);
  if (!worker) return worker.error();
  seats_.push_back(Seat{std::move(*worker), {}, 0, 0, false});
  watch(seats_.back());
  return seats_.back().worker.mark();
}

void TaskBench::watch(Seat& seat) {
  const auto pid = static_cast<pid_t>(seat.worker.mark().pid);
  seat.socket = loop_.watch(seat.worker.channel().fd(), [this, pid] { hear(pid); });
  seat.process = loop_.watch(seat.worker.pidfd(), [this, pid] { on_end(pid); });
}

TaskBench::Seats::iterator TaskBench::find(pid_t pid) {
  return std::ranges::find_if(seats_, [pid](const Seat& seat) { return seat.worker.mark().pid == pid; });
}

TaskBench::Seat* TaskBench::current(AttemptId attempt) {
  for (Seat& seat : seats_)
    if (seat.attempt == attempt && !seat.leaving) return &seat;
  return nullptr;
}

// The order was judged with the mark of the waiting worker in hand; if that has died since, the core hears it
// as the end of a worker that said nothing.
void TaskBench::carry_out(const PrepareTask& effect) {
  for (Seat& seat : seats_) {
    if (seat.attempt.incident || seat.leaving) continue;
    seat.attempt = effect.task.attempt;
    const Result<void> sent = seat.worker.channel().send(encode(ToWorker(ReadTask{effect.task})));
    if (!sent) seat.worker.kill();
    if (seat.worker.channel().wants_write()) loop_.set_interest(seat.socket, EventLoop::Interest::ReadWrite);
    return;
  }
  doors_.give(WorkerGone{effect.task.attempt, "no worker was waiting"});
}

void TaskBench::carry_out(const LetAct& effect) {
  Seat* const seat = current(effect.attempt);
  if (seat == nullptr) return;  // its end is on its way to the core
  if (effect.not_after)
    trace_ = {seat->worker.mark(), to_text(effect.attempt), doors_.executor, ticks_now(), {}, {}};
  if (!seat->worker.channel().send(encode(ToWorker(Go{})))) seat->worker.kill();
}

TaskTrace TaskBench::trace_of(AttemptId attempt) const {
  TaskTrace trace = trace_;
  if (trace.attempt != to_text(attempt)) trace = {{}, to_text(attempt), doors_.executor, 0, {}, {}};
  trace.others = doors_.other_children();
  trace.services = doors_.services();
  for (const Seat& seat : seats_)
    if (seat.attempt != attempt) trace.others.insert(static_cast<pid_t>(seat.worker.mark().pid));
  return trace;
}

void TaskBench::carry_out(const StopWorker& effect) {
  const TaskTrace trace = trace_of(effect.attempt);
  if (effect.how == StopWorker::How::Term) {
    signal_task(trace, SIGTERM);
    return;
  }
  if (Seat* const seat = current(effect.attempt)) seat->worker.kill();
  const bool has_acted = trace.began_ticks != 0;
  if (has_acted && !kill_task(trace))
    doors_.trouble("something of attempt " + trace.attempt + " cannot be killed");
}

void TaskBench::carry_out(const LookForRest& effect) {
  if (task_processes(trace_of(effect.attempt)).empty()) doors_.give(RestGone{effect.attempt});
}

void TaskBench::carry_out(const KillLeftover& effect) {
  const TaskTrace trace{effect.worker, to_text(effect.attempt), doors_.executor, 0, {}, doors_.services()};
  const std::size_t left = task_processes(trace).size();
  if (left == 0) return;
  doors_.trouble("ending " + std::to_string(left) + " processes that attempt " + trace.attempt +
                 " left when the executor stopped");
  if (!kill_task(trace)) doors_.trouble("not all of them could be killed");
}

void TaskBench::hear(pid_t pid) {
  const auto place = find(pid);
  if (place == seats_.end()) return;
  if (auto flushed = place->worker.channel().flush(); flushed && !place->worker.channel().wants_write())
    loop_.set_interest(place->socket, EventLoop::Interest::Read);
  drain(*place);
}

void TaskBench::drain(Seat& seat) {
  while (true) {
    const auto message = seat.worker.channel().receive();
    if (!message) {  // at its end, or not talking sense: the end of the process tells the rest
      loop_.unwatch(seat.socket);
      seat.worker.kill();
      return;
    }
    if (!*message) return;
    on_message(seat, **message);
  }
}

void TaskBench::on_message(Seat& seat, const std::string& bytes) {
  const auto message = decode_from_worker(bytes);
  if (!message || !seat.attempt.incident || seat.leaving) {
    seat.worker.kill();
    return;
  }
  const AttemptId attempt = seat.attempt;
  seat.leaving = is_last_word(*message);
  doors_.give(input_from(*message, attempt));
}

void TaskBench::on_end(pid_t pid) {
  const auto place = find(pid);
  if (place == seats_.end()) return;
  drain(*place);
  const std::optional<std::string> how = place->worker.ended();
  if (!how) return;
  const AttemptId attempt = place->attempt;
  loop_.unwatch(place->socket);
  loop_.unwatch(place->process);
  seats_.erase(place);
  if (attempt.incident) doors_.give(WorkerGone{attempt, *how});
}

std::set<pid_t> TaskBench::processes() const {
  std::set<pid_t> pids;
  for (const Seat& seat : seats_) pids.insert(static_cast<pid_t>(seat.worker.mark().pid));
  return pids;
}

}  // namespace balm::agent
