#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "tests/tidy/ratchets.h"
#include "tests/tidy/source_tree.h"

namespace balm::tidy {
namespace {

constexpr std::size_t kIntroductionBytesMin = 20;  // less cannot say what a thing is

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

// Shared ownership hides who ends a thing's life. Whoever declares a shared_ptr says why it is shared: in the
// file, or in a header of the same folder that it includes.
Faults unexplained_sharing(const SourceFile& file,
                           const std::map<std::string, std::string>& header_comments) {
  static const RE2 sharing("\\bstd::(shared_ptr<|enable_shared_from_this)");
  static const RE2 reason("(?i)\\bshare[sd]?\\b|\\bsharing\\b");
  if (file.is_test() || !RE2::PartialMatch(file.code, sharing)) return {};
  if (RE2::PartialMatch(file.comments, reason)) return {};
  const std::string folder = file.path.substr(0, file.path.rfind('/') + 1);
  for (const Include& include : includes_of(file)) {
    const auto beside = header_comments.find(include.target);
    if (beside == header_comments.end() || !include.target.starts_with(folder)) continue;
    if (RE2::PartialMatch(beside->second, reason)) return {};
  }
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
  const Faults faults =
      across_the_tree([&](const SourceFile& file) { return unexplained_sharing(file, comments); });
  EXPECT_LE(faults.size(), ratchets::kUnexplainedSharingMax) << listed(faults);
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
  const SourceFile sharing = make_source("agent/a.cpp", "#include \"agent/a.h\"\nstd::shared_ptr<int> a;\n");
  EXPECT_EQ(unexplained_sharing(sharing, {}).size(), 1u);
  EXPECT_EQ(unexplained_sharing(sharing, {{"agent/a.h", "// Shared, because two rules pin it."}}).size(), 0u);
  EXPECT_EQ(unexplained_sharing(sharing, {{"agent/b.h", "// Shared, because two rules pin it."}}).size(), 1u);
}

}  // namespace
}  // namespace balm::tidy
