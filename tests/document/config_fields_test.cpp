#include "common/document/config_fields.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"
#include "tests/document/codes.h"

namespace balm {
namespace {

std::string secret_faults(const std::string& yaml) {
  const auto parsed = read_yaml(yaml, "t");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  Issues issues;
  for (const YamlEntry& entry : parsed.value.entries) refuse_secret(entry, issues);
  return codes(issues);
}

TEST(ConfigFields, K7KnowsSecretsByTheirNames) {
  for (const char* name :
       {"password", "DB_PASSWORD", "api_token", "ApiKey", "client_secret", "private_key", "passphrase"})
    EXPECT_EQ(secret_faults(std::string(name) + ": abc"), "E232:1") << name;
  for (const char* fine : {"password_file: /x", "token: /run/secrets/token", "name: secret", "keyboard: us",
                           "secret: {file: x}"})
    EXPECT_EQ(secret_faults(fine), "") << fine;
}

std::string path_faults(const std::string& path) {
  const auto parsed = read_yaml("p: " + path, "t");
  Issues issues;
  read_path(*parsed.value.find("p"), issues);
  return codes(issues);
}

TEST(ConfigFields, PathsAreAbsoluteAndPlain) {
  for (const char* fine : {"/", "/a/b", "/a/...", "/a/..b", "'/with space'"})
    EXPECT_EQ(path_faults(fine), "") << fine;
  for (const char* bad : {"a", "./a", "/a/..", "/../a", "..", "file:/a", "sqlite:///a", "'~/a'"})
    EXPECT_EQ(path_faults(bad), "E231:1") << bad;
  EXPECT_EQ(path_faults("/" + std::string(5000, 'a')), "E231:1");
}

}  // namespace
}  // namespace balm
