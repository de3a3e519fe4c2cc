#include "cli/operator_file.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

class OperatorFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("balm-operator-" + std::to_string(::getpid()));
    fs::create_directories(folder_ / ".config/balm");
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text, fs::perms mode = fs::perms(0640)) {
    const fs::path path = folder_ / name;
    std::ofstream(path) << text;
    fs::permissions(path, mode);
    return path.string();
  }

  static std::string good() {
    const std::string key(40, 'k');
    return R"({"endpoint":"tcp://127.0.0.1:4571","server_key":")" + key + R"(","public_key":")" + key +
           R"(","secret_key":")" + key + "\"}";
  }

  fs::path folder_;
};

TEST_F(OperatorFileTest, TheNamedOneIsTaken) {
  const std::string path = write("a.json", good());
  const std::string other = write("b.json", good());
  EXPECT_EQ(find_operator_file({path, other, ""})->path, path);
  EXPECT_EQ(find_operator_file({"", other, ""})->path, other);
  EXPECT_EQ(find_operator_file({path, "", ""})->endpoint, "tcp://127.0.0.1:4571");
}

TEST_F(OperatorFileTest, TheOneAtHomeIsFound) {
  if (fs::exists("/var/lib/balm/master/operator.json")) GTEST_SKIP() << "this machine is a master";
  EXPECT_FALSE(find_operator_file({"", "", folder_.string()}).ok());
  const std::string path = write(".config/balm/operator.json", good());
  EXPECT_EQ(find_operator_file({"", "", folder_.string()})->path, path);
}

TEST_F(OperatorFileTest, FaultsSayWhatToDo) {
  const auto fault = [](const std::string& path) { return find_operator_file({path, "", ""}).error(); };
  EXPECT_EQ(fault((folder_ / "absent").string()).kind, Error::Kind::Denied);
  EXPECT_NE(fault((folder_ / "absent").string()).message.find("no such file"), std::string::npos);
  const Error open = fault(write("open.json", good(), fs::perms(0644)));
  EXPECT_EQ(open.kind, Error::Kind::Denied);
  EXPECT_NE(open.hint.find("chmod 640"), std::string::npos) << open.hint;
  EXPECT_EQ(fault(folder_.string()).kind, Error::Kind::Denied);
  for (const char* text : {"", "{", "[]", "{}", "{\"endpoint\":\"tcp://x:1\"}", "\xff\xfe"})
    EXPECT_EQ(fault(write("bad.json", text)).kind, Error::Kind::BadData) << text;
  std::string wrong = good();
  wrong.replace(wrong.find("tcp://"), 6, "ipc://");
  EXPECT_EQ(fault(write("wrong.json", wrong)).kind, Error::Kind::BadData);
}

TEST_F(OperatorFileTest, MessagesNeverHoldTheSecret) {
  const std::string path = write("half.json", R"({"endpoint":"tcp://x:1","secret_key":"0123456789SECRET"})");
  EXPECT_EQ(find_operator_file({path, "", ""}).error().message.find("SECRET"), std::string::npos);
}

}  // namespace
}  // namespace balm::cli
