// Every state that ships loads without a single issue and says what it is for.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/state/compiled.h"

namespace balm {
namespace {

StateFiles shipped() {
  StateFiles files;
  const std::filesystem::path root = std::filesystem::path(BALM_SOURCE_DIR) / "states";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string name = state_name_of_path(std::filesystem::relative(entry.path(), root).string());
    if (name.empty()) continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    files[name] = text.str();
  }
  return files;
}

TEST(ShippedStates, LoadWithoutIssues) {
  const StateFiles files = shipped();
  EXPECT_GE(files.size(), 5u);
  for (const auto& [name, text] : files) {
    const auto parsed = compile_state(files, name);
    EXPECT_TRUE(parsed.issues.empty()) << render(parsed.issues);
    EXPECT_FALSE(parsed.value.doc.empty()) << name << " does not say what it is for";
    EXPECT_FALSE(parsed.value.steps.empty()) << name;
  }
}

}  // namespace
}  // namespace balm
