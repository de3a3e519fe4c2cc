#include "master/asked_checks.h"

#include <algorithm>

#include "common/limits.h"
#include "master/orders/order_table.h"

namespace balm::master::asked_checks {
namespace {

Value metrics_value(const Metrics& metrics) {
  ValueMap map;
  for (const auto& [name, number] : metrics) map.emplace(Value(name), Value(number));
  return Value(std::move(map));
}

Value view(const HostName& host, const Observation& seen) {
  return Value::map({{"host", host.text},
                     {"check", seen.check.text},
                     {"instance", seen.instance},
                     {"status", to_text(seen.status)},
                     {"output", seen.output},
                     {"long_output", seen.long_output},
                     {"metrics", metrics_value(seen.metrics)},
                     {"took_us", seen.took_us},
                     {"trouble", seen.trouble},
                     {"answered", true}});
}

Value no_answer(const CheckAsked& asked, const std::string& why) {
  return Value::map({{"host", asked.host.text},
                     {"check", asked.check.text},
                     {"status", "unknown"},
                     {"output", why},
                     {"answered", false}});
}

void part(const Turn& turn, const CheckAsked& asked, Value data) {
  orders::part(turn, {asked.client, "", asked.client_request}, std::move(data));
}

void send(const Turn& turn, std::uint64_t request, CheckAsked& question) {
  question.again = turn.now.instant + limits::kAskAgainEvery;
  turn.push(SendToHost{question.host, RunCheck{request, question.check}});
}

}  // namespace

std::uint64_t ask(const Turn& turn, CheckAsked question) {
  const std::uint64_t request = ++turn.state.last_request;
  send(turn, request, turn.state.asked.emplace(request, std::move(question)).first->second);
  return request;
}

void finish_if_last(const Turn& turn, std::uint64_t client, std::uint64_t client_request) {
  const bool more = std::any_of(turn.state.asked.begin(), turn.state.asked.end(), [&](const auto& entry) {
    return entry.second.client == client && entry.second.client_request == client_request && client != 0;
  });
  if (!more) orders::done(turn, {client, "", client_request}, Value::map({}));
}

void report(const Turn& turn, const HostName& from, const CheckReport& report) {
  const auto place = turn.state.asked.find(report.request);
  if (place == turn.state.asked.end() || place->second.host != from) return;
  const CheckAsked asked = place->second;
  turn.state.asked.erase(place);
  if (asked.client == 0) return;  // whoever asked has gone
  if (!report.known) part(turn, asked, no_answer(asked, "the host has no check of that name"));
  for (const Observation& seen : report.observations) part(turn, asked, view(from, seen));
  finish_if_last(turn, asked.client, asked.client_request);
}

void tick(const Turn& turn) {
  std::vector<CheckAsked> late;
  for (auto entry = turn.state.asked.begin(); entry != turn.state.asked.end();) {
    const bool due = turn.now.instant >= entry->second.give_up;
    if (due && entry->second.client != 0) late.push_back(entry->second);
    entry = due ? turn.state.asked.erase(entry) : std::next(entry);
  }
  for (auto& [request, question] : turn.state.asked)
    if (turn.now.instant >= question.again) send(turn, request, question);
  for (const CheckAsked& asked : late) {
    part(turn, asked, no_answer(asked, "no answer in time"));
    finish_if_last(turn, asked.client, asked.client_request);
  }
}

std::optional<Instant> next_deadline(const State& state) {
  std::optional<Instant> next;
  for (const auto& [request, asked] : state.asked)
    next = std::min({next.value_or(asked.give_up), asked.give_up, asked.again});
  return next;
}

}  // namespace balm::master::asked_checks
