// The functions of module `test`, and the questions unless and onlyif may ask.
#pragma once

#include <optional>
#include <string_view>

#include "agent/io/modules/module_plan.h"

namespace balm::agent::modules {

Plan test_configurable(const ModuleCall& call, const HostSettings& host);
Plan test_fail_with_changes(const ModuleCall& call, const HostSettings& host);
Plan test_fail_without_changes(const ModuleCall& call, const HostSettings& host);
Plan test_nop(const ModuleCall& call, const HostSettings& host);
Plan test_show_notification(const ModuleCall& call, const HostSettings& host);
Plan test_succeed_with_changes(const ModuleCall& call, const HostSettings& host);
Plan test_succeed_without_changes(const ModuleCall& call, const HostSettings& host);

// Nothing for a question that is not in question_names(), or cannot be answered.
std::optional<bool> answer_question(std::string_view question, const Value& arguments,
                                    const HostSettings& host);

}  // namespace balm::agent::modules
