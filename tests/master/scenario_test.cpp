// Runs every transcript of tests/scenario. A block is a command (and lines belonging to it), "----", and what
// must happen. BALM_REWRITE=1 writes what happened into the files; read the diff before you commit it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/master/scenario_world.h"

namespace balm::master {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::vector<fs::path> scenarios() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(BALM_SOURCE_DIR) / "tests/scenario"))
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

// The transcript as it really goes.
std::string play(const std::vector<std::string>& lines) {
  ScenarioWorld world;
  std::string text;
  for (std::size_t at = 0; at < lines.size();) {
    if (lines[at].empty() || lines[at].starts_with("#")) {
      text += lines[at++] + "\n";
      continue;
    }
    const std::string& head = lines[at++];
    std::vector<std::string> body;
    while (at < lines.size() && lines[at] != "----") body.push_back(lines[at++]);
    ++at;
    while (at < lines.size() && !lines[at].empty()) ++at;  // what was expected
    text += head + "\n";
    for (const std::string& line : body) text += line + "\n";
    text += "----\n" + world.command(head, body);
  }
  return text;
}

class Scenario : public testing::TestWithParam<fs::path> {};

TEST_P(Scenario, GoesAsWritten) {
  const std::vector<std::string> lines = lines_of(GetParam());
  ASSERT_FALSE(lines.empty());
  std::string expected;
  for (const std::string& line : lines) expected += line + "\n";
  const std::string got = play(lines);
  if (std::getenv("BALM_REWRITE") != nullptr && got != expected) std::ofstream(GetParam()) << got;
  EXPECT_EQ(got, expected);
}

std::string name_of(const testing::TestParamInfo<fs::path>& file) {
  std::string name = file.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, Scenario, testing::ValuesIn(scenarios()), name_of);

}  // namespace
}  // namespace balm::master
