// What the executor and the worker of a task say to each other over a socket pair. The worker is a forked
// child without a mind of its own: it reads the task, asks before each step, tells how each ended, and ends.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "common/result.h"
#include "common/task.h"
#include "common/value.h"

namespace balm::executor {

// ---- executor -> worker

struct ReadTask {
  Task task;
};
// May act: answers AskStep.
struct Go {};

// ---- worker -> executor

struct AskStep {
  std::string step;
};
struct TellStep {
  std::string step;
  std::string result;  // "true", "false", "null"
  Value details;
};
struct TellEnd {
  bool succeeded = false;
  std::string comment;
  Value steps;
  std::int64_t first_action_us = 0;  // wall clock when the first Go was acted on
};
// The state makes no sense; nothing has acted.
struct TellUnreadable {
  std::string comment;
};

using ToWorker = std::variant<ReadTask, Go>;
using FromWorker = std::variant<AskStep, TellStep, TellEnd, TellUnreadable>;

std::string encode(const ToWorker& message);
std::string encode(const FromWorker& message);
// Errors: Kind::BadData.
Result<ToWorker> decode_to_worker(std::string_view bytes);
Result<FromWorker> decode_from_worker(std::string_view bytes);

}  // namespace balm::executor
