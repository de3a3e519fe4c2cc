#include "common/output_capture.h"

#include <gtest/gtest.h>

#include "common/random.h"

namespace balm {
namespace {

TEST(OutputCapture, KeepsAllOfALittle) {
  OutputCapture capture(4, 4);
  capture.add("abc");
  capture.add("defgh");
  EXPECT_EQ(capture.text(), "abcdefgh");
  EXPECT_EQ(capture.dropped(), 0u);
}

TEST(OutputCapture, KeepsHeadAndTailOfALot) {
  OutputCapture capture(4, 4);
  for (int i = 0; i < 1000; ++i) capture.add("0123456789");
  EXPECT_EQ(capture.text(), "0123\n[... 9992 bytes left out ...]\n6789");
  EXPECT_EQ(capture.total(), 10000u);
  EXPECT_EQ(capture.dropped(), 9992u);
}

TEST(OutputCapture, HoweverItIsCutIntoPieces) {
  Random random(8);
  std::string all;
  for (int i = 0; i < 500; ++i) all += static_cast<char>('a' + i % 26);
  OutputCapture whole(37, 53);
  whole.add(all);
  for (int round = 0; round < 200; ++round) {
    OutputCapture pieces(37, 53);
    for (std::string_view rest = all; !rest.empty();) {
      const auto size = std::min<std::size_t>(rest.size(), random.below(90));
      pieces.add(rest.substr(0, size));
      rest.remove_prefix(size);
    }
    ASSERT_EQ(pieces.text(), whole.text());
    ASSERT_EQ(pieces.dropped(), 410u);
  }
}

}  // namespace
}  // namespace balm
