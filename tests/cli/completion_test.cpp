#include "cli/completion.h"

#include <gtest/gtest.h>

#include "cli/run.h"
#include "tests/cli/fake_surroundings.h"

namespace balm::cli {
namespace {

// What is offered for the words of a line, the last one being typed; without the descriptions.
std::string offered(std::vector<std::string> words, const std::string& verb = "",
                    const std::string& json = "") {
  FakeSurroundings surroundings;
  if (verb.empty())
    surroundings.no_way = Error{Error::Kind::Unreachable, "offline", ""};
  else
    surroundings.answers[verb] = {canned(json)};
  words.insert(words.begin(), {"__complete", "--"});
  EXPECT_EQ(run(words, surroundings), 0);
  EXPECT_EQ(surroundings.all_err(), "");
  std::string names;
  bool in_name = true;
  for (const char c : surroundings.all_out()) {
    if (c == '\t') in_name = false;
    if (in_name) names += c == '\n' ? ' ' : c;
    if (c == '\n' && !in_name) names += ' ';
    if (c == '\n') in_name = true;
  }
  return names;
}

TEST(Completion, VerbsAndFlagsNeedNoMaster) {
  EXPECT_EQ(offered({"ho"}), "hosts ");
  EXPECT_EQ(offered({"keys", ""}), "accept list reject revoke show ");
  EXPECT_EQ(offered({"maint", "o"}), "off on ");
  EXPECT_EQ(offered({"maintenance", "on", "--r"}), "--reason ");
  EXPECT_EQ(offered({"history", "--outcome", "f"}), "failed ");
  EXPECT_EQ(offered({"hosts", "--col"}), "--color --columns ");
  EXPECT_EQ(offered({"completion", ""}), "bash fish zsh ");
  EXPECT_EQ(offered({"hosts", "show", ""}), "");
}

TEST(Completion, LiveNamesComeFromTheMaster) {
  const std::string hosts =
      R"({"hosts":[{"name":"web1","state":"up","labels":{"role":"web"}},{"name":"db1","state":"down"}]})";
  EXPECT_EQ(offered({"hosts", "show", ""}, "hosts.list", hosts), "db1 web1 ");
  EXPECT_EQ(offered({"hosts", "show", "w"}, "hosts.list", hosts), "web1 ");
  EXPECT_EQ(offered({"maintenance", "on", ""}, "hosts.list", hosts), "db1 role=web web1 ");
  EXPECT_EQ(offered({"checks", "run", "disk", "-l", "r"}, "hosts.list", hosts), "role=web ");
  EXPECT_EQ(offered({"inc", "show", ""}, "incidents.list", R"({"incidents":[{"id":1042,"title":"x"}]})"),
            "1042 ");
  EXPECT_EQ(offered({"hosts", "show", "web1", ""}, "hosts.list", hosts), "");
}

TEST(Completion, NamesFromOutsideAreHarmless) {
  EXPECT_EQ(offered({"hosts", "show", ""}, "hosts.list", R"({"hosts":[{"name":"a\u001b[2J\nb"}]})"),
            "a\\x1b[2J\\nb ");
}

TEST(Completion, ScriptsAskTheProgram) {
  for (const char* shell : {"bash", "zsh", "fish"})
    EXPECT_NE(completion_script(shell).find("balm __complete --"), std::string_view::npos) << shell;
}

}  // namespace
}  // namespace balm::cli
