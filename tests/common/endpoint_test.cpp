#include "common/endpoint.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(Endpoint, ReadsAddressesAndNames) {
  const auto name = parse_endpoint("tcp://master.example.net:4510", EndpointUse::Connect);
  ASSERT_TRUE(name);
  EXPECT_EQ(name->host, "master.example.net");
  EXPECT_EQ(name->port, 4510);
  for (const char* text : {"tcp://127.0.0.1:4510", "tcp://[::1]:4510", "tcp://0.0.0.0:1"})
    EXPECT_EQ(parse_endpoint(text, EndpointUse::Listen)->text(), text);
  EXPECT_TRUE(parse_endpoint("tcp://*:0", EndpointUse::Listen));
}

TEST(Endpoint, SaysWhatIsWrong) {
  for (const char* text : {"", "127.0.0.1:1", "tcp://", "tcp://:1", "tcp://h", "tcp://h:", "tcp://h:x",
                           "tcp://h:70000", "tcp://h:-1", "tcp://h:99999999999999999999", "ipc:///tmp/x",
                           "tcp://a b:1", "tcp://[x]:1", "tcp://*:1", "tcp://h:0", "tcp://h\n:1"}) {
    const auto parsed = parse_endpoint(text, EndpointUse::Connect);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, Error::Kind::Usage);
  }
}

TEST(Endpoint, ListensOnAddressesOnly) {
  for (const char* text :
       {"tcp://localhost:1", "tcp://eth0:1", "tcp://127.0.0.256:1", "tcp://127.1:1", "tcp://01.2.3.4:1"})
    EXPECT_FALSE(parse_endpoint(text, EndpointUse::Listen)) << text;
}

}  // namespace
}  // namespace balm
