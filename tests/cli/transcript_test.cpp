// Every file in tests/cli/transcripts is played. BALM_REWRITE=1 writes them anew; review the difference.
#include "tests/cli/transcript.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> transcripts() {
  std::vector<std::string> names;
  for (const fs::directory_entry& file : fs::directory_iterator(BALM_SOURCE_DIR "/tests/cli/transcripts"))
    if (file.path().extension() == ".txt") names.push_back(file.path().stem().string());
  std::ranges::sort(names);
  return names;
}

class Transcript : public ::testing::TestWithParam<std::string> {};

TEST_P(Transcript, IsAsWritten) {
  const std::string path = BALM_SOURCE_DIR "/tests/cli/transcripts/" + GetParam() + ".txt";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  fs::current_path(BALM_SOURCE_DIR "/tests/cli/files");  // what `balm rules lint` reads
  const std::string now = played(text.str(), BALM_SOURCE_DIR "/tests/cli/replies");
  if (std::getenv("BALM_REWRITE")) std::ofstream(path) << now;
  EXPECT_EQ(now, std::getenv("BALM_REWRITE") ? now : text.str());
}

INSTANTIATE_TEST_SUITE_P(All, Transcript, ::testing::ValuesIn(transcripts()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace balm::cli
