// The first check and rule of README.md, taken from the page itself and run by the real daemons: what a
// newcomer types in the first five minutes heals. Only the marker's place is another.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "common/io/file_text.h"
#include "tests/end_to_end/on_playground.h"

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

// The text between the line `# <path>` and the end of its block.
std::string block_of(const std::string& page, const std::string& path) {
  const std::size_t start = page.find("# " + path + "\n");
  if (start == std::string::npos) return {};
  return page.substr(start, page.find("```", start) - start);
}

std::string replaced(std::string text, const std::string& old, const std::string& put) {
  for (std::size_t at = 0; (at = text.find(old, at)) != std::string::npos; at += put.size())
    text.replace(at, old.size(), put);
  return text;
}

class FirstRule : public OnPlayground {
 protected:
  void SetUp() override {
    OnPlayground::SetUp();
    ASSERT_FALSE(HasFatalFailure());
    folder_ += "/balm-try";
    fs::create_directories(folder_ + "/states/marker");
  }

  Playground::Options options() const { return {folder_, folder_, folder_ + "/states", folder_, "dev"}; }
  std::string marker() const { return folder_ + "/marker"; }
};

TEST_F(FirstRule, OfTheReadmeHeals) {
  const auto page = read_file(std::string(BALM_SOURCE_DIR) + "/README.md");
  ASSERT_TRUE(page.ok());
  for (const std::string name : {"first.yaml", "states/marker/restore.sls"}) {
    const std::string text = block_of(*page, "/tmp/balm-try/" + name);
    ASSERT_FALSE(text.empty()) << name;
    write(name, replaced(text, "/tmp/balm-marker", marker()));
  }
  const auto started = playground_->start(options(), surroundings_);
  ASSERT_TRUE(started.ok()) << started.error().message;
  EXPECT_TRUE(reaches([&] { return fs::exists(marker()); })) << playground_->log_tail("balm-agent");
}

TEST_F(FirstRule, InAFolderThatTheAgentMayNotReadIsRefusedAtOnce) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root's agent is another user";
  fs::permissions(folder_, fs::perms::owner_all);
  const auto started = playground_->start(options(), surroundings_);
  ASSERT_FALSE(started.ok());
  EXPECT_NE(started.error().message.find(folder_ + " is closed"), std::string::npos)
      << started.error().message;
}

}  // namespace
}  // namespace balm::cli
