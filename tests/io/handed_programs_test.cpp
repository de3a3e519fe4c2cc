// What the executor makes of checks that the master hands down: they reach it through the process that has
// the network, so they may never hide a check of the host's folder, nor choose a user.
#include <gtest/gtest.h>

#include "agent/io/check_programs.h"
#include "agent/io/check_set_store.h"
#include "common/document/check_text.h"
#include "tests/io/temporary_folder.h"

namespace balm::agent {
namespace {

std::string text_of(const std::string& name, const std::string& word) {
  CheckDocument check;
  check.name.text = name;
  check.argv = {"/bin/echo", word};
  return check_text(check);
}

std::string word_of(const CheckPrograms& programs, const std::string& name) {
  const auto found = programs.find({name});
  return found ? found->spec.argv.at(1) : "";
}

class HandedPrograms : public testing::Test {
 protected:
  void write(const std::string& text) {
    folder_.file("a.yaml", text);
    const auto loaded = programs_.load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  }

  TemporaryFolder folder_;
  CheckPrograms programs_{folder_.path(), "nobody"};
};

TEST_F(HandedPrograms, StandBesideThoseOfTheFolder) {
  write("checks:\n  own: { run: [/bin/echo, mine] }\n");
  programs_.hand({text_of("disk", "theirs"), "nonsense", text_of("load", "theirs")});
  EXPECT_EQ(word_of(programs_, "own"), "mine");
  EXPECT_EQ(word_of(programs_, "disk"), "theirs");
  EXPECT_EQ(word_of(programs_, "load"), "theirs");
  programs_.hand({});
  EXPECT_FALSE(programs_.find({"disk"}));
}

TEST_F(HandedPrograms, NeverHideOneOfTheFolder) {
  programs_.hand({text_of("disk", "theirs"), text_of("off", "theirs")});
  write("checks:\n  disk: { run: [/bin/echo, mine] }\n  off: { run: [/bin/echo, mine], enabled: false }\n");
  EXPECT_EQ(word_of(programs_, "disk"), "mine");
  EXPECT_FALSE(programs_.find({"off"})) << "switched off here";
}

TEST_F(HandedPrograms, NeverChooseTheirUser) {
  programs_.hand({R"({"checks":{"disk":{"run":["/bin/echo","x"],"as":"root"}}})"});
  EXPECT_FALSE(programs_.find({"disk"}));
}

TEST(CheckSetStore, KeepsASetAndNoticesDamage) {
  const TemporaryFolder folder;
  const CheckSetStore store(folder / "check_set.json");
  ASSERT_TRUE(store.load().ok()) << "a missing file is an empty set";
  EXPECT_TRUE(store.load()->checks.empty());
  CheckSet set;
  set.checks = {text_of("disk", "\"quoted\" \xC3\xA9"), text_of("load", "x")};
  set.hash = check_set_hash(set.checks);
  ASSERT_TRUE(store.keep(set).ok());
  ASSERT_TRUE(store.load().ok());
  EXPECT_EQ(store.load()->checks, set.checks);
  set.checks.pop_back();
  ASSERT_TRUE(store.keep(set).ok());
  EXPECT_FALSE(store.load().ok()) << "not what the hash says";
  folder.file("check_set.json", "{", 0600);
  EXPECT_FALSE(store.load().ok());
}

}  // namespace
}  // namespace balm::agent
