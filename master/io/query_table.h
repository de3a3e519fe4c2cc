// What operators may ask without changing anything, one function per verb: answered from the core's state and
// the database. Orders that change something are in master/orders/order_table. Both tables together are
// docs/OPERATOR.md.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "common/result.h"
#include "common/value.h"
#include "master/io/store.h"
#include "master/state.h"

namespace balm::master {

// What a query may look at. Borrowed for one answer.
struct Desk {
  const State& state;
  Store& store;
  Now now;
  Value master;  // {name, version, started_ms, endpoint, fingerprint}: facts of the process
};

namespace queries {

using Function = Result<Value> (*)(const Desk& desk, const Value& args);

struct Query {
  std::string_view verb;
  Function run;
};

// Sorted by verb.
std::span<const Query> query_table();
const Query* find_query(std::string_view verb);

Result<Value> checks_list(const Desk& desk, const Value& args);
Result<Value> doctor(const Desk& desk, const Value& args);
Result<Value> events_list(const Desk& desk, const Value& args);
Result<Value> events_show(const Desk& desk, const Value& args);
Result<Value> explain(const Desk& desk, const Value& args);
Result<Value> history_list(const Desk& desk, const Value& args);
Result<Value> history_show(const Desk& desk, const Value& args);
Result<Value> hosts_list(const Desk& desk, const Value& args);
Result<Value> hosts_show(const Desk& desk, const Value& args);
Result<Value> incidents_list(const Desk& desk, const Value& args);
Result<Value> incidents_show(const Desk& desk, const Value& args);
Result<Value> keys_list(const Desk& desk, const Value& args);
Result<Value> keys_show(const Desk& desk, const Value& args);
Result<Value> maintenance_list(const Desk& desk, const Value& args);
Result<Value> rules_list(const Desk& desk, const Value& args);
Result<Value> rules_show(const Desk& desk, const Value& args);
Result<Value> states_list(const Desk& desk, const Value& args);
Result<Value> states_show(const Desk& desk, const Value& args);
Result<Value> status(const Desk& desk, const Value& args);

}  // namespace queries
}  // namespace balm::master
