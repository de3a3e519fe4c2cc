#include "common/z85.h"

#include <gtest/gtest.h>

namespace balm {
namespace {

// The pair of keys in the manual of zmq_curve(7), and the example of RFC 32 four times over.
TEST(Z85, WritesWhatTheStandardSays) {
  const std::string hello("\x86\x4f\xd2\x6f\xb5\x59\xf7\x5b", 8);
  EXPECT_EQ(to_z85(hello + hello + hello + hello), "HelloWorldHelloWorldHelloWorldHelloWorld");
  EXPECT_EQ(from_z85("HelloWorldHelloWorldHelloWorldHelloWorld"), hello + hello + hello + hello);
  EXPECT_EQ(to_z85(std::string(32, '\xff')), "%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0");
  EXPECT_EQ(to_z85(std::string(32, '\0')), std::string(40, '0'));
}

TEST(Z85, EveryByteComesBack) {
  for (int byte = 0; byte < 256; ++byte) {
    std::string raw(32, static_cast<char>(byte));
    raw[5] = 'x';
    EXPECT_EQ(from_z85(to_z85(raw)), raw);
  }
}

TEST(Z85, RefusesOtherSizesDigitsAndWordsThatAreTooLarge) {
  EXPECT_EQ(to_z85("short"), "");
  EXPECT_EQ(from_z85(std::string(39, '0')), "");
  EXPECT_EQ(from_z85(std::string(41, '0')), "");
  for (const char wrong : {' ', '"', '\'', ',', ';', '_', '`', '|', '~', '\\', '\0', '\xff'})
    EXPECT_EQ(from_z85(std::string(39, '0') + wrong), "") << static_cast<int>(wrong);
  EXPECT_EQ(from_z85("%nSc1%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0"), "") << "more than 32 bits";
  EXPECT_EQ(from_z85(std::string(40, '#')), "");
}

}  // namespace
}  // namespace balm
