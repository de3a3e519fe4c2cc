// Texts each reader takes, between them with everything it knows.
#pragma once

#include <string>
#include <vector>

namespace balm::fuzz::seeds {

std::vector<std::string> documents();
std::vector<std::string> master_configs();
std::vector<std::string> agent_configs();
std::vector<std::string> states();
std::vector<std::string> stored_configurations();
std::vector<std::string> expressions();
std::vector<std::string> text_values();
std::vector<std::string> crons();
std::vector<std::string> selectors();
std::vector<std::string> plugin_outputs();
std::vector<std::string> agent_frames();
std::vector<std::string> agent_bodies();
std::vector<std::string> operator_frames();
std::vector<std::string> local_frames();
std::vector<std::string> small_words();

}  // namespace balm::fuzz::seeds
