// The lines of the command table, noun by noun; cli/command_table.cpp puts them together.
#pragma once

#include <vector>

#include "cli/command.h"

namespace balm::cli {

std::vector<Command> status_commands();
std::vector<Command> hosts_commands();
std::vector<Command> maintenance_commands();
std::vector<Command> freeze_commands();
std::vector<Command> keys_commands();
std::vector<Command> checks_commands();
std::vector<Command> events_commands();
std::vector<Command> incidents_commands();
std::vector<Command> history_commands();
std::vector<Command> rules_commands();
std::vector<Command> states_commands();
std::vector<Command> explain_commands();
std::vector<Command> config_commands();
std::vector<Command> doctor_commands();
std::vector<Command> demo_commands();
std::vector<Command> dev_commands();
std::vector<Command> about_commands();  // completion, version, help

}  // namespace balm::cli
