#include "common/io/memory_use.h"

#include <fstream>
#include <memory>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

namespace balm {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kOwnHeap = true;  // of the sanitizer, which keeps what is freed
#else
constexpr bool kOwnHeap = false;
#endif

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0;
  statm >> pages >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST(MemoryUse, WhatWasFreedGoesBack) {
  if (kOwnHeap) GTEST_SKIP();
  constexpr std::size_t kBlocks = 8'192;
  constexpr std::size_t kBlockBytes = 4'096;
  std::vector<std::unique_ptr<std::string>> blocks;
  for (std::size_t i = 0; i < kBlocks; ++i) blocks.push_back(std::make_unique<std::string>(kBlockBytes, 'x'));
  const auto last = std::make_unique<std::string>(kBlockBytes, 'y');  // keeps the heap's end where it is
  blocks.clear();
  const std::size_t before = resident_bytes();
  give_back_memory();
  EXPECT_LT(resident_bytes() + kBlocks * kBlockBytes / 2, before);
  EXPECT_EQ(*last, std::string(kBlockBytes, 'y'));
}

struct Animal {
  virtual ~Animal() = default;
  virtual std::string says() const = 0;
};
struct Cow : Animal {
  std::string says() const override { return "moo"; }
};

// Tables that the loader has filled in stand beside code; they are lost when too much is given back.
TEST(MemoryUse, CodeAndTablesAreStillThere) {
  const std::unique_ptr<const Animal> animal = std::make_unique<Cow>();
  give_back_memory();
  EXPECT_EQ(animal->says(), "moo");
  EXPECT_THROW(throw std::runtime_error("through the unwinder's tables"), std::runtime_error);
  std::ifstream nothing("/nowhere");
  EXPECT_FALSE(nothing);
}

}  // namespace
}  // namespace balm
