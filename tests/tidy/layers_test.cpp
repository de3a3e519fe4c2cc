#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/tidy/source_tree.h"

namespace balm::tidy {
namespace {

// Which layer a file belongs to: the longest of these paths it begins with.
const std::vector<std::string> kLayers = {"common/",      "common/io/",       "agent/",
                                          "agent/io/",    "agent/main.cpp",   "agent/network/main.cpp",
                                          "master/",      "master/io/",       "master/main.cpp",
                                          "cli/",         "bench/",           "sim/",
                                          "sim/main.cpp", "cli/conformance/", "tests/"};

// Who may include whom, besides its own layer. docs/ARCHITECTURE.md draws the same picture.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"common/", {}},
    {"common/io/", {"common/"}},
    {"agent/", {"common/"}},
    {"master/", {"common/"}},
    {"agent/io/", {"agent/", "common/", "common/io/"}},
    {"master/io/", {"master/", "common/", "common/io/"}},
    {"agent/main.cpp", {"agent/", "agent/io/", "common/", "common/io/"}},
    {"agent/network/main.cpp", {"agent/", "agent/io/", "common/", "common/io/"}},
    {"master/main.cpp", {"master/", "master/io/", "common/", "common/io/"}},
    {"cli/", {"common/", "common/io/"}},
    {"cli/conformance/",
     {"cli/", "common/", "common/io/", "agent/", "agent/io/"}},  // runs the real state runner
    {"sim/", {"common/", "agent/", "master/"}},
    {"sim/main.cpp", {"sim/", "common/", "common/io/", "agent/", "master/"}},
};

std::string layer_of(const std::string& path) {
  std::string layer;
  for (const std::string& candidate : kLayers)
    if (path.starts_with(candidate) && candidate.size() > layer.size()) layer = candidate;
  return layer;
}

Faults wrong_arrows(const SourceFile& file) {
  Faults faults;
  const std::string from = layer_of(file.path);
  const auto allowed = kMayInclude.find(from);
  if (allowed == kMayInclude.end()) return faults;  // tests and bench may include everything
  for (const Include& include : includes_of(file)) {
    const std::string to = layer_of(include.target);
    if (!include.ours || to == from || allowed->second.contains(to)) continue;
    faults.push_back(file.path + " may not include " + include.target);
  }
  return faults;
}

TEST(Layers, AreKept) {
  Faults faults;
  for (const SourceFile& file : all_sources())
    std::ranges::copy(wrong_arrows(file), std::back_inserter(faults));
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Layers, WrongArrowsAreSeen) {
  const auto count = [](std::string path, std::string include) {
    return wrong_arrows(make_source(std::move(path), "#include \"" + include + "\"\n")).size();
  };
  EXPECT_EQ(count("common/event.h", "common/io/log.h"), 1u);
  EXPECT_EQ(count("common/event.h", "agent/agent.h"), 1u);
  EXPECT_EQ(count("agent/agent.cpp", "agent/io/spool.h"), 1u);
  EXPECT_EQ(count("agent/agent.cpp", "master/master.h"), 1u);
  EXPECT_EQ(count("master/io/hub.cpp", "agent/agent.h"), 1u);
  EXPECT_EQ(count("cli/commands/hosts.cpp", "master/master.h"), 1u);
  EXPECT_EQ(count("cli/commands/hosts.cpp", "agent/io/runner.h"), 1u);
  EXPECT_EQ(count("sim/world.cpp", "common/io/log.h"), 1u);
  EXPECT_EQ(count("agent/agent.cpp", "event.h"), 1u) << "includes name the whole path from the top";
  EXPECT_EQ(count("agent/io/shell.cpp", "agent/agent.h"), 0u);
  EXPECT_EQ(count("cli/conformance/main.cpp", "agent/io/runner.h"), 0u);
  EXPECT_EQ(count("agent/guard/rate.cpp", "agent/agent.h"), 0u);
}

// A .cpp in a folder no CMakeLists.txt names would silently not exist.
TEST(Layers, EveryFileIsCompiled) {
  const std::string commands = read_in_build("compile_commands.json");
  ASSERT_FALSE(commands.empty());
  Faults faults;
  for (const SourceFile& file : all_sources()) {
    if (file.is_header()) continue;
    if (commands.find("/" + file.path + "\"") == std::string::npos) faults.push_back(file.path);
  }
  EXPECT_TRUE(faults.empty()) << "add their folders to FOLDERS in CMakeLists.txt: " << listed(faults);
}

TEST(Layers, EveryFolderHasALayer) {
  Faults faults;
  for (const SourceFile& file : all_sources())
    if (layer_of(file.path).empty()) faults.push_back(file.path);
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

}  // namespace
}  // namespace balm::tidy
