// docs/ERRORS.md is the promise, the sources are the fact: every code stands in both.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>
#include <re2/re2.h>

namespace balm {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> codes_in(const std::string& text, const char* pattern) {
  const RE2 code(pattern);
  std::set<std::string> codes;
  re2::StringPiece rest(text);
  std::string found;
  while (RE2::FindAndConsume(&rest, code, &found)) codes.insert(found);
  return codes;
}

std::set<std::string> codes_of_sources() {
  std::set<std::string> codes;
  for (const char* layer : {"common", "agent", "master", "cli"}) {
    const std::filesystem::path folder = std::filesystem::path(BALM_SOURCE_DIR) / layer;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string suffix = entry.path().extension().string();
      if (suffix == ".cpp" || suffix == ".h")
        codes.merge(codes_in(read_file(entry.path()), "\"([EW][1-9]\\d\\d)\""));
    }
  }
  return codes;
}

TEST(ErrorCodes, PageAndSourcesAgree) {
  const std::string page = read_file(std::filesystem::path(BALM_SOURCE_DIR) / "docs/ERRORS.md");
  const std::set<std::string> promised = codes_in(page, "(?m)^\\| ([EW][1-9]\\d\\d) \\|");
  const std::set<std::string> used = codes_of_sources();
  ASSERT_GT(used.size(), 20u);
  for (const std::string& code : used)
    EXPECT_TRUE(promised.contains(code)) << code << " is not in docs/ERRORS.md";
  for (const std::string& code : promised) EXPECT_TRUE(used.contains(code)) << code << " is used nowhere";
}

}  // namespace
}  // namespace balm
