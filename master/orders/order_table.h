// What operators may change, one function per verb. Reading verbs are in master/io/query_table. Both tables
// together are the page docs/OPERATOR.md; a test compares them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "common/message.h"
#include "master/state.h"

namespace balm::master::orders {

// Who asks, and where the answer goes.
struct Caller {
  std::uint64_t client = 0;
  std::string who;
  std::uint64_t request = 0;
};

using Function = void (*)(const Turn& turn, const Caller& caller, const Value& args);

struct Order {
  std::string_view verb;
  Function run;
};

// Sorted by verb.
std::span<const Order> order_table();
const Order* find_order(std::string_view verb);

// Answers; exactly one last answer per request.
void done(const Turn& turn, const Caller& caller, Value data);
void part(const Turn& turn, const Caller& caller, Value data);  // of a stream; more follows
void fail(const Turn& turn, const Caller& caller, const Error& error);
Reply error_reply(std::uint64_t request, const Error& error);

// The functions, by noun.
void checks_run(const Turn& turn, const Caller& caller, const Value& args);
void config_reload(const Turn& turn, const Caller& caller, const Value& args);
void events_send(const Turn& turn, const Caller& caller, const Value& args);
void freeze(const Turn& turn, const Caller& caller, const Value& args);
void incidents_ack(const Turn& turn, const Caller& caller, const Value& args);
void incidents_close(const Turn& turn, const Caller& caller, const Value& args);
void incidents_retry(const Turn& turn, const Caller& caller, const Value& args);
void keys_accept(const Turn& turn, const Caller& caller, const Value& args);
void keys_reject(const Turn& turn, const Caller& caller, const Value& args);
void keys_revoke(const Turn& turn, const Caller& caller, const Value& args);
void maintenance_extend(const Turn& turn, const Caller& caller, const Value& args);
void maintenance_off(const Turn& turn, const Caller& caller, const Value& args);
void maintenance_on(const Turn& turn, const Caller& caller, const Value& args);
void states_run(const Turn& turn, const Caller& caller, const Value& args);
void thaw(const Turn& turn, const Caller& caller, const Value& args);

// Hosts an argument `selector` selects. Errors: Usage (no or bad selector), NotFound (it selects nobody).
Result<std::vector<HostName>> selected(const Turn& turn, const Value& args);

}  // namespace balm::master::orders
