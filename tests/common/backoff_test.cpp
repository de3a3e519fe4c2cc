#include "common/backoff.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(Backoff, DoublesUpToItsBoundAndStaysInTheUpperHalf) {
  const Backoff backoff{500ms, 30s};
  Random random(1);
  Duration step = 500ms;
  for (unsigned n = 0; n < 100; ++n) {
    const Duration wait = backoff.wait(n, random);
    EXPECT_GE(wait, step / 2) << n;
    EXPECT_LE(wait, step) << n;
    step = std::min<Duration>(step * 2, 30s);
  }
}

TEST(Backoff, AHerdSpreadsOut) {
  const Backoff backoff;
  Random random(2);
  EXPECT_NE(backoff.wait(3, random), backoff.wait(3, random));
}

}  // namespace
}  // namespace balm
