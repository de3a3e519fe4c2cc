#include "sim/words.h"

#include <gtest/gtest.h>

namespace balm::sim {
namespace {

TEST(Words, AreRead) {
  const auto words =
      read_words({"--seeds", "20", "--seed", "7", "--mode", "liveness", "--faults", "1,4", "--shrink"});
  ASSERT_TRUE(words);
  EXPECT_EQ(words->seeds, 20u);
  EXPECT_EQ(words->seed, 7u);
  EXPECT_EQ(words->run.mode, Mode::Liveness);
  EXPECT_EQ(words->run.faults, (std::vector<std::size_t>{1, 4}));
  EXPECT_TRUE(words->shrink);
}

TEST(Words, NonsenseIsRefused) {
  using List = std::vector<std::string>;
  for (const List& list : {List{"--seeds"}, List{"--seeds", "many"}, List{"--mode", "wild"},
                           List{"--faults", "1,x"}, List{"--unheard", "1"}, List{"x"}})
    EXPECT_FALSE(read_words(list)) << list.front();
}

TEST(Words, AReproductionIsReadAsTheRunItRepeats) {
  RunOptions options;
  options.seed = 12;
  options.mode = Mode::Torture;
  options.hosts = 3;
  options.length = 5min;
  options.faults = {{2, 9}};
  EXPECT_EQ(reproduction(options), "./dev sim --seed 12 --mode torture --hosts 3 --minutes 5 --faults 2,9");
}

}  // namespace
}  // namespace balm::sim
