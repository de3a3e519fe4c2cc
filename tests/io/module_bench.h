// A folder of its own and a HostWorld for the tests of modules: a step in, its result out.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "agent/io/modules/host_world.h"
#include "agent/state_runner.h"
#include "common/state/state_file.h"

namespace balm::agent {

class ModuleBench : public testing::Test {
 protected:
  ModuleBench() {
    std::string made = (std::filesystem::temp_directory_path() / "balm-module-XXXXXX").string();
    folder = ::mkdtemp(made.data());
    settings.service_folder = folder + "/.services";
  }
  ~ModuleBench() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  std::string path(const std::string& name) const { return folder + "/" + name; }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }
  std::string read(const std::string& name) const {
    std::ifstream stream(path(name), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }
  bool exists(const std::string& name) const {
    struct stat info {};
    return ::lstat(path(name).c_str(), &info) == 0;
  }
  mode_t mode(const std::string& name) const {
    struct stat info {};
    return ::lstat(path(name).c_str(), &info) == 0 ? info.st_mode & 07777 : 0;
  }

  // Everything below the folder with kind, mode, time and content.
  std::map<std::string, std::string> snapshot() const {
    std::map<std::string, std::string> seen;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      struct stat info {};
      ::lstat(entry.path().c_str(), &info);
      std::string facts = std::to_string(info.st_mode) + " " + std::to_string(info.st_mtim.tv_sec) + "." +
                          std::to_string(info.st_mtim.tv_nsec) + " " + std::to_string(info.st_ino);
      if (entry.is_regular_file() && !entry.is_symlink())
        facts += " " + read(std::filesystem::relative(entry.path(), folder).string());
      seen[entry.path().string()] = facts;
    }
    return seen;
  }

  // `@` in the text stands for the folder.
  std::string filled(std::string text) const {
    for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + folder.size()))
      text.replace(at, 1, folder);
    return text;
  }

  std::vector<StepResult> run(const std::string& text, bool test = false) const {
    const auto parsed = compile_state({{"t", filled(text)}}, "t");
    EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
    if (!parsed.ok()) return {};
    struct Watch : StepWatch {
      bool begin(const Step&, std::uint32_t) override { return true; }
      void end(const StepResult&) override {}
    } watch;
    HostWorld world(settings);
    StateRun run{.document = &parsed.value};
    run.scope = Value(ValueMap{});
    run.test = test;
    return run_state(run, world, watch).results;
  }

  StepResult step(const std::string& text, bool test = false) const {
    auto results = run(text, test);
    EXPECT_EQ(results.size(), 1u);
    return results.empty() ? StepResult() : results.front();
  }

  std::string folder;
  HostSettings settings;
};

inline std::string shown(const StepResult& step) {
  return to_display(step.result ? Value(*step.result) : Value()) + (step.changed() ? " changed: " : ": ") +
         step.comment;
}

}  // namespace balm::agent
