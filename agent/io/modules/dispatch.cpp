#include "agent/io/modules/dispatch.h"

#include <algorithm>

#include "agent/io/modules/command_states.h"
#include "agent/io/modules/file_states.h"
#include "agent/io/modules/process_states.h"
#include "agent/io/modules/service_states.h"
#include "agent/io/modules/test_states.h"

namespace balm::agent::modules {

namespace {

// To add a function: see common/state/module_table.h.
constexpr DispatchRow kDispatch[] = {
    {"cmd.run", cmd_run},
    {"cmd.script", cmd_script},
    {"cmd.wait", cmd_wait},
    {"file.absent", file_absent},
    {"file.append", file_append},
    {"file.blockreplace", file_blockreplace},
    {"file.comment", file_comment},
    {"file.copy", file_copy},
    {"file.directory", file_directory},
    {"file.exists", file_exists},
    {"file.keyvalue", file_keyvalue},
    {"file.managed", file_managed},
    {"file.missing", file_missing},
    {"file.prepend", file_prepend},
    {"file.removed_older", file_removed_older},
    {"file.rename", file_rename},
    {"file.replace", file_replace},
    {"file.symlink", file_symlink},
    {"file.touch", file_touch},
    {"file.uncomment", file_uncomment},
    {"process.absent", process_absent},
    {"process.signalled", process_signalled},
    {"service.dead", service_dead},
    {"service.disabled", service_disabled},
    {"service.enabled", service_enabled},
    {"service.reloaded", service_reloaded},
    {"service.restarted", service_restarted},
    {"service.running", service_running},
    {"test.configurable_test_state", test_configurable},
    {"test.fail_with_changes", test_fail_with_changes},
    {"test.fail_without_changes", test_fail_without_changes},
    {"test.nop", test_nop},
    {"test.show_notification", test_show_notification},
    {"test.succeed_with_changes", test_succeed_with_changes},
    {"test.succeed_without_changes", test_succeed_without_changes},
};

static_assert(std::ranges::is_sorted(kDispatch, {}, &DispatchRow::name), "look-ups search by halves");

}  // namespace

std::span<const DispatchRow> dispatch_table() {
  return kDispatch;
}

PlanFunction find_plan(std::string_view name) {
  const auto row = std::ranges::lower_bound(kDispatch, name, {}, &DispatchRow::name);
  return row != std::end(kDispatch) && row->name == name ? row->plan : nullptr;
}

}  // namespace balm::agent::modules
