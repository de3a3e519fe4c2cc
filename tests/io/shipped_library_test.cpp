// The rules, states and checks that ship load without a fault or a warning, belong together, and are listed.
#include <filesystem>

#include <gtest/gtest.h>

#include "common/glob.h"
#include "common/io/file_text.h"
#include "master/configuration_text.h"

namespace balm::master {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = BALM_SOURCE_DIR;

std::vector<NamedText> files_in(const fs::path& folder, const std::string& extension) {
  std::vector<NamedText> texts;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != extension) continue;
    texts.push_back({fs::relative(entry.path(), folder).string(), read_file(entry.path()).value()});
  }
  return texts;
}

ConfigurationText shipped() {
  ConfigurationText text;
  text.documents = files_in(kRoot / "reactors", ".yaml");
  for (NamedText& checks : files_in(kRoot / "config/checks", ".yaml")) {
    checks.name = "checks/" + checks.name;
    text.documents.push_back(std::move(checks));
  }
  text.states = files_in(kRoot / "states", ".sls");
  text.escalate = {"log"};
  return text;
}

TEST(ShippedLibrary, LoadsWithoutAWord) {
  const auto built = build_configuration(shipped(), nullptr);
  ASSERT_TRUE(built.ok()) << render(built.issues);
  EXPECT_TRUE(built.issues.empty()) << render(built.issues);
  EXPECT_GE(built.value->rules.size(), 12u);
}

TEST(ShippedLibrary, EveryRuleHasACheckThatFeedsItAndASummary) {
  const auto built = build_configuration(shipped(), nullptr);
  ASSERT_TRUE(built.ok());
  const Documents documents = read_documents(shipped().documents).value;
  for (const RuleDocument& rule : documents.rules) {
    EXPECT_FALSE(rule.summary.text().empty()) << rule.name.text;
    for (const std::string& type : rule.when) {
      const bool fed =
          type == "host.down" ||
          std::any_of(documents.checks.begin(), documents.checks.end(), [&](const CheckDocument& check) {
            return glob_match(type, "check." + check.name.text);
          });
      EXPECT_TRUE(fed) << rule.name.text << ": no check in config/checks gives " << type;
    }
  }
}

TEST(ShippedLibrary, ThePageListsEveryRule) {
  const auto built = build_configuration(shipped(), nullptr);
  ASSERT_TRUE(built.ok());
  const std::string page = read_file(kRoot / "reactors/README.md").value();
  std::size_t rows = 0;
  for (std::size_t at = page.find("\n| `"); at != std::string::npos; at = page.find("\n| `", at + 1)) ++rows;
  EXPECT_EQ(rows, built.value->rules.size());
  for (const RuleDocument& rule : built.value->rules)
    EXPECT_NE(page.find("| `" + rule.name.text + "` |"), std::string::npos) << rule.name.text;
}

}  // namespace
}  // namespace balm::master
