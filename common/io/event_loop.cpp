#include "common/io/event_loop.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include <sys/epoll.h>

#include "common/invariant.h"

namespace balm {
namespace {

constexpr int kEventsPerWait = 64;
constexpr auto kWaitMax = 1h;

std::uint32_t flags(EventLoop::Interest interest) {
  switch (interest) {
    case EventLoop::Interest::Read:
      return EPOLLIN;
    case EventLoop::Interest::Write:
      return EPOLLOUT;
    case EventLoop::Interest::ReadWrite:
      return EPOLLIN | EPOLLOUT;
  }
  return EPOLLIN;
}

// Rounded up, so that a deadline is never met a moment too early and waited for in a busy loop.
int to_wait_ms(std::optional<Duration> longest) {
  const Duration wait = std::clamp<Duration>(longest.value_or(kWaitMax), Duration{0}, kWaitMax);
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(wait).count());
}

}  // namespace

EventLoop::EventLoop() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  BALM_ASSERT(epoll_);
}

EventLoop::Token EventLoop::watch(int fd, std::function<void()> ready, std::function<bool()> pending) {
  const Token token = next_++;
  epoll_event event{.events = flags(Interest::Read), .data = {.u64 = token}};
  BALM_ASSERT(epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0);
  watches_.emplace(token, Watch{fd, std::move(ready), std::move(pending), Interest::Read});
  return token;
}

void EventLoop::set_interest(Token token, Interest interest) {
  const auto place = watches_.find(token);
  BALM_ASSERT(place != watches_.end());
  if (std::exchange(place->second.interest, interest) == interest) return;
  epoll_event event{.events = flags(interest), .data = {.u64 = token}};
  BALM_ASSERT(epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, place->second.fd, &event) == 0);
}

void EventLoop::unwatch(Token token) {
  const auto place = watches_.find(token);
  if (place == watches_.end()) return;
  epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, place->second.fd, nullptr);
  watches_.erase(place);
}

void EventLoop::run_once(std::optional<Duration> longest) {
  std::vector<Token> ready;
  for (const auto& [token, watch] : watches_)
    if (watch.pending && watch.pending()) ready.push_back(token);
  std::array<epoll_event, kEventsPerWait> events{};
  const int wait_ms = ready.empty() ? to_wait_ms(longest) : 0;
  const int count = epoll_wait(epoll_.get(), events.data(), kEventsPerWait, wait_ms);
  BALM_ASSERT(count >= 0 || errno == EINTR);
  for (int i = 0; i < count; ++i) {
    const Token token = events[static_cast<std::size_t>(i)].data.u64;
    if (std::find(ready.begin(), ready.end(), token) == ready.end()) ready.push_back(token);
  }
  for (const Token token : ready) call(token);
}

void EventLoop::call(Token token) {
  const auto place = watches_.find(token);
  if (place == watches_.end()) return;     // unwatched by a callback before it
  const auto ready = place->second.ready;  // a copy: the callback may unwatch itself
  ready();
}

}  // namespace balm
