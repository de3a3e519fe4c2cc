#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "tests/tidy/source_tree.h"

namespace balm::tidy {
namespace {

constexpr std::size_t kIntroductionBytesMin = 30;  // less cannot say what a thing is

// A header says in prose what the thing is before it declares it.
Faults unintroduced(const SourceFile& file) {
  if (!file.is_header()) return {};
  const std::size_t pragma = file.text.find("#pragma once");
  if (pragma == std::string::npos) return {file.path + " has no #pragma once"};
  std::string introduction = file.comments.substr(0, pragma);
  std::erase_if(introduction, [](char c) { return c == ' ' || c == '\n' || c == '/'; });
  if (introduction.size() < kIntroductionBytesMin)
    return {file.path + " does not begin by saying what it is"};
  return {};
}

// Shared ownership hides who ends a thing's life; whoever needs it says why, here or in the header beside it.
Faults unexplained_sharing(const SourceFile& file, const std::string& comments_beside) {
  static const RE2 sharing("\\bstd::(shared_ptr|make_shared|enable_shared_from_this)\\b");
  static const RE2 reason("(?i)\\bshare[sd]?\\b|\\bsharing\\b");
  if (file.is_test() || !RE2::PartialMatch(file.code, sharing)) return {};
  if (RE2::PartialMatch(file.comments + comments_beside, reason)) return {};
  return {file.path + " shares ownership without a comment that says why it is shared"};
}

TEST(Headers, BeginBySayingWhatTheyAre) {
  Faults faults;
  for (const SourceFile& file : all_sources())
    std::ranges::copy(unintroduced(file), std::back_inserter(faults));
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Headers, SharingIsExplained) {
  std::map<std::string, std::string> comments;
  for (const SourceFile& file : all_sources())
    if (file.is_header()) comments[file.path] = file.comments;
  Faults faults;
  for (const SourceFile& file : all_sources()) {
    const std::string header = file.path.substr(0, file.path.rfind('.')) + ".h";
    std::ranges::copy(unexplained_sharing(file, comments[header]), std::back_inserter(faults));
  }
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Headers, FaultsAreSeen) {
  EXPECT_EQ(
      unintroduced(make_source("a.h", "#pragma once\n// What it is comes too late for the reader.\n")).size(),
      1u);
  EXPECT_EQ(unintroduced(make_source("a.h", "// Things.\n#pragma once\n")).size(), 1u);
  EXPECT_EQ(unintroduced(make_source("a.h", "// A Cooldown refuses to repeat a remedy too soon.\n")).size(),
            1u);
  EXPECT_EQ(
      unintroduced(make_source("a.h", "// A Cooldown refuses to repeat a remedy too soon.\n#pragma once\n"))
          .size(),
      0u);
  const SourceFile sharing = make_source("agent/a.cpp", "std::shared_ptr<int> a;\n");
  EXPECT_EQ(unexplained_sharing(sharing, "").size(), 1u);
  EXPECT_EQ(unexplained_sharing(sharing, "// Shared, because two rules pin it.").size(), 0u);
}

}  // namespace
}  // namespace balm::tidy
