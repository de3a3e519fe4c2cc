// What the master says, and what it hears of itself; the rest of the core is in agent.cpp.
#include <algorithm>
#include <utility>

#include "agent/agent.h"
#include "common/wire.h"

namespace balm::agent {
namespace {

constexpr std::size_t kAskedMax = 64;  // questions of the master that wait for one check

}  // namespace

void Agent::on(const MasterSaid& in, const Turn& turn) {
  session_.heard(turn.now);
  std::visit([&](const auto& message) { told(message, turn); }, in.message);
}

void Agent::told(const Standing& message, const Turn& turn) {
  const bool became_known = session_.told(message, turn.now);
  turn.effects.push_back(SendToExecutor{KeepStanding{message}});
  if (!became_known) return;
  turn.effects.push_back(Note{false, "the master knows this host as " + message.name.text});
  outbox_.resume({message.acked_seq, message.acked_digest}, turn.now, random_, turn.effects);
  desk_.resume(turn.now, turn.effects);
  book_.everything_is_news();
}

void Agent::told(const EventAck& message, const Turn& turn) {
  session_.alive(turn.now);
  if (outbox_.acknowledged(message, turn.now, turn.effects)) return;
  turn.effects.push_back(Note{true, "the master acknowledged events that were never sent: connecting anew"});
  outbox_.pause();
  session_.distrust(turn.now, random_, turn.effects);
}

void Agent::told(const EventNak& message, const Turn& turn) {
  outbox_.missing(message, turn.now, random_, turn.effects);
}

void Agent::told(const Dispatch& message, const Turn& turn) {
  const Task& task = message.task;
  const auto look =
      desk_.ordered(task, book_.latest(task.trigger, TaskDesk::instance_of(task)), turn.now, turn.effects);
  if (look && !scheduler_.run_now(*look, turn.now, turn.effects)) desk_.looked(*look, {}, turn.effects);
}

void Agent::told(const StatusQuery& message, const Turn& turn) {
  turn.effects.push_back(SendToExecutor{QueryTask{message.attempt}});
}

void Agent::told(const ResultAck& message, const Turn& turn) {
  desk_.acknowledged(message.attempt, turn.effects);
}

void Agent::told(const Cancel& message, const Turn& turn) {
  turn.effects.push_back(SendToExecutor{CancelTask{message.attempt}});
}

void Agent::told(const RunCheck& message, const Turn& turn) {
  auto& requests = asked_[message.check];
  const bool again = std::find(requests.begin(), requests.end(), message.request) != requests.end();
  if (again) return;  // the answer is on its way
  const bool running =
      requests.size() < kAskedMax && scheduler_.run_now(message.check, turn.now, turn.effects);
  if (running) return requests.push_back(message.request);
  if (requests.empty()) asked_.erase(message.check);
  turn.effects.push_back(SendToMaster{CheckReport{message.request, message.check, false, {}}});
}

// On disk before it is used and answered, so that a restart finds what the master believes we have.
void Agent::told(const CheckSet& message, const Turn& turn) {
  if (!HandedChecks::is_whole(message))
    return turn.effects.push_back(Note{true, "a set of checks came damaged; the ones before stay"});
  if (message.hash == handed_.set().hash) return tell_check_set(turn);
  turn.effects.push_back(KeepCheckSet{message});
}

template <class Other>
void Agent::told(const Other& message, const Turn& turn) {
  turn.effects.push_back(
      Note{true, "a message that is not for agents was ignored: " + std::string(wire::type_name(message))});
}

void Agent::say_hello(const Turn& turn) {
  Hello hello;
  hello.spool = outbox_.spool();
  hello.next_seq = outbox_.next_seq();
  hello.boot = executor_->boot;
  hello.stamp = executor_->stamp;
  hello.epoch_max = std::max(executor_->epoch_max, session_.standing() ? session_.standing()->epoch : 0);
  hello.last_fence = fence_max_;
  hello.labels = setup_.host.labels;
  hello.version = setup_.version;
  hello.checks = book_.standings();
  hello.open_attempts = desk_.open_attempts();
  hello.check_set = handed_.set().hash;
  hello.check_faults = check_faults();
  turn.effects.push_back(SendToMaster{std::move(hello)});
}

void Agent::beat(const Turn& turn) {
  turn.effects.push_back(
      SendToMaster{Heartbeat{executor_->boot, executor_->stamp, outbox_.waiting(), handed_.set().hash}});
  auto news = book_.take_news();
  if (!news.empty()) turn.effects.push_back(SendToMaster{CheckNews{std::move(news)}});
}

}  // namespace balm::agent
