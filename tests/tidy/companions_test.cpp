// Things that belong together and drift apart when nobody looks: sources and tests, limits and their users,
// pages and what they link to, libraries and the packages they come from.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "tests/tidy/ratchets.h"
#include "tests/tidy/source_tree.h"

namespace balm::tidy {
namespace {

// What the tests are called and which headers of ours they include.
struct Tested {
  std::set<std::string> names;
  std::set<std::string> headers;
};

Tested tested_things() {
  Tested tested;
  for (const SourceFile& file : all_sources()) {
    if (!file.is_test()) continue;
    tested.names.insert(file.stem());
    for (const Include& include : includes_of(file)) tested.headers.insert(include.target);
  }
  return tested;
}

// A source has a test when one is called after it (gates_test or executor_gates_test for
// agent/executor/gates.cpp), or includes the header it implements: its own, or the first it includes when it
// is one of several parts.
bool has_test(const SourceFile& file, const Tested& tested) {
  const std::filesystem::path path(file.path);
  const std::string name = file.stem() + "_test";
  const std::string folder = path.parent_path().filename().string();
  if (tested.names.contains(name) || tested.names.contains(folder + "_" + name)) return true;
  std::string header = path.parent_path() / (file.stem() + ".h");
  if (!exists_in_tree(header)) {
    const std::vector<Include> includes = includes_of(file);
    const auto first = std::ranges::find_if(includes, &Include::ours);
    header = first == includes.end() ? "" : first->target;
  }
  return tested.headers.contains(header);
}

TEST(Companions, PureSourcesHaveATest) {
  const Tested tested = tested_things();
  std::size_t all = 0;
  Faults missing;
  for (const SourceFile& file : all_sources()) {
    if (file.is_header() || !file.is_pure()) continue;
    ++all;
    if (!has_test(file, tested)) missing.push_back(file.path);
  }
  EXPECT_LE(missing.size(), all * (1 - ratchets::kFilesWithTestMin))
      << "of " << all << " without a test: " << listed(missing);
}

TEST(Companions, EveryLimitIsKept) {
  std::set<std::string> unused;
  re2::StringPiece rest;
  const std::string limits = read_in_tree("common/limits.h");
  rest = limits;
  std::string name;
  while (RE2::FindAndConsume(&rest, "inline constexpr [\\w:]+ (k\\w+)", &name)) unused.insert(name);
  ASSERT_FALSE(unused.empty());
  for (const SourceFile& file : all_sources()) {
    if (file.path == "common/limits.h" || file.is_test()) continue;
    re2::StringPiece code(file.code);
    while (RE2::FindAndConsume(&code, "\\b(k[A-Z]\\w*)", &name)) unused.erase(name);
  }
  EXPECT_LE(unused.size(), ratchets::kUnusedLimitsMax)
      << "a bound nobody checks is a promise nobody keeps: " << listed({unused.begin(), unused.end()});
}

// Where a library that CMakeLists.txt looks for comes from. Nothing for what comes with the compiler.
const std::map<std::string, std::string> kPackageOf = {{"CURL", "libcurl4-openssl-dev"},
                                                       {"GTest", "libgtest-dev"},
                                                       {"PkgConfig", "pkg-config"},
                                                       {"SQLite3", "libsqlite3-dev"},
                                                       {"Threads", ""},
                                                       {"cppzmq", "cppzmq-dev"},
                                                       {"date", "libhowardhinnant-date-dev"},
                                                       {"libcurl", "libcurl4-openssl-dev"},
                                                       {"libsodium", "libsodium-dev"},
                                                       {"libzmq", "libzmq3-dev"},
                                                       {"nlohmann_json", "nlohmann-json3-dev"},
                                                       {"re2", "libre2-dev"},
                                                       {"spdlog", "libspdlog-dev"},
                                                       {"yaml-cpp", "libyaml-cpp-dev"}};

std::set<std::string> wanted_libraries() {
  std::set<std::string> wanted;
  for (const std::string& path : files_ending("CMakeLists.txt")) {
    const std::string text = read_in_tree(path);
    std::string name;
    re2::StringPiece rest(text);
    while (RE2::FindAndConsume(&rest, "find_package\\((\\S+?)[ )]", &name)) wanted.insert(name);
    rest = text;
    while (RE2::FindAndConsume(&rest, "pkg_check_modules\\(.* (\\S+)\\)", &name)) wanted.insert(name);
  }
  return wanted;
}

TEST(Companions, EveryLibraryIsInstalledByDev) {
  const std::string dev = read_in_tree("dev");
  const std::set<std::string> wanted = wanted_libraries();
  ASSERT_TRUE(wanted.contains("libzmq") && wanted.contains("GTest"));
  for (const std::string& library : wanted) {
    const auto package = kPackageOf.find(library);
    if (package == kPackageOf.end()) {
      ADD_FAILURE() << "from which package does " << library << " come? Say so in kPackageOf";
    } else {
      EXPECT_TRUE(RE2::PartialMatch(dev, "[\\s']" + RE2::QuoteMeta(package->second) + "[\\s']"))
          << library << " needs " << package->second << " in the package lists of ./dev";
    }
  }
}

Faults dead_links(const std::string& page, const std::string& text) {
  static const RE2 link("\\]\\(([^)\\s#]+)(#[^)]*)?\\)");
  static const RE2 elsewhere("^[a-z]+:");
  Faults faults;
  re2::StringPiece rest(text);
  std::string target;
  const std::filesystem::path folder = std::filesystem::path(page).parent_path();
  while (RE2::FindAndConsume(&rest, link, &target)) {
    if (RE2::PartialMatch(target, elsewhere)) continue;
    if (!exists_in_tree((folder / target).lexically_normal().string()))
      faults.push_back(page + " links to " + target);
  }
  return faults;
}

TEST(Companions, PagesLinkToWhatExists) {
  Faults faults;
  for (const std::string& page : files_ending(".md"))
    std::ranges::copy(dead_links(page, read_in_tree(page)), std::back_inserter(faults));
  EXPECT_LE(faults.size(), ratchets::kDeadLinksMax) << listed(faults);
}

TEST(Companions, DeadLinksAreSeen) {
  EXPECT_EQ(dead_links("docs/STYLE.md", "[a](../no_such_file.h) [b](https://example.net/x) [c](#top)").size(),
            1u);
  EXPECT_EQ(dead_links("docs/STYLE.md", "[a](../common/limits.h) [b](decisions/)").size(), 0u);
}

}  // namespace
}  // namespace balm::tidy
