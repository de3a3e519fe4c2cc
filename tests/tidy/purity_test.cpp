#include <algorithm>
#include <memory>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "tests/tidy/source_tree.h"

namespace balm::tidy {
namespace {

// What only a folder named io/ or a main.cpp may touch: whatever blocks, fails from outside or differs
// between two runs.
const std::vector<std::string> kHeadersOfTheWorld = {"atomic",     "condition_variable",
                                                     "csignal",    "ctime",
                                                     "filesystem", "fstream",
                                                     "future",     "iostream",
                                                     "mutex",      "random",
                                                     "semaphore",  "shared_mutex",
                                                     "stop_token", "thread",
                                                     "fcntl.h",    "poll.h",
                                                     "pthread.h",  "signal.h",
                                                     "spawn.h",    "time.h",
                                                     "unistd.h",   "sqlite3.h",
                                                     "zmq.h",      "zmq.hpp"};
const std::vector<std::string> kFoldersOfTheWorld = {"spdlog/", "sys/", "netinet/", "arpa/", "curl/"};
const char* const kNamesOfTheWorld =
    "\\w*_clock\\s*::\\s*now\\b|\\bgetenv\\s*\\(|\\bs?rand\\s*\\(|\\btime\\s*\\(\\s*(nullptr|NULL|0|&)|"
    "\\blocaltime\\w*\\s*\\(|\\bclock_gettime\\b|\\bgettimeofday\\b|\\bthread_local\\b|\\bstd::(cout|cerr|"
    "cin)\\b|"
    "\\bpopen\\s*\\(|\\bstd::system\\s*\\(|\\bzmq_\\w+|\\bsqlite3_\\w+|\\bspdlog::";

bool is_of_the_world(const Include& include) {
  if (include.ours) return false;
  const auto in_folder = [&](const std::string& folder) { return include.target.starts_with(folder); };
  return std::ranges::find(kHeadersOfTheWorld, include.target) != kHeadersOfTheWorld.end() ||
         std::ranges::any_of(kFoldersOfTheWorld, in_folder);
}

Faults matches(const SourceFile& file, const char* pattern, const std::string& complaint) {
  Faults faults;
  const RE2 compiled("(" + std::string(pattern) + ")");
  std::size_t line = 0;
  for (const std::string& code : lines_of(file.code)) {
    ++line;
    std::string found;
    if (RE2::PartialMatch(code, compiled, &found))
      faults.push_back(file.path + ":" + std::to_string(line) + " " + complaint + ": " + found);
  }
  return faults;
}

Faults touches_the_world(const SourceFile& file) {
  if (!file.is_pure()) return {};
  Faults faults = matches(file, kNamesOfTheWorld, "is pure but names");
  for (const Include& include : includes_of(file))
    if (is_of_the_world(include))
      faults.push_back(file.path + " is pure but includes <" + include.target + ">");
  return faults;
}

// std::regex takes exponential time and overflows the stack on bad input; RE2 does neither.
Faults uses_std_regex(const SourceFile& file) {
  Faults faults = matches(file, "\\bstd::w?(regex|smatch|cmatch)\\b", "uses");
  for (const Include& include : includes_of(file))
    if (!include.ours && include.target == "regex") faults.push_back(file.path + " includes <regex>");
  return faults;
}

// Outside io/, yaml/ and wire, a header that shows a library's types would make everyone depend on that
// library.
Faults shows_a_library(const SourceFile& file) {
  if (!file.is_header() || file.is_test() || file.in_folder("io") || file.in_folder("yaml") ||
      file.stem() == "wire")
    return {};
  return matches(file,
                 "\\bYAML::|\\bnlohmann::|\\bzmq::|\\bzmq_\\w+|\\bsqlite3\\w*|\\bspdlog::|\\bre2::\\w+ \\w+;",
                 "shows a library's type");
}

// A sleep in a test is a bet on the machine's speed. The few tests with real processes wait for what they
// see.
Faults sleeps(const SourceFile& file) {
  if (!file.is_test() || file.in_folder("io") || file.in_folder("end_to_end")) return {};
  return matches(file, "\\bsleep_(for|until)\\b|\\bu?sleep\\s*\\(|\\bnanosleep\\b", "sleeps");
}

// `unique_ptr<Store>(new Store(...))` is how a private constructor is called; its owner stands on the same
// line.
Faults frees_by_hand(const SourceFile& file) {
  Faults faults =
      matches(file, "\\bnew\\s+[A-Za-z_:]|[^=]\\s*\\bdelete\\b(\\[\\])?\\s+[a-z_]", "owns by hand");
  const std::vector<std::string> lines = lines_of(file.code);
  std::erase_if(faults, [&](const std::string& fault) {
    int line = 0;
    RE2::PartialMatch(fault, ":(\\d+) ", &line);
    return lines[static_cast<std::size_t>(line) - 1].find("std::unique_ptr<") != std::string::npos;
  });
  return faults;
}

TEST(Purity, PureCodeDoesNotTouchTheWorld) {
  const Faults faults = across_the_tree(touches_the_world);
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Purity, NobodyUsesStdRegex) {
  const Faults faults = across_the_tree(uses_std_regex);
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Purity, LibraryTypesStayInTheirAdapters) {
  const Faults faults = across_the_tree(shows_a_library);
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Purity, TestsDoNotSleep) {
  const Faults faults = across_the_tree(sleeps);
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Purity, NobodyOwnsByHand) {
  const Faults faults = across_the_tree(frees_by_hand);
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(Purity, ReachingOutsideIsSeen) {
  const auto count = [](std::string path, std::string text) {
    return touches_the_world(make_source(std::move(path), std::move(text))).size();
  };
  for (const char* bad : {"#include <thread>\n", "#include <zmq.hpp>\n", "#include <spdlog/spdlog.h>\n",
                          "#include <sys/socket.h>\n", "auto a = std::chrono::steady_clock::now();\n",
                          "auto a = getenv(\"HOME\");\n", "auto a = std::time(nullptr);\n",
                          "int a = rand();\n", "thread_local int a;\n"}) {
    EXPECT_EQ(count("master/fleet.cpp", bad), 1u) << bad;
    EXPECT_EQ(count("master/io/fleet_store.cpp", bad), 0u) << bad;
    EXPECT_EQ(count("master/main.cpp", bad), 0u) << bad;
  }
  for (const char* good : {"// asks getenv( never\n", "auto a = \"rand()\";\n", "WallTime time() const;\n",
                           "auto a = operand(1);\n", "#include \"common/random.h\"\n"})
    EXPECT_EQ(count("master/fleet.cpp", good), 0u) << good;
}

TEST(Purity, OtherFaultsAreSeen) {
  EXPECT_EQ(uses_std_regex(make_source("cli/main.cpp", "std::regex a;\n")).size(), 1u);
  EXPECT_EQ(shows_a_library(make_source("common/a.h", "void f(const YAML::Node& node);\n")).size(), 1u);
  EXPECT_EQ(shows_a_library(make_source("common/yaml/a.h", "void f(const YAML::Node& node);\n")).size(), 0u);
  EXPECT_EQ(sleeps(make_source("tests/agent/a_test.cpp", "std::this_thread::sleep_for(1s);\n")).size(), 1u);
  EXPECT_EQ(frees_by_hand(make_source("agent/a.cpp", "auto* a = new Thing;\n")).size(), 1u);
  EXPECT_EQ(frees_by_hand(make_source("agent/a.cpp", "std::unique_ptr<A> a(new A(1));\n")).size(), 0u);
  EXPECT_EQ(frees_by_hand(make_source("agent/a.cpp", "A(const A&) = delete;\nint renew = 1;\n")).size(), 0u);
}

}  // namespace
}  // namespace balm::tidy
