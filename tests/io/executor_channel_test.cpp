#include "agent/io/executor_channel.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

namespace balm::agent {
namespace {

class Pair : public testing::Test {
 protected:
  Pair() {
    auto ends = ExecutorChannel::pair();
    left.emplace(std::move(ends->first));
    right.emplace(std::move(ends->second));
  }
  std::optional<ExecutorChannel> left;
  std::optional<ExecutorChannel> right;
};

TEST_F(Pair, MessagesOfAnySizeComeWholeAndInOrder) {
  const std::vector<std::string> messages{"",
                                          "a",
                                          std::string(ExecutorChannel::kPacketBytes, 'b'),
                                          std::string(ExecutorChannel::kPacketBytes + 1, 'c'),
                                          std::string(5, '\0'),
                                          std::string(ExecutorChannel::kMessageBytesMax, 'd')};
  for (const std::string& message : messages) ASSERT_TRUE(left->send(message).ok());
  EXPECT_TRUE(left->wants_write()) << "the last one is larger than what the kernel buffers";
  for (const std::string& message : messages) {
    while (true) {
      const auto got = right->receive();
      ASSERT_TRUE(got.ok()) << got.error().message;
      if (*got) {
        EXPECT_EQ(**got, message);
        break;
      }
      ASSERT_TRUE(left->flush().ok());
    }
  }
  EXPECT_FALSE(left->wants_write());
  EXPECT_EQ(*right->receive(), std::nullopt);
}

TEST_F(Pair, WhatWasSentBeforeTheEndIsStillReceived) {
  ASSERT_TRUE(left->send("last words").ok());
  left.reset();
  EXPECT_EQ(**right->receive(), "last words");
  EXPECT_EQ(right->receive().error().kind, Error::Kind::Unreachable);
  EXPECT_EQ(right->send("hello?").error().kind, Error::Kind::Unreachable);
}

TEST_F(Pair, TheQueueIsBounded) {
  const std::string large(ExecutorChannel::kMessageBytesMax, 'x');
  Result<void> sent;
  for (int i = 0; i < 10 && sent.ok(); ++i) sent = left->send(large);
  EXPECT_EQ(sent.error().kind, Error::Kind::Refused);
  EXPECT_EQ(left->send(large + "x").error().kind, Error::Kind::Refused);
}

TEST_F(Pair, ForeignPacketsAreRefused) {
  ASSERT_EQ(::send(left->fd(), "?x", 2, 0), 2);
  EXPECT_EQ(right->receive().error().kind, Error::Kind::BadData);
}

TEST_F(Pair, EndlessMessagesAreRefused) {
  const std::string packet = "+" + std::string(ExecutorChannel::kPacketBytes, 'x');
  Result<std::optional<std::string>> got = std::optional<std::string>();
  for (std::size_t sent = 0; got.ok() && sent <= 2 * ExecutorChannel::kMessageBytesMax;
       sent += packet.size()) {
    ASSERT_GT(::send(left->fd(), packet.data(), packet.size(), 0), 0);
    got = right->receive();
  }
  EXPECT_EQ(got.error().kind, Error::Kind::BadData);
}

}  // namespace
}  // namespace balm::agent
