// What operators type and terminals do wrong, row by row (L1 to L10).
#include <algorithm>
#include <csignal>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "cli/arguments.h"
#include "cli/command_table.h"
#include "cli/program_surroundings.h"
#include "cli/run.h"
#include "tests/cli/fake_surroundings.h"

namespace balm::cli {
namespace {

int exit_of(FakeSurroundings& surroundings, const std::vector<std::string>& words) {
  return run(words, surroundings);
}

int exit_of(const std::vector<std::string>& words) {
  FakeSurroundings surroundings;
  const int exit = exit_of(surroundings, words);
  EXPECT_EQ(surroundings.all_out(), "") << "an error printed data";
  EXPECT_LE(std::ranges::count(surroundings.all_err(), '\n'), 3) << surroundings.all_err();
  return exit;
}

std::string many_hosts(int count) {
  std::string names;
  for (int i = 1; i <= count; ++i)
    names += (i > 1 ? "," : "") + std::string("\"web") + std::to_string(i) + "\"";
  return "{\"hosts\":[" + names + "],\"until_ms\":1773465556000,\"paused\":[]}";
}

const std::vector<std::string> kAll{"maintenance", "on", "--all", "--for", "1h", "--reason", "x"};

std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(BadInput, L1FlagsThatCannotBeMeantAreUsage) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"hosts", "--nonsense"},
                                             {"hosts", "--sort"},
                                             {"freeze", "--reason", "a", "--reason", "b"},
                                             {"hosts", "show", ""},
                                             {"hosts", "show", "--", "--x"},
                                             {"freeze", "--reason="},
                                             {"hosts", "list", "extra"},
                                             {"--", "hosts"}})
    EXPECT_EQ(exit_of(words), 2) << words.back();
}

TEST(BadInput, L2EveryHostNeedsItsWordAndItsNumber) {
  for (const char* selector : {"", "*", "all"})
    EXPECT_EQ(exit_of({"states", "run", "nginx.restart", "-l", selector}), 2) << selector;
  FakeSurroundings nobody;
  nobody.answers["maintenance.on"] = {canned(many_hosts(500))};
  EXPECT_EQ(exit_of(nobody, kAll), 7);
  EXPECT_EQ(exit_of(nobody, with(kAll, {"--yes"})), 7) << "--yes alone is not enough for every host";
  EXPECT_EQ(exit_of(nobody, with(kAll, {"--yes", "--max", "499"})), 7);
  for (const Asked& asked : nobody.asked)
    EXPECT_TRUE(asked.args["dry_run"].bool_or()) << "something was done";
  EXPECT_EQ(exit_of(nobody, with(kAll, {"--yes", "--max", "500"})), 0);
}

TEST(BadInput, L3WithoutATerminalNobodyIsTakenToHaveSaidYes) {
  FakeSurroundings nobody;
  nobody.answers["maintenance.on"] = {canned(many_hosts(11))};
  nobody.typed = {"11"};  // something is on stdin, but it is no person
  EXPECT_EQ(exit_of(nobody, {"maintenance", "on", "web*", "--for", "1h", "--reason", "x"}), 7);
  EXPECT_EQ(nobody.asked.size(), 1u);
  EXPECT_NE(nobody.all_err().find("--yes"), std::string::npos);
  FakeSurroundings person;
  person.answers["maintenance.on"] = {canned(many_hosts(11))};
  person.is_person = true;
  person.typed = {"y"};
  EXPECT_EQ(exit_of(person, {"maintenance", "on", "web*", "--for", "1h", "--reason", "x"}), 7);
  person.typed = {};
  EXPECT_EQ(exit_of(person, {"maintenance", "on", "web*", "--for", "1h", "--reason", "x"}), 7)
      << "end of input";
}

// The real program with its output going to `path`.
[[noreturn]] void print_help_to(int file) {
  ::dup2(file, STDOUT_FILENO);
  ProgramSurroundings surroundings;
  ::_exit(run({"help"}, surroundings));
}

TEST(BadInputDeathTest, L4AFullDiskIsAnErrorAndAClosedPipeIsQuiet) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(print_help_to(::open("/dev/full", O_WRONLY)), ::testing::ExitedWithCode(1),
              "cannot write the output: No space left");
  const auto to_closed_pipe = [] {
    int ends[2];
    if (::pipe(ends) != 0) ::_exit(99);
    ::close(ends[0]);
    std::signal(SIGPIPE, SIG_DFL);
    print_help_to(ends[1]);
  };
  EXPECT_EXIT(to_closed_pipe(), ::testing::KilledBySignal(SIGPIPE), "^$");
}

