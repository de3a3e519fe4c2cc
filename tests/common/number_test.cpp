#include "common/nagios/number.h"

#include <gtest/gtest.h>

namespace balm::nagios {
namespace {

TEST(Number, WhatPluginsPrint) {
  EXPECT_EQ(whole_number("12"), 12.0);
  EXPECT_EQ(whole_number("-0.5"), -0.5);
  EXPECT_EQ(whole_number("+3"), 3.0);
  EXPECT_EQ(whole_number("23."), 23.0);
  EXPECT_EQ(whole_number(".42"), 0.42);
  EXPECT_EQ(whole_number("1.120567322e-05"), 1.120567322e-05);
  for (const char* bad :
       {"", "-", ".", "+-1", "inf", "nan", "-inf", "1,5", "12s", " 1", "1 ", "1e999", "0x10"})
    EXPECT_FALSE(whole_number(bad)) << bad;
}

TEST(Number, ATailIsLeft) {
  EXPECT_EQ(leading_number("12MB")->size, 2u);
  EXPECT_EQ(leading_number("1EB")->size, 1u) << "exabytes are no exponent";
  EXPECT_EQ(leading_number("-1.5e3ms")->size, 6u);
}

}  // namespace
}  // namespace balm::nagios
