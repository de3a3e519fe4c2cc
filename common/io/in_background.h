// A piece of work on another thread, with its answer to be asked for later. When the system has no thread to
// give, the work is done by whoever asks for the answer. What the work uses must be left alone until then.
#pragma once

#include <future>
#include <system_error>
#include <utility>

namespace balm {

template <class Work>
auto in_background(Work work) {
  try {
    return std::async(std::launch::async, work);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, std::move(work));
  }
}

}  // namespace balm