TEST(BadInput, L4NarrowAndAsciiTerminals) {
  FakeSurroundings narrow;
  narrow.shown.width = 10;
  narrow.shown.utf8 = false;
  narrow.answers["hosts.list"] = {
      canned(R"({"hosts":[{"name":"web1","state":"up","labels":{"team":"gr\u00fcn"}}]})")};
  EXPECT_EQ(exit_of(narrow, {"hosts"}), 0);
  EXPECT_EQ(narrow.all_out(), "HOST  STATE\nweb1  up\n");
  narrow.shown.width = 40;
  EXPECT_EQ(exit_of(narrow, {"hosts", "--columns", "labels", "--no-headers"}), 0);
  EXPECT_TRUE(narrow.all_out().ends_with("team=gr\\u00fcn\n")) << narrow.all_out();
}

TEST(BadInput, L5CtrlCDuringARunSaysThatItGoesOn) {
  FakeSurroundings surroundings;
  surroundings.answers["hosts.list"] = {canned(R"({"hosts":[{"name":"web1"}]})")};
  surroundings.answers["states.run"] = {
      canned(R"({"parts":[{"run":1045,"hosts":["web1"],"at_once":1}],"interrupted":true})")};
  EXPECT_EQ(exit_of(surroundings, {"states", "run", "nginx.restart", "-l", "web1"}), 130);
  EXPECT_NE(surroundings.all_err().find("goes on without you: balm incidents show 1045"), std::string::npos);
}

TEST(BadInput, L6TheWayToTheMasterFailsWithItsReason) {
  FakeSurroundings surroundings;
  surroundings.no_way = Error{Error::Kind::Unreachable, "cannot reach the master", ""};
  EXPECT_EQ(exit_of(surroundings, {"status"}), 5);
  surroundings.no_way = Error{Error::Kind::Denied, "the master does not accept the key", ""};
  EXPECT_EQ(exit_of(surroundings, {"status"}), 4);
  surroundings.no_way =
      Error{Error::Kind::BadData, "the master answers in a way this balm does not understand", ""};
  EXPECT_EQ(exit_of(surroundings, {"status"}), 1);
  FakeSurroundings bounded;
  bounded.answers["status"] = {canned("{}")};
  EXPECT_EQ(exit_of(bounded, {"status"}), 0);
  EXPECT_EQ(bounded.connection.timeout, 5s);
}

TEST(BadInput, L7IdsThatAreNoneAreRefusedBeforeAnybodyIsAsked) {
  for (const std::string& id :
       {std::string("a/b"), std::string("../../etc/passwd"), std::string("a\nb"), std::string(1'000'000, 'a'),
        std::string(65, 'a'), std::string("Web1"), std::string("\x1b[2J"), std::string(".hidden")}) {
    EXPECT_EQ(exit_of({"hosts", "show", "--", id}), 2);
    EXPECT_EQ(exit_of({"incidents", "show", "--", id}), 2);
    EXPECT_EQ(exit_of({"history", "show", "--", id}), 2);
    EXPECT_EQ(exit_of({"states", "run", "-l", "web1", "--", id}), 2);
    EXPECT_EQ(exit_of({"keys", "accept", "--", id}), 2);
  }
  FakeSurroundings two_lines;
  EXPECT_EQ(exit_of(two_lines, {"hosts", "show", "--", "a\nb"}), 2);
  EXPECT_NE(two_lines.all_err().find("\"a\\nb\""), std::string::npos) << two_lines.all_err();
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {std::string(100'000, 'x')}, {"hosts", std::string(100'000, 'x')}}) {
    FakeSurroundings endless;
    EXPECT_EQ(exit_of(endless, words), 2);
    EXPECT_LT(endless.all_err().size(), 300u) << "not all of it comes back";
  }
  for (const char* id : {"0", "-1", "1e3", "99999999999999999999", "1042.", "1042.0", "#", "0x10"})
    EXPECT_EQ(exit_of({"history", "show", "--", id}), 2) << id;
}

TEST(BadInput, L8HugeOrBinaryInputOfLintIsAnError) {
  FakeSurroundings surroundings;
  surroundings.input = std::string(2 * 1024 * 1024, 'a');
  EXPECT_EQ(exit_of(surroundings, {"rules", "lint", "-"}), 2);
  surroundings.input = std::string("\x7f\x45\x4c\x46\0\x01\xff\xfe", 8);
  EXPECT_EQ(exit_of(surroundings, {"rules", "lint", "-"}), 1);
  for (const char c : surroundings.all_out()) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
}

TEST(BadInput, L9NoFlagTakesASecret) {
  for (const Command& command : all_commands())
    for (const Flag& flag : flags_of(command))
      for (const char* word : {"secret", "password", "token", "key"})
        EXPECT_EQ(flag.name.find(word), std::string_view::npos) << command.noun << " --" << flag.name;
}

TEST(BadInput, L10TheSecondOfTwoOperatorsIsToldWhoWon) {
  FakeSurroundings second;
  second.answers["incidents.close"] = {canned(
      R"({"error":{"kind":"refused","message":"#1042 was closed by dana 4s ago","hint":"balm incidents show 1042"}})")};
  EXPECT_EQ(exit_of(second, {"incidents", "close", "1042", "--reason", "x"}), 7);
  EXPECT_NE(second.all_err().find("closed by dana"), std::string::npos);
}

}  // namespace
}  // namespace balm::cli
