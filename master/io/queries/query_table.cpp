#include "master/io/query_table.h"

#include <algorithm>
#include <array>

namespace balm::master::queries {
namespace {

// To add a query: write it in the file of its noun, declare it in the header, add its line here and to
// docs/OPERATOR.md.
constexpr std::array kQueries = {
    Query{"checks.list", checks_list},
    Query{"doctor", doctor},
    Query{"events.list", events_list},
    Query{"events.show", events_show},
    Query{"explain", explain},
    Query{"history.list", history_list},
    Query{"history.show", history_show},
    Query{"hosts.list", hosts_list},
    Query{"hosts.show", hosts_show},
    Query{"incidents.list", incidents_list},
    Query{"incidents.show", incidents_show},
    Query{"keys.list", keys_list},
    Query{"keys.show", keys_show},
    Query{"maintenance.list", maintenance_list},
    Query{"rules.list", rules_list},
    Query{"rules.show", rules_show},
    Query{"states.list", states_list},
    Query{"states.show", states_show},
    Query{"status", status},
};
static_assert(std::ranges::is_sorted(kQueries, {}, &Query::verb));

}  // namespace

std::span<const Query> query_table() {
  return kQueries;
}

const Query* find_query(std::string_view verb) {
  const auto place = std::ranges::lower_bound(kQueries, verb, {}, &Query::verb);
  return place != kQueries.end() && place->verb == verb ? &*place : nullptr;
}

}  // namespace balm::master::queries
