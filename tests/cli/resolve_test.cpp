#include "cli/resolve.h"

#include <gtest/gtest.h>

#include "cli/command_table.h"

namespace balm::cli {
namespace {

std::string meant(const std::vector<std::string>& words) {
  const Result<Resolved> resolved = resolve(words);
  if (!resolved) return "error: " + resolved.error().message + " | " + resolved.error().hint;
  std::string text(resolved->noun);
  if (!resolved->command) return "help " + text;
  if (!resolved->command->verb.empty()) text += " " + std::string(resolved->command->verb);
  for (const std::string& word : resolved->rest) text += " " + word;
  return text;
}

TEST(Resolve, ShortFormsMeanTheLongOnes) {
  EXPECT_EQ(meant({}), "status");
  EXPECT_EQ(meant({"-w"}), "status -w");
  EXPECT_EQ(meant({"hosts"}), "hosts list");
  EXPECT_EQ(meant({"host", "ls"}), "hosts list");
  EXPECT_EQ(meant({"host", "web1"}), "hosts show web1");
  EXPECT_EQ(meant({"inc", "1042"}), "incidents show 1042");
  EXPECT_EQ(meant({"history", "1042.2"}), "history show 1042.2");
  EXPECT_EQ(meant({"maint", "on", "web1"}), "maintenance on web1");
}

TEST(Resolve, FlagsMayStandAnywhere) {
  EXPECT_EQ(meant({"-o", "json", "hosts", "-l", "role=web"}), "hosts list -o json -l role=web");
  EXPECT_EQ(meant({"hosts", "-l", "role=web", "list"}), "hosts list -l role=web");
  EXPECT_EQ(meant({"hosts", "--hosts=role=web", "show", "web1"}), "hosts show --hosts=role=web web1");
}

TEST(Resolve, HelpIsAskedInManyWays) {
  EXPECT_EQ(meant({"--help"}), "help ");
  EXPECT_EQ(meant({"hosts", "--help"}), "help hosts");
  EXPECT_EQ(meant({"hosts", "show", "--help"}), "hosts show --help");
  EXPECT_EQ(meant({"config"}), "help config");
  EXPECT_EQ(meant({"--version"}), "version");
}

TEST(Resolve, MisspeltWordsAreGuessed) {
  EXPECT_EQ(meant({"hots"}), "error: there is no command \"hots\" | did you mean: balm hosts");
  EXPECT_EQ(meant({"incidnet"}), "error: there is no command \"incidnet\" | did you mean: balm incidents");
  EXPECT_EQ(meant({"hosts", "lst"}), "error: \"balm hosts\" has no verb \"lst\" | did you mean: list");
  EXPECT_EQ(meant({"keys", "acept", "web1"}),
            "error: \"balm keys\" has no verb \"acept\" | did you mean: accept");
  EXPECT_EQ(meant({"config", "xyzzy"}),
            "error: \"balm config\" has no verb \"xyzzy\" | one of: validate, reload");
}

TEST(CommandTable, IsSoundThroughout) {
  std::string last_noun;
  for (const Command& command : all_commands()) {
    SCOPED_TRACE(std::string(command.noun) + " " + std::string(command.verb));
    EXPECT_NE(command.function, nullptr);
    EXPECT_FALSE(command.text.empty());
    EXPECT_FALSE(command.examples.empty());
    for (const std::string_view example : command.examples)
      EXPECT_TRUE(example.find("balm") != std::string_view::npos) << example;
    EXPECT_EQ(canonical_noun(command.noun), command.noun) << "an alias hides a noun";
    EXPECT_EQ(find_command(command.noun, command.verb), &command) << "two commands of one name";
    for (const Positional& positional : command.positionals)
      EXPECT_TRUE(!positional.many || &positional == &command.positionals.back());
  }
}

}  // namespace
}  // namespace balm::cli
