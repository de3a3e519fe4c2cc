// The process that runs one task: a forked child of the executor that waits until it is handed a task, reads
// the state, asks before each step, and ends. Forked without exec: the executor has one thread and no ZeroMQ,
// so that costs little, and one waits at all times, so that it costs nothing when a task comes.
//
// The child is the leader of its own session. It keeps no descriptor of the executor but its socket; standard
// input and outputs are /dev/null. When the executor is gone it ends by itself before its next step.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "agent/executor/attempt.h"
#include "agent/executor/worker_message.h"
#include "agent/io/executor_channel.h"
#include "common/io/unique_fd.h"
#include "common/result.h"
#include "common/task.h"

namespace balm::agent {

// The worker's way to the executor, within the child.
class WorkerVoice {
 public:
  explicit WorkerVoice(ExecutorChannel& channel) : channel_(channel) {}

  // Asks to act, waits for the answer. False: do not (the executor is gone).
  bool ask(const std::string& step);
  void tell(const executor::FromWorker& message);

  // The executor is gone: nobody will ever grant a step again.
  bool orphaned() const;

  // Wall clock in microseconds when the first ask() was granted; 0: none was.
  std::int64_t first_action_us() const { return first_action_us_; }

 private:
  ExecutorChannel& channel_;
  std::int64_t first_action_us_ = 0;
};

// What a worker does with its task: reads it, asks and tells as WorkerVoice allows, ends with TellEnd or
// TellUnreadable. Runs in the child.
using RunTask = std::function<void(const Task& task, WorkerVoice& voice)>;

// The executor's end of one worker.
class TaskWorker {
 public:
  // Errors: Io (no process to be had).
  static Result<TaskWorker> start(const RunTask& run);

  TaskWorker(TaskWorker&&) noexcept;
  TaskWorker& operator=(TaskWorker&&) = delete;
  ~TaskWorker();  // kills the process (not what it began) and waits for it

  const executor::WorkerMark& mark() const { return mark_; }
  ExecutorChannel& channel() { return channel_; }
  // Readable once the process has ended.
  int pidfd() const { return process_.get(); }

  void kill();
  // Nothing while it lives; then, and from then on, how it ended: "exited with 3", "killed by signal 9".
  std::optional<std::string> ended();

 private:
  TaskWorker(executor::WorkerMark mark, UniqueFd process, UniqueFd socket)
      : mark_(mark), process_(std::move(process)), channel_(std::move(socket)) {}

  executor::WorkerMark mark_;
  UniqueFd process_;
  ExecutorChannel channel_;
  std::optional<std::string> end_;
};

}  // namespace balm::agent
