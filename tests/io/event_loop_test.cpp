#include "common/io/event_loop.h"

#include <array>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

namespace balm {
namespace {

class EventLoopTest : public testing::Test {
 protected:
  EventLoopTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()), 0);
    ours_ = UniqueFd(ends[0]);
    theirs_ = UniqueFd(ends[1]);
    token_ = loop_.watch(ours_.get(), [this] { ++calls_; });
  }

  int calls_within_one_round() {
    calls_ = 0;
    loop_.run_once(Duration::zero());
    return calls_;
  }

  EventLoop loop_;
  UniqueFd ours_, theirs_;
  EventLoop::Token token_ = 0;
  int calls_ = 0;
};

TEST_F(EventLoopTest, CallsWhenThereIsSomethingToRead) {
  EXPECT_EQ(calls_within_one_round(), 0);
  ASSERT_EQ(::write(theirs_.get(), "x", 1), 1);
  EXPECT_EQ(calls_within_one_round(), 1);
  EXPECT_EQ(calls_within_one_round(), 1) << "nobody has read it";
}

TEST_F(EventLoopTest, InterestIsWhatWasSetLast) {
  using Interest = EventLoop::Interest;
  loop_.set_interest(token_, Interest::Read);
  EXPECT_EQ(calls_within_one_round(), 0);
  for (int round = 0; round < 2; ++round) {
    loop_.set_interest(token_, Interest::ReadWrite);
    EXPECT_EQ(calls_within_one_round(), 1);
    loop_.set_interest(token_, Interest::ReadWrite);
    EXPECT_EQ(calls_within_one_round(), 1);
    loop_.set_interest(token_, Interest::Read);
    EXPECT_EQ(calls_within_one_round(), 0);
  }
}

TEST_F(EventLoopTest, NobodyIsCalledAfterUnwatch) {
  ASSERT_EQ(::write(theirs_.get(), "x", 1), 1);
  loop_.unwatch(token_);
  EXPECT_EQ(calls_within_one_round(), 0);
}

}  // namespace
}  // namespace balm
