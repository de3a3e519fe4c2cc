#include "common/state/module_doc.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace balm {
namespace {

// BALM_REWRITE=1 writes the page's part anew; the difference is for a person to look at.
TEST(ModuleDoc, StatesPageHoldsTheTable) {
  const std::string path = BALM_SOURCE_DIR "/docs/STATES.md";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const std::string page = text.str();
  const std::string head = "## Functions\n\n";
  const std::size_t begin = page.find(head);
  ASSERT_NE(begin, std::string::npos) << path;
  const std::string wanted = page.substr(0, begin + head.size()) + module_reference();
  if (std::getenv("BALM_REWRITE") != nullptr) std::ofstream(path) << wanted;
  EXPECT_EQ(page, wanted);
}

TEST(ModuleDoc, StatesPageNamesWhatEveryStepTakes) {
  std::ostringstream text;
  text << std::ifstream(BALM_SOURCE_DIR "/docs/STATES.md").rdbuf();
  for (const ArgumentRow& argument : common_arguments())
    EXPECT_NE(text.str().find("| `" + std::string(argument.name) + "` |"), std::string::npos)
        << argument.name;
  for (const std::string_view question : question_names())
    EXPECT_NE(text.str().find("`" + std::string(question) + "`"), std::string::npos) << question;
}

TEST(ModuleDoc, APageForATerminal) {
  const std::string text = function_text(*find_function("file.symlink"));
  EXPECT_TRUE(text.starts_with("file.symlink\n\nThe path is a symbolic link.\n"));
  EXPECT_NE(text.find("  target      text: where the link points to (required)\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("\nExample\n\n/etc/localtime:\n"), std::string::npos);
}

}  // namespace
}  // namespace balm
