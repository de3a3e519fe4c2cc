#include "common/io/standard_streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace balm {
namespace {

// The exit code says what was wrong.
[[noreturn]] void start_without_streams() {
  for (const int stream : {0, 1, 2}) ::close(stream);
  keep_standard_streams();
  char byte = 0;
  if (::open("/dev/null", O_RDWR) <= 2) ::_exit(1);
  if (::read(0, &byte, 1) != 0) ::_exit(2);
  if (::write(1, &byte, 1) != -1 || ::write(2, &byte, 1) != -1) ::_exit(3);
  ::_exit(0);
}

TEST(StandardStreamsDeathTest, L4ClosedStreamsAreNotTakenByFiles) {
  EXPECT_EXIT(start_without_streams(), ::testing::ExitedWithCode(0), "");
}

TEST(StandardStreams, OpenOnesAreLeftAlone) {
  const int before = ::fcntl(1, F_GETFL);
  keep_standard_streams();
  EXPECT_EQ(::fcntl(1, F_GETFL), before);
}

}  // namespace
}  // namespace balm
