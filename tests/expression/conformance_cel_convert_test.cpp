// Conversions, timestamps and durations.
#include "tests/expression/cases.h"

namespace balm::expression {
namespace {

TEST(CelConversions, RefuseWhatDoesNotFit) {
  const Case cases[] = {
      {"int(3.99)", "3"},
      {"int(-3.99)", "-3"},
      {"int(9223372036854775807.0)", "error"},
      {"int(-9223372036854775808.0)", "error"},
      {"int(9223372036854774784.0)", "9223372036854774784"},
      {"int(double('NaN'))", "error"},
      {"int(18446744073709551615u)", "error"},
      {"int('-42')", "-42"},
      {"int('+42')", "42"},
      {"int('4.2')", "error"},
      {"int(' 4')", "error"},
      {"int('0x4')", "error"},
      {"int('')", "error"},
      {"int('9223372036854775808')", "error"},
      {"int(true)", "error"},
      {"int(null)", "error"},
      {"uint(-1)", "error"},
      {"uint(-0.5)", "error"},
      {"uint(25.9)", "25u"},
      {"uint(18446744073709551616.0)", "error"},
      {"uint('18446744073709551615')", "18446744073709551615u"},
      {"uint('-1')", "error"},
      {"double(1)", "1.0"},
      {"double('1e3')", "1000.0"},
      {"double('-.5')", "-0.5"},
      {"double('-Infinity')", "-1.0/0.0"},
      {"double('nan')", "0.0/0.0"},
      {"double('1e999')", "error"},
      {"double('1e-999')", "0.0"},
      {"double('1.5x')", "error"},
      {"double('')", "error"},
      {"bool('true') && bool('T') && bool('1') && !bool('False') && !bool('f') && !bool('0')", "true"},
      {"bool('tRUE')", "error"},
      {"bool('yes')", "error"},
      {"bool(1)", "error"},
      {"bytes('ÿ')", "b'\\303\\277'"},
      {"dyn(1)", "1"},
  };
  expect_cases(cases);
}

TEST(CelConversions, ToText) {
  const Case cases[] = {
      {"string(-9223372036854775808)", "'-9223372036854775808'"},
      {"string(7u)", "'7'"},
      {"string(1.0)", "'1'"},
      {"string(123.456)", "'123.456'"},
      {"string(0.1 + 0.2)", "'0.30000000000000004'"},
      {"string(6.02e23)", "'6.02e+23'"},
      {"string(-1.0/0.0) + string(0.0/0.0)", "'-InfinityNaN'"},
      {"string(true)", "'true'"},
      {"string(b'abc')", "'abc'"},
      {"string(b'\\xff')", "error"},
      {"string(timestamp('2009-02-13T23:31:30.500+02:00'))", "'2009-02-13T21:31:30.5Z'"},
      {"string(duration('1h1ms'))", "'3600.001s'"},
      {"string(duration('-1ns'))", "'-0.000000001s'"},
      {"string(ip('2001:DB8::0001'))", "'2001:db8::1'"},
      {"string(null)", "error"},
      {"string([1])", "error"},
  };
  expect_cases(cases);
}

TEST(CelTime, TimestampsReadRfc3339Strictly) {
  const Case cases[] = {
      {"timestamp('1970-01-01T00:00:00Z')", "timestamp(0)"},
      {"timestamp('2024-02-29T12:00:00.123456789Z').getMilliseconds()", "123"},
      {"timestamp('1970-01-01T01:00:00+01:00')", "timestamp(0)"},
      {"timestamp('0001-01-01T00:00:00Z') < timestamp('9999-12-31T23:59:59.999999999Z')", "true"},
      {"int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"},
      {"timestamp(-62135596801)", "error"},
      {"timestamp(253402300800)", "error"},
      {"timestamp('0001-01-01T00:00:00+00:01')", "error"},
  };
  expect_cases(cases);
  for (const char* bad :
       {"0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
        "2024-01-01 00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:00",
        "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+0100", "2024-01-01T00:00:00Zx", "2024-01-01", "",
        "2024-1-1T0:0:0Z", "2024-01-01t00:00:00z"})
    EXPECT_TRUE(is_error(outcome_of("timestamp('" + std::string(bad) + "')"))) << bad;
}

TEST(CelTime, DurationsReadUnitsInAnyOrder) {
  const Case cases[] = {
      {"duration('1h30m') == duration('90m')", "true"},
      {"duration('-1.5s') == duration('-1500ms')", "true"},
      {"duration('1us') + duration('1ns') == duration('1001ns')", "true"},
      {"duration('0') == duration('0s')", "true"},
      {"duration('+.5h') == duration('30m')", "true"},
      {"duration('1s1h') == duration('3601s')", "true"},
      {"duration('9223372036854775807ns').getHours()", "2562047"},
      {"duration('-9223372036854775808ns') < duration('0')", "true"},
      {"duration('9223372036854775808ns')", "error"},
      {"duration('320000000000s')", "error"},
  };
  expect_cases(cases);
  for (const char* bad :
       {"", "1", "s", "1d", "1 s", "-", "1.s.", "--1s", "1s-1s", ".s", "99999999999999999999h", "1h ", "00"})
    EXPECT_TRUE(is_error(outcome_of("duration('" + std::string(bad) + "')"))) << bad;
}

TEST(CelTime, ArithmeticStaysInRange) {
  const Case cases[] = {
      {"timestamp(0) + duration('1m')", "timestamp(60)"},
      {"duration('1m') + timestamp(0)", "timestamp(60)"},
      {"timestamp(0) - duration('1ns') < timestamp(0)", "true"},
      {"timestamp(60) - timestamp(0)", "duration('1m')"},
      {"duration('1m') - duration('1s')", "duration('59s')"},
      {"timestamp(0) + timestamp(0)", "error"},
      {"duration('1s') - timestamp(0)", "error"},
      {"duration('1s') * 2", "error"},
      {"duration('9223372036854775807ns') + duration('1ns')", "error"},
      {"timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')", "error"},
      {"timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "error"},
      {"timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')", "error"},
  };
  expect_cases(cases);
}

TEST(CelTime, PartsOfTimestampsAndDurations) {
  const std::string at = "timestamp('2009-02-13T23:31:30.123Z').";
  const Case cases[] = {
      {at + "getFullYear()", "2009"},
      {at + "getMonth()", "1"},
      {at + "getDate()", "13"},
      {at + "getDayOfMonth()", "12"},
      {at + "getDayOfWeek()", "5"},
      {at + "getDayOfYear()", "43"},
      {at + "getHours()", "23"},
      {at + "getMinutes()", "31"},
      {at + "getSeconds()", "30"},
      {at + "getMilliseconds()", "123"},
      {at + "getHours('+02:00')", "1"},
      {at + "getDate('+02:00')", "14"},
      {at + "getMinutes('-00:30')", "1"},
      {at + "getHours('05:30')", "5"},
      {at + "getHours('-9:30')", "14"},
      {at + "getHours('UTC')", "23"},
      {at + "getHours('Nowhere/City')", "error"},
      {at + "getHours('+2')", "error"},
      {at + "getHours('+02:99')", "error"},
      {"timestamp('1969-12-31T23:59:59.9Z').getSeconds()", "59"},
      {"timestamp('0001-01-01T00:00:00Z').getFullYear('-00:01')", "0"},
      {"duration('3730.5s').getHours()", "1"},
      {"duration('3730.5s').getMinutes()", "62"},
      {"duration('-3730.5s').getSeconds()", "-3730"},
      {"duration('1.234s').getMilliseconds()", "234"},
  };
  expect_cases(cases);
}

// One hour east in 1970, two from 2000 on.
class TwoOffsets : public Zone {
 public:
  LocalTime to_local(WallTime at) const override {
    return {at.seconds() + (at.seconds() < 946'684'800 ? 3600 : 7200)};
  }
  Moments to_wall(LocalTime) const override { return {}; }
  std::string_view name() const override { return "Test/Zone"; }
};
class OneZone : public ZoneSource {
 public:
  const Zone* find(std::string_view name) const override { return name == "Test/Zone" ? &zone_ : nullptr; }

 private:
  TwoOffsets zone_;
};

TEST(CelTime, ZonesComeFromTheScope) {
  const OneZone zones;
  const Scope scope{nullptr, {}, &zones, nullptr};
  const Case cases[] = {
      {"timestamp(0).getHours('Test/Zone')", "1"},
      {"timestamp('2009-02-13T23:31:30Z').getDate('Test/Zone')", "14"},
      {"timestamp('9999-12-31T12:00:00Z').getHours('Test/Zone')", "14"},
      {"timestamp('0001-01-01T12:00:00Z').getHours('Test/Zone')", "13"},
      {"timestamp(0).getHours('Other/Zone')", "error"},
  };
  expect_cases(cases, scope);
}

}  // namespace
}  // namespace balm::expression
