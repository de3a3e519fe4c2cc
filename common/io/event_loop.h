// One wait for all descriptors of a process and its next deadline. One thread; callbacks may watch and
// unwatch.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "common/instant.h"
#include "common/io/unique_fd.h"

namespace balm {

class EventLoop {
 public:
  enum class Interest { Read, Write, ReadWrite };
  // Names one watch; never given twice, so that an event left over from a closed descriptor meets nobody.
  using Token = std::uint64_t;

  EventLoop();

  // `ready` is called whenever `fd` can be read (or written). `pending`, when given, is asked before every
  // wait: true means there is work that the descriptor will not report again (ZeroMQ's descriptors are
  // edges). The descriptor stays the caller's; unwatch before closing it.
  Token watch(int fd, std::function<void()> ready, std::function<bool()> pending = {});
  void set_interest(Token token, Interest interest);
  void unwatch(Token token);

  // Waits until something is ready or `longest` has passed (nullopt: for ever), then calls what is ready
  // once.
  void run_once(std::optional<Duration> longest);

 private:
  struct Watch {
    int fd = -1;
    std::function<void()> ready;
    std::function<bool()> pending;
    Interest interest = Interest::Read;
  };

  void call(Token token);

  UniqueFd epoll_;
  std::map<Token, Watch> watches_;
  Token next_ = 1;
};

}  // namespace balm
