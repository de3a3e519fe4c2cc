#include "common/document/endpoint.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

TEST(Endpoint, ReadsAndWritesTheSameForm) {
  for (const char* text :
       {"tcp://127.0.0.1:4571", "tcp://[::1]:1", "tcp://[fe80::1:2]:65535", "tcp://ops1.example.net:4571",
        "tcp://0.0.0.0:4571", "tcp://[::]:4571", "tcp://[1:2:3:4:5:6:7:8]:9"}) {
    const Result<Endpoint> endpoint = endpoint_from_text(text);
    ASSERT_TRUE(endpoint.ok()) << text << ": " << endpoint.error().message;
    EXPECT_EQ(to_text(*endpoint), text);
  }
}

TEST(Endpoint, K3RefusesWhatIsNotExactlyOnePlace) {
  for (const char* text : {"",
                           "tcp://",
                           "127.0.0.1:4571",
                           "tcp://127.0.0.1",
                           "tcp://127.0.0.1:",
                           "tcp://127.0.0.1:0",
                           "tcp://127.0.0.1:70000",
                           "tcp://127.0.0.1:99999999999",
                           "tcp://127.0.0.1:04571",
                           "tcp://*:4571",
                           "tcp://:4571",
                           "tcp://127.0.0.256:1",
                           "tcp://127.0.0:1",
                           "tcp://1.2.3.4.5:1",
                           "tcp://::1:4571",
                           "tcp://[::1:4571",
                           "tcp://[127.0.0.1]:1",
                           "tcp://[1::2::3]:1",
                           "tcp://[12345::]:1",
                           "tcp://[1:2:3:4:5:6:7:8:9]:1",
                           "ipc:///tmp/x",
                           "tcp://a b:1",
                           "tcp://-x:1",
                           "tcp://x_y:1",
                           "tcp://12345:1",
                           "tcp://a:b:1",
                           "udp://127.0.0.1:1",
                           "tcp://127.0.0.1:4571 "})
    EXPECT_FALSE(endpoint_from_text(text).ok()) << text;
}

TEST(Endpoint, KnowsAddressesFromNames) {
  EXPECT_TRUE(is_address("10.0.0.1"));
  EXPECT_TRUE(is_address("::1"));
  EXPECT_FALSE(is_address("localhost"));
  EXPECT_TRUE(is_every_interface("0.0.0.0"));
  EXPECT_TRUE(is_every_interface("::"));
  EXPECT_TRUE(is_every_interface("0:0:0:0:0:0:0:0"));
  EXPECT_FALSE(is_every_interface("::1"));
}

}  // namespace
}  // namespace balm
