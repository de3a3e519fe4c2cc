// Every reader of what comes from outside is given thousands of damaged texts and has to answer each: with a
// value that keeps its promises or with a fault that says what is wrong. Seeds are fixed. For longer:
// BALM_FUZZ_ROUNDS=1000000 build-dev/bin/fuzz_test
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/fuzz/mutation.h"
#include "tests/fuzz/readers.h"

namespace balm::fuzz {
namespace {

std::uint64_t rounds_of(const Reader& reader) {
  const char* const wanted = std::getenv("BALM_FUZZ_ROUNDS");
  return wanted == nullptr ? reader.rounds : std::strtoull(wanted, nullptr, 10);
}

class Readers : public testing::TestWithParam<Reader> {};

TEST_P(Readers, TakeWhatIsRight) {
  for (const std::string& seed : GetParam().seeds)
    EXPECT_EQ(GetParam().read(seed), Answer::Taken) << "a seed that is refused explores nothing:\n" << seed;
}

TEST_P(Readers, AnswerAnyBytes) {
  const Reader& reader = GetParam();
  Random random(20260314);
  std::uint64_t taken = 0;
  const std::uint64_t rounds = rounds_of(reader);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const std::string text = mutated(reader.seeds[round % reader.seeds.size()], reader.seeds, random);
    const Answer answer = reader.read(text);
    ASSERT_NE(answer, Answer::Broken) << "round " << round << ":\n" << testing::PrintToString(text);
    if (answer == Answer::Taken) ++taken;
  }
  EXPECT_LT(taken, rounds) << "nothing was ever refused";
}

INSTANTIATE_TEST_SUITE_P(All, Readers, testing::ValuesIn(all_readers()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace balm::fuzz
