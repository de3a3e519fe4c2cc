// Whatever pages and messages tell people to type is a command with flags that exist. docs/CLI.md is made
// from the table of commands and compared with it elsewhere.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "cli/arguments.h"
#include "cli/resolve.h"

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const std::vector<std::string>& parts) {
  std::vector<fs::path> found;
  for (const std::string& part : parts) {
    const fs::path path = fs::path(BALM_SOURCE_DIR) / part;
    if (!fs::is_directory(path)) {
      found.push_back(path);
      continue;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path))
      if (entry.is_regular_file() && entry.path().filename() != "CLI.md") found.push_back(entry.path());
  }
  return found;
}

// Words as a shell splits them, as far as examples need: quotes, and a comment at the end.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  char quote = 0;
  bool inside = false;
  for (const char c : line + " ") {
    if (quote != 0) {
      if (c == quote)
        quote = 0;
      else
        word += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      inside = true;
    } else if (c == ' ') {
      if (inside) words.push_back(std::exchange(word, ""));
      inside = false;
    } else if (c == '#' && !inside) {
      return words;
    } else {
      word += c;
      inside = true;
    }
  }
  return words;
}

// Between backticks, and lines of their own in a block or a comment.
std::vector<std::string> commands_in(const std::string& text) {
  std::vector<std::string> found;
  static const RE2 kInline("`(?:[a-z/-]*/)?balm ([^`\n]+)`");
  static const RE2 kLine("(?m)^(?:# +)?(?:\\$ )?(?:build-[a-z]+/bin/)?balm ([a-z][^`\n|&]*)$");
  std::string rest;
  for (const RE2* const pattern : {&kInline, &kLine}) {
    re2::StringPiece input(text);
    while (RE2::FindAndConsume(&input, *pattern, &rest)) found.push_back(rest);
  }
  return found;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string fault_of(const std::string& line) {
  const std::vector<std::string> words = words_of(line);
  const Result<Resolved> resolved = resolve(words);
  if (!resolved) return resolved.error().message;
  if (resolved->command == nullptr) return "";
  const Result<Arguments> arguments = parse_arguments(*resolved->command, resolved->rest);
  if (arguments) return "";
  const std::string& fault = arguments.error().message;
  const bool only_named = resolved->rest.empty() && fault.find(" is missing") != std::string::npos;
  return only_named ? "" : fault;
}

TEST(DocumentedCommands, AreTakenByTheCommandLine) {
  std::size_t count = 0;
  for (const fs::path& page : files_of({"README.md", "docs", "reactors", "states", "config"})) {
    for (const std::string& line : commands_in(text_of(page))) {
      ++count;
      EXPECT_EQ(fault_of(line), "") << page.string() << ": balm " << line;
    }
  }
  EXPECT_GT(count, 20u) << "the pages are not read as they should be";
}

// A hint may go on with a name or in prose; its first words are a command.
TEST(DocumentedCommands, HintsOfMessagesNameCommands) {
  static const RE2 kHint("\"balm ([a-z]+(?: [a-z]+)?)\\b[^\"]*\"");
  std::size_t count = 0;
  for (const fs::path& file : files_of({"agent", "master", "common", "cli"})) {
    if (file.extension() != ".cpp" || file.filename() == "help_text.cpp") continue;
    const std::string text = text_of(file);
    re2::StringPiece input(text);
    for (std::string hint; RE2::FindAndConsume(&input, kHint, &hint); ++count) {
      const Result<Resolved> resolved = resolve(words_of(hint));
      EXPECT_TRUE(resolved.ok()) << file.string() << ": balm " << hint;
    }
  }
  EXPECT_GT(count, 60u);
}

TEST(DocumentedCommands, WhatDoesNotExistIsFound) {
  EXPECT_NE(fault_of("states lint"), "");
  EXPECT_NE(fault_of("hosts --no-such-flag"), "");
  EXPECT_EQ(commands_in("see `balm hosts` and\nbalm keys\n"), (std::vector<std::string>{"hosts", "keys"}));
}

}  // namespace
}  // namespace balm::cli
