#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "tests/tidy/ratchets.h"
#include "tests/tidy/source_tree.h"

namespace balm::tidy {
namespace {

// The first row says nothing about a thing; the second are other projects' words for what has a name of its
// own here.
const std::set<std::string> kBannedWords = {"util",    "utils",   "helper",   "helpers", "misc",
                                            "manager", "handler", "base",     "minion",  "grain",
                                            "grains",  "pillar",  "playbook", "workflow"};

Faults banned_in(std::string_view name, const std::string& place) {
  Faults faults;
  for (const std::string& word : words_of(name))
    if (kBannedWords.contains(word)) faults.push_back(place + ": '" + word + "' in " + std::string(name));
  return faults;
}

Faults badly_named_types(const SourceFile& file) {
  static const RE2 declaration(
      "\\b(?:class|struct|union|enum|enum class|concept|using)\\s+([A-Za-z_]\\w*)\\s*(?:[:{;=]|final)");
  Faults faults;
  re2::StringPiece rest(file.code);
  std::string name;
  while (RE2::FindAndConsume(&rest, declaration, &name))
    std::ranges::copy(banned_in(name, file.path), std::back_inserter(faults));
  return faults;
}

Faults leftover_marks(const SourceFile& file) {
  static const RE2 mark("\\b(TODO|FIXME|XXX|HACK)\\b");
  Faults faults;
  int number = 0;
  for (const std::string& line : lines_of(file.comments)) {
    ++number;
    if (RE2::PartialMatch(line, mark)) faults.push_back(file.path + ":" + std::to_string(number) + line);
  }
  return faults;
}

// A comment that is a statement. Examples in prose are indented by two more blanks and are left alone.
bool is_dead_code(const std::string& comment) {
  static const RE2 statement(
      "^// ?(return\\b[^.]*|[\\w:<>*&\\[\\].()]+(\\s[\\w*&]+)?(\\s[-+*/|&]?=\\s|\\(|->).*);$");
  static const RE2 block("^// ?\\}?\\s*((if|for|while|switch) \\(.*|else( if \\(.*)?) ?\\{$");
  static const RE2 directive("^// ?#\\s*(include|define|if|endif)\\b");
  return RE2::PartialMatch(comment, statement) || RE2::PartialMatch(comment, block) ||
         RE2::PartialMatch(comment, directive);
}

Faults dead_code(const SourceFile& file) {
  Faults faults;
  int number = 0;
  for (const std::string& line : lines_of(file.comments)) {
    ++number;
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string::npos || line.find_last_not_of(' ') == begin) continue;
    const std::string comment = line.substr(begin, line.find_last_not_of(' ') - begin + 1);
    if (is_dead_code(comment)) faults.push_back(file.path + ":" + std::to_string(number) + " " + comment);
  }
  return faults;
}

TEST(Words, FilesAndFoldersSayWhatTheyAre) {
  Faults faults;
  for (const SourceFile& file : all_sources())
    std::ranges::copy(banned_in(file.path.substr(0, file.path.rfind('.')), file.path),
                      std::back_inserter(faults));
  EXPECT_LE(faults.size(), ratchets::kBadNamesMax) << listed(faults);
}

TEST(Words, TypesSayWhatTheyAre) {
  const Faults faults = across_the_tree(badly_named_types);
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Words, NothingIsLeftForLater) {
  const Faults faults = across_the_tree(leftover_marks);
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Words, NoCodeSleepsInComments) {
  const Faults faults = across_the_tree(dead_code);
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Words, BadNamesAreSeen) {
  EXPECT_EQ(banned_in("agent/net_utils", "").size(), 1u);
  EXPECT_EQ(banned_in("common/base64_database", "").size(), 0u);
  EXPECT_EQ(badly_named_types(make_source("a.h", "class EventHandler {\n};\n")).size(), 1u);
  EXPECT_EQ(
      badly_named_types(make_source("a.h", "using CheckHelper = int;\nenum class BaseKind { A };\n")).size(),
      2u);
  EXPECT_EQ(badly_named_types(make_source("a.h", "struct Handled {};\nstruct Database {};\n")).size(), 0u);
  EXPECT_EQ(leftover_marks(make_source("a.h", std::string("// TO") + "DO: later\n")).size(), 1u);
}

TEST(Words, DeadCodeIsSeenAndProseIsNot) {
  for (const char* bad :
       {"// return a + b;", "// thing.start(now);", "// int count = 0;", "// if (a) {", "// } else {",
        "//#include <map>", "// std::sort(a.begin(), a.end());", "// at_ = 3;"})
    EXPECT_TRUE(is_dead_code(bad)) << bad;
  for (const char* good :
       {"// Steady time never jumps; wall time can jump;", "// Reads \"1042.2\"; zero when it is none.",
        "//   auto a = Value::map({});", "// if nothing is known, ask;", "// returns the rest;",
        "// see docs/CEL.md (and the specification);"})
    EXPECT_FALSE(is_dead_code(good)) << good;
}

}  // namespace
}  // namespace balm::tidy
