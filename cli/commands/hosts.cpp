// balm hosts: the machines with an agent.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/given.h"
#include "cli/show/list_views.h"
#include "cli/show/thing_pages.h"

namespace balm::cli {
namespace {

Result<Exit> list(Call& call) {
  const Result<std::string> selector = filtering_hosts(call);
  if (!selector) return selector.error();
  const Result<Value> data = call.ask("hosts.list", Question().with_text("selector", *selector));
  if (!data) return data.error();
  return call.show_list(
      {"hosts", host_columns(), selector->empty() ? "no host is known yet: balm keys" : "no host matches"},
      *data);
}

Result<Exit> show(Call& call) {
  const Result<std::string> name = valid_name(call.given().positional(0), "a host");
  if (!name) return name.error();
  const Result<Value> data = call.ask("hosts.show", Question().with_text("name", *name));
  if (!data) return data.error();
  return call.show_page(*data, host_page);
}

}  // namespace

std::vector<Command> hosts_commands() {
  return {
      {.noun = "hosts",
       .verb = "list",
       .text = "all hosts, or those a selector names",
       .examples = {"balm hosts", "balm hosts list -l role=web", "balm hosts -o csv --columns host,state"},
       .flags = {{"hosts", 'l', "SELECTOR", "only these (balm help selectors)", "", Offer::Selectors}},
       .function = list,
       .lists = true},
      {.noun = "hosts",
       .verb = "show",
       .text = "one host: its checks, open incidents, last attempts",
       .examples = {"balm hosts show web3", "balm host web3"},
       .positionals = {{"NAME", "the host", Offer::Hosts}},
       .function = show}};
}

}  // namespace balm::cli
