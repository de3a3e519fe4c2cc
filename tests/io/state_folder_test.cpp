#include "common/io/state_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/io/temporary_folder.h"

namespace balm {
namespace {

TEST(StateFolder, K4NetworksAndMemoryAreTold) {
  for (const std::uint64_t network : {0x6969u, 0xFF534D42u, 0xFE534D42u, 0x517Bu, 0x5346414Fu, 0x00C36400u})
    EXPECT_EQ(storage_of(network), Storage::Network) << std::hex << network;
  EXPECT_EQ(storage_of(0x01021994), Storage::Memory) << "tmpfs";
  EXPECT_EQ(storage_of(0x858458f6), Storage::Memory) << "ramfs";
  for (const std::uint64_t disk : {0xEF53u, 0x58465342u, 0x9123683Eu, 0x794C7630u, 0u})
    EXPECT_EQ(storage_of(disk), Storage::Disk) << std::hex << disk;
}

TEST(StateFolder, K5NobodyElseMayWriteThere) {
  const TemporaryFolder folder;
  EXPECT_TRUE(check_state_folder(folder.path()));
  for (const mode_t loose : {0770u, 0707u, 01777u, 0702u}) {
    ASSERT_EQ(::chmod(folder.path().c_str(), loose), 0);
    EXPECT_EQ(check_state_folder(folder.path()).error().kind, Error::Kind::Denied) << std::oct << loose;
  }
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  EXPECT_TRUE(check_state_folder(folder.path()));
  EXPECT_FALSE(check_state_folder(folder / "none"));
}

}  // namespace
}  // namespace balm
