#include "agent/executor/worker_message.h"

#include "agent/named_json.h"

namespace balm::executor {

using wire::Like;

void map(auto& fields, Like<ReadTask> auto& m) {
  fields.required("task", m.task);
}
void map(auto&, Like<Go> auto&) {}

void map(auto& fields, Like<AskStep> auto& m) {
  fields.required("step", m.step, limits::kSentenceBytesMax);
}

void map(auto& fields, Like<TellStep> auto& m) {
  fields.required("step", m.step, limits::kSentenceBytesMax);
  fields.required("result", m.result, limits::kTokenBytesMax);
  fields.optional("details", m.details);
}

void map(auto& fields, Like<TellEnd> auto& m) {
  fields.required("succeeded", m.succeeded);
  fields.optional("comment", m.comment, limits::kSentenceBytesMax);
  fields.optional("steps", m.steps);
  fields.optional("first_action_us", m.first_action_us);
}

void map(auto& fields, Like<TellUnreadable> auto& m) {
  fields.required("comment", m.comment, limits::kSentenceBytesMax);
}

namespace {

constexpr std::array<std::string_view, 2> kToWorker{"task", "go"};
constexpr std::array<std::string_view, 4> kFromWorker{"ask", "step", "end", "unreadable"};

}  // namespace

std::string encode(const ToWorker& message) {
  return agent::encode_named(message, kToWorker);
}
std::string encode(const FromWorker& message) {
  return agent::encode_named(message, kFromWorker);
}

Result<ToWorker> decode_to_worker(std::string_view bytes) {
  return agent::decode_named<ToWorker>(bytes, kToWorker);
}
Result<FromWorker> decode_from_worker(std::string_view bytes) {
  return agent::decode_named<FromWorker>(bytes, kFromWorker);
}

}  // namespace balm::executor
