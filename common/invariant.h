// BALM_ASSERT states what only a bug of ours can break. It is on in production: a stopped daemon is better
// than one that repairs wrongly. What a user, host, disk or network can cause is a Result or an Issue
// instead.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace balm {

[[noreturn]] inline void invariant_broken(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "balm: broken invariant `%s` at %s:%d; stopping before harm is done\n", expression,
               file, line);
  std::abort();
}

}  // namespace balm

#define BALM_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::balm::invariant_broken(#condition, __FILE__, __LINE__))
