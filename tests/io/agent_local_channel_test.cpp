#include <gtest/gtest.h>
#include <sys/socket.h>

#include "agent/io/local_channel.h"

namespace balm::agent {
namespace {

std::pair<LocalChannel, LocalChannel> connected() {
  auto ends = LocalChannel::make_pair();
  EXPECT_TRUE(ends);
  return {LocalChannel(std::move(ends->first)), LocalChannel(std::move(ends->second))};
}

// All messages up to `count`, with both ends worked as the loops of two processes would.
std::vector<std::string> exchange(LocalChannel& from, LocalChannel& to, std::size_t count) {
  std::vector<std::string> all;
  while (all.size() < count && !to.ended()) {
    from.flush();
    for (std::string& message : to.receive()) all.push_back(std::move(message));
  }
  return all;
}

TEST(LocalChannel, CarriesMessagesOfAnySize) {
  auto [agent, executor] = connected();
  const std::vector<std::string> sent{"", "one", std::string(LocalChannel::kMessageBytesMax, 'x'), "last"};
  for (const std::string& message : sent) ASSERT_TRUE(agent.send(message));
  EXPECT_EQ(exchange(agent, executor, sent.size()), sent);
  ASSERT_TRUE(executor.send("back"));
  EXPECT_EQ(exchange(executor, agent, 1), std::vector<std::string>{"back"});
}

TEST(LocalChannel, NoticesThatTheOtherEndIsGone) {
  auto [agent, executor] = connected();
  ASSERT_TRUE(executor.send("last words"));
  { const LocalChannel closed = std::move(executor); }
  EXPECT_EQ(agent.receive(), std::vector<std::string>{"last words"});
  agent.receive();
  EXPECT_TRUE(agent.ended());
  EXPECT_FALSE(agent.send("x"));
}

TEST(LocalChannel, EndsWhenTheOtherEndDoesNotRead) {
  auto [agent, executor] = connected();
  const std::string large(LocalChannel::kMessageBytesMax, 'x');
  int sent = 0;
  while (agent.send(large)) ++sent;
  EXPECT_GE(sent, 16);
  EXPECT_LE(sent, 18);
  EXPECT_TRUE(agent.ended());
}

TEST(LocalChannel, RefusesALengthNoMessageHas) {
  auto ends = LocalChannel::make_pair();
  ASSERT_EQ(::send(ends->first.get(), "\xFF\xFF\xFF\xFFxx", 6, 0), 6);
  LocalChannel channel(std::move(ends->second));
  EXPECT_TRUE(channel.receive().empty());
  EXPECT_TRUE(channel.ended());
}

}  // namespace
}  // namespace balm::agent
