#include "master/orders/order_table.h"

#include <algorithm>
#include <array>

#include "common/error_kind.h"

namespace balm::master::orders {
namespace {

// To add an order: write it in the file of its noun, declare it in the header, add its line here and to
// docs/OPERATOR.md.
constexpr std::array kOrders = {
    Order{"checks.run", checks_run},
    Order{"config.reload", config_reload},
    Order{"events.send", events_send},
    Order{"freeze", freeze},
    Order{"incidents.ack", incidents_ack},
    Order{"incidents.close", incidents_close},
    Order{"incidents.retry", incidents_retry},
    Order{"keys.accept", keys_accept},
    Order{"keys.reject", keys_reject},
    Order{"keys.revoke", keys_revoke},
    Order{"maintenance.extend", maintenance_extend},
    Order{"maintenance.off", maintenance_off},
    Order{"maintenance.on", maintenance_on},
    Order{"states.run", states_run},
    Order{"thaw", thaw},
};
static_assert(std::ranges::is_sorted(kOrders, {}, &Order::verb));

}  // namespace

std::span<const Order> order_table() {
  return kOrders;
}

const Order* find_order(std::string_view verb) {
  const auto place = std::ranges::lower_bound(kOrders, verb, {}, &Order::verb);
  return place != kOrders.end() && place->verb == verb ? &*place : nullptr;
}

void done(const Turn& turn, const Caller& caller, Value data) {
  turn.push(Answer{caller.client, Reply{caller.request, "", "", "", std::move(data), false}});
}

void part(const Turn& turn, const Caller& caller, Value data) {
  turn.push(Answer{caller.client, Reply{caller.request, "", "", "", std::move(data), true}});
}

void fail(const Turn& turn, const Caller& caller, const Error& error) {
  turn.push(Answer{caller.client, error_reply(caller.request, error)});
}

Reply error_reply(std::uint64_t request, const Error& error) {
  return {request, std::string(to_text(error.kind)), error.message, error.hint, {}, false};
}

Result<std::vector<HostName>> selected(const Turn& turn, const Value& args) {
  const std::string text = args["selector"].string_or();
  const Result<Selector> selector = Selector::from_text(text);
  if (!selector) return selector.error();
  std::vector<HostName> hosts = turn.state.fleet.select(*selector);
  if (hosts.empty())
    return Error{Error::Kind::NotFound, "no host matches \"" + text + "\"", "balm hosts list"};
  return hosts;
}

}  // namespace balm::master::orders
