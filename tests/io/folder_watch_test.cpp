#include "agent/io/folder_watch.h"

#include <gtest/gtest.h>

#include "tests/io/temporary_folder.h"

namespace balm::agent {
namespace {

// Its user watches anew with each event, as the folder may be another one by then.
TEST(FolderWatch, WatchingTheSameFolderAgainIsNoChange) {
  const TemporaryFolder folder;
  FolderWatch watch;
  ASSERT_TRUE(watch.watch(folder.path()));
  EXPECT_FALSE(watch.take());
  folder.file("a.yaml", "x\n");
  EXPECT_TRUE(watch.take());
  ASSERT_TRUE(watch.watch(folder.path()));
  EXPECT_FALSE(watch.take()) << "or it is read again for ever";
  folder.file("a.yaml", "y\n");
  EXPECT_TRUE(watch.take());
}

TEST(FolderWatch, AnotherFolderInItsPlaceIsTheOneThatIsWatched) {
  const TemporaryFolder folder;
  const std::string place = folder / "checks.d";
  FolderWatch watch;
  EXPECT_FALSE(watch.watch(place)) << "there is none";
  std::filesystem::create_directory(place);
  ASSERT_TRUE(watch.watch(place));
  std::filesystem::rename(place, folder / "old");
  std::filesystem::create_directory(place);
  EXPECT_TRUE(watch.take());
  ASSERT_TRUE(watch.watch(place));
  (void)watch.take();
  folder.file("old/a.yaml", "x\n");
  EXPECT_FALSE(watch.take());
  folder.file("checks.d/a.yaml", "x\n");
  EXPECT_TRUE(watch.take());
}

}  // namespace
}  // namespace balm::agent
