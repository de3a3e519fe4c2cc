#include "cli/arguments.h"

#include <gtest/gtest.h>

namespace balm::cli {
namespace {

const Command kCommand{
    .noun = "things",
    .verb = "do",
    .text = "",
    .examples = {},
    .positionals = {{"NAME", "", Offer::Nothing}, {"MORE", "", Offer::Nothing, "", false, true}},
    .flags = {{"reason", 'r', "TEXT", ""},
              {"with", 0, "K=V", "", "", Offer::Nothing, true},
              {"dry-run", 'n', "", ""},
              {"state", 0, "WHICH", "", "open|closed"}}};

Arguments parsed(const std::vector<std::string>& words) {
  const Result<Arguments> arguments = parse_arguments(kCommand, words);
  EXPECT_TRUE(arguments.ok()) << (arguments ? "" : arguments.error().message);
  return arguments ? *arguments : Arguments{};
}

std::string fault(const std::vector<std::string>& words) {
  const Result<Arguments> arguments = parse_arguments(kCommand, words);
  if (arguments) return "";
  EXPECT_EQ(arguments.error().kind, Error::Kind::Usage);
  return arguments.error().message;
}

TEST(Arguments, FlagsComeInEveryUsualForm) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"a", "--reason", "why"},
                                                                                     {"--reason=why", "a"},
                                                                                     {"-r", "why", "a"},
                                                                                     {"a", "-rwhy"},
                                                                                     {"-nr", "why", "a"}}) {
    const Arguments arguments = parsed(words);
    EXPECT_EQ(arguments.text("reason"), "why");
    EXPECT_EQ(arguments.positional(0), "a");
  }
  EXPECT_EQ(parsed({"a", "--reason=x=y"}).text("reason"), "x=y");
  EXPECT_EQ(parsed({"a", "--with", "k=1", "--with=l=2"}).all("with"),
            (std::vector<std::string>{"k=1", "l=2"}));
}

TEST(Arguments, WhatFollowsTwoDashesIsAWord) {
  const Arguments arguments = parsed({"--", "--reason", "-n", "--"});
  EXPECT_EQ(arguments.positionals, (std::vector<std::string>{"--reason", "-n", "--"}));
  EXPECT_FALSE(arguments.has("dry-run"));
  EXPECT_EQ(parsed({"-"}).positional(0), "-");
}

TEST(Arguments, AFlagIsNeverSwallowedAsAValue) {
  EXPECT_EQ(fault({"a", "--reason", "--dry-run"}), "--reason needs a value");
  EXPECT_EQ(fault({"a", "--reason", "-n"}), "--reason needs a value");
  EXPECT_EQ(fault({"a", "--reason", "--"}), "--reason needs a value");
  EXPECT_EQ(parsed({"a", "--reason", "-x strange"}).text("reason"), "-x strange");
}

TEST(Arguments, FaultsNameTheOneThingThatIsWrong) {
  EXPECT_EQ(fault({}), "NAME is missing");
  EXPECT_EQ(fault({""}), "NAME is empty");
  EXPECT_EQ(fault({"a", ""}), "MORE is empty");
  EXPECT_EQ(fault({"a", "--reason"}), "--reason needs a value");
  EXPECT_EQ(fault({"a", "--reason="}), "the value of --reason is empty");
  EXPECT_EQ(fault({"a", "--reason", "x", "-r", "y"}), "--reason is given twice");
  EXPECT_EQ(fault({"a", "--dry-run=yes"}), "--dry-run is a switch and takes no value");
  EXPECT_EQ(fault({"a", "--state", "ajar"}), "--state takes one of open, closed, not \"ajar\"");
  EXPECT_EQ(fault({"a", "-z"}), "unknown flag \"-z\"");
  EXPECT_EQ(fault({"a", "--reasn", "x"}), "unknown flag \"--reasn\"");
  EXPECT_EQ(fault({std::string(1'000'000, 'x')}), "a word of 1000000 bytes is too long");
  EXPECT_EQ(fault({std::string("a\0b", 3)}), "a word holds a NUL byte");
  const Result<Arguments> misspelt = parse_arguments(kCommand, {"a", "--reasn", "x"});
  EXPECT_EQ(misspelt.error().hint, "did you mean: --reason");
}

TEST(Arguments, HelpIsSeenBeforeAnythingElse) {
  EXPECT_TRUE(parsed({"--nonsense", "--help"}).has("help"));
  EXPECT_TRUE(parsed({"-h"}).has("help"));
  EXPECT_FALSE(parsed({"--", "--help"}).has("help"));
}

TEST(Arguments, SurviveAnyBytes) {
  for (const char* word :
       {"--", "-", "---", "--=", "-=", "--=x", "--\xff", "-\xff\xfe", "=", "--with", "\x1b[2J"})
    static_cast<void>(parse_arguments(kCommand, {word, word, word}));
}

TEST(Arguments, AHostInTheWrongPlaceIsShownTheRightOne) {
  const Command run{.noun = "states",
                    .verb = "run",
                    .text = "",
                    .examples = {},
                    .positionals = {{"STATE", ""}},
                    .flags = {{"hosts", 'l', "SELECTOR", ""}}};
  const Result<Arguments> arguments = parse_arguments(run, {"web.start", "web1"});
  ASSERT_FALSE(arguments.ok());
  EXPECT_EQ(arguments.error().hint, "balm states run STATE -l web1");
}

}  // namespace
}  // namespace balm::cli
