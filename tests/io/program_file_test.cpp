#include "agent/io/program_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/io/temporary_folder.h"

namespace balm::agent {
namespace {

class ProgramFileTest : public testing::Test {
 protected:
  ProgramFile made(int mode) {
    ProgramSpec spec;
    spec.argv = {folder_.file("check", "#!/bin/sh\n", mode)};
    auto file = find_program_file(spec);
    EXPECT_TRUE(file);
    return file.value_or(ProgramFile{});
  }

  TemporaryFolder folder_;
};

TEST_F(ProgramFileTest, IsFoundAsItWillBeStarted) {
  ProgramSpec spec;
  EXPECT_FALSE(find_program_file(spec));
  spec.argv = {"sh"};
  ASSERT_TRUE(find_program_file(spec));
  EXPECT_EQ(find_program_file(spec)->path.back(), 'h');
  spec.environment.clear();
  EXPECT_FALSE(find_program_file(spec)) << "without PATH no name is found";
  spec.argv = {"/no/such/check"};
  EXPECT_FALSE(find_program_file(spec));
  spec.argv = {folder_.path()};
  EXPECT_FALSE(find_program_file(spec)) << "a folder is no program";
}

TEST_F(ProgramFileTest, P6WhatOthersCouldHaveWrittenIsRefused) {
  EXPECT_TRUE(check_writers(made(0755), 1000));
  EXPECT_EQ(check_writers(made(0757), 1000).error().kind, Error::Kind::Denied);
  EXPECT_TRUE(check_writers(made(0775), 1000)) << "a group may look after its checks";
  EXPECT_EQ(check_writers(made(0775), 0).error().kind, Error::Kind::Denied) << "but not run as root";
  ProgramFile foreign = made(0755);
  foreign.facts.st_uid = 1234;
  EXPECT_TRUE(check_writers(foreign, 1000));
  EXPECT_EQ(check_writers(foreign, 0).error().kind, Error::Kind::Denied);
}

TEST_F(ProgramFileTest, P6AnExchangedFileIsNoticed) {
  const ProgramFile before = made(0755);
  EXPECT_FALSE(was_replaced(before));
  folder_.file("other", "#!/bin/sh\n", 0755);
  std::filesystem::rename(folder_ / "other", folder_ / "check");
  EXPECT_TRUE(was_replaced(before)) << "another file of the same size";
  const ProgramFile again = made(0755);
  folder_.file("check", "#!/bin/sh\nexit 0\n", 0755);
  EXPECT_TRUE(was_replaced(again)) << "written over";
  ::unlink((folder_ / "check").c_str());
  EXPECT_TRUE(was_replaced(again)) << "gone";
}

TEST_F(ProgramFileTest, P10OnlyAProgramWithRightsOfItsOwnKeepsThem) {
  EXPECT_FALSE(has_own_rights(made(0755)));
  EXPECT_TRUE(has_own_rights(made(04755)));
  EXPECT_TRUE(has_own_rights(made(02755)));
}

}  // namespace
}  // namespace balm::agent
