#include "cli/interrupts.h"

#include <csignal>

#include <gtest/gtest.h>

namespace balm::cli {
namespace {

TEST(Interrupts, OneInsideAnotherLeavesTheSignalsToTheOuter) {
  const Interrupts outer;
  { const Interrupts inner; }
  std::raise(SIGTERM);  // would end this program
  EXPECT_TRUE(outer.came());
}

TEST(Interrupts, OneInsideAnotherKnowsWhatCameBefore) {
  const Interrupts outer;
  std::raise(SIGINT);
  const Interrupts inner;
  EXPECT_TRUE(inner.came());
}

TEST(Interrupts, TheNextOneBeginsAfresh) {
  {
    const Interrupts first;
    std::raise(SIGHUP);
    EXPECT_TRUE(first.came());
  }
  const Interrupts second;
  EXPECT_FALSE(second.came());
}

}  // namespace
}  // namespace balm::cli
