#include "cli/help_text.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "cli/command_table.h"
#include "cli/exit.h"

namespace balm::cli {
namespace {

TEST(Help, DocumentMatchesTheTable) {
  const std::string path = BALM_SOURCE_DIR "/docs/CLI.md";
  const std::string now = reference_document();
  if (std::getenv("BALM_REWRITE")) std::ofstream(path) << now;
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), now) << "BALM_REWRITE=1 writes docs/CLI.md anew";
}

TEST(Help, EveryTopicAndEveryExitCodeHasItsText) {
  for (const std::string_view topic : topic_names()) EXPECT_GT(topic_text(topic).size(), 100u) << topic;
  EXPECT_EQ(topic_text("nothing"), "");
  for (const ExitMeaning& meaning : kExitMeanings)
    EXPECT_NE(topic_text("exit-codes").find(std::string(meaning.text)), std::string_view::npos);
}

TEST(Help, NoLineIsTooLongForATerminal) {
  std::string all = overview_help();
  for (const std::string_view topic : topic_names()) all += topic_text(topic);
  for (const Command& command : all_commands()) all += command_help(command);
  for (const std::string_view noun : all_nouns()) all += noun_help(noun);
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 125u) << line;
}

}  // namespace
}  // namespace balm::cli
