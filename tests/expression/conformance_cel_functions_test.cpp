// Functions on texts, numbers, lists and addresses, and Balm's own.
#include "common/limits.h"
#include "tests/expression/cases.h"

namespace balm::expression {
namespace {

TEST(CelTexts, CountAndCutInCodePoints) {
  const Case cases[] = {
      {"size('πέντε😀')", "6"},
      {"'πέντε'.size()", "5"},
      {"'aé😀'.charAt(2)", "'😀'"},
      {"'ab'.charAt(2)", "''"},
      {"'ab'.charAt(3)", "error"},
      {"'ab'.charAt(-1)", "error"},
      {"'aéa😀a'.indexOf('a', 1)", "2"},
      {"'abc'.indexOf('')", "0"},
      {"'abc'.indexOf('', 2)", "2"},
      {"'abc'.indexOf('z')", "-1"},
      {"'abc'.indexOf('a', -1)", "error"},
      {"'abc'.indexOf('a', 9)", "error"},
      {"'aéa😀a'.lastIndexOf('a')", "4"},
      {"'aéa😀a'.lastIndexOf('a', 3)", "2"},
      {"'abc'.lastIndexOf('')", "3"},
      {"'abc'.lastIndexOf('a', 9)", "error"},
      {"'tacocat'.substring(4)", "'cat'"},
      {"'é😀a'.substring(1, 2)", "'😀'"},
      {"'abc'.substring(3)", "''"},
      {"'abc'.substring(2, 1)", "error"},
      {"'abc'.substring(0, 4)", "error"},
      {"'abc'.substring(-1)", "error"},
      {"'é😀a'.reverse()", "'a😀é'"},
  };
  expect_cases(cases);
}

TEST(CelTexts, ChangeSplitAndJoin) {
  const Case cases[] = {
      {"'TacoCÆt'.lowerAscii()", "'tacocÆt'"},
      {"'tacoæ'.upperAscii()", "'TACOæ'"},
      {"'a,b,c'.split(',')", "['a', 'b', 'c']"},
      {"'a,b,c'.split(',', 2)", "['a', 'b,c']"},
      {"'a,b'.split(',', 0)", "[]"},
      {"'a,b'.split(',', 1)", "['a,b']"},
      {"'a,b'.split(',', -1)", "['a', 'b']"},
      {"',a,'.split(',')", "['', 'a', '']"},
      {"'é😀'.split('')", "['é', '😀']"},
      {"''.split(',')", "['']"},
      {"''.split('')", "[]"},
      {"['a', 'b'].join()", "'ab'"},
      {"['a', 'b'].join('-')", "'a-b'"},
      {"[].join('-')", "''"},
      {"[1].join()", "error"},
      {"'hello'.replace('l', 'L')", "'heLLo'"},
      {"'hello'.replace('l', 'L', 1)", "'heLlo'"},
      {"'hello'.replace('l', 'L', 0)", "'hello'"},
      {"'aé'.replace('', '-')", "'-a-é-'"},
      {"'aé'.replace('', '-', 2)", "'-a-é'"},
      {"' \\u00a0\\t\\u3000a b\\u2028 '.trim()", "'a b'"},
      {"'  '.trim()", "''"},
      {"strings.quote('a\"b\\n\\\\é')", R"('"a\\"b\\n\\\\é"')"},
      {"'hello'.contains('ell') && 'hello'.startsWith('he') && 'hello'.endsWith('lo')", "true"},
      {"'é'.contains('')", "true"},
      {"'a'.contains(1)", "error"},
  };
  expect_cases(cases);
}

TEST(CelTexts, PatternsAreRe2) {
  const Case cases[] = {
      {"'grey'.matches('gr(a|e)y')", "true"},
      {"matches('grey', '^re')", "false"},
      {"''.matches('')", "true"},
      {"'a😀'.matches('^a.$')", "true"},
      {"'a'.matches('(')", "error"},
      {"'a'.matches('(?=a)')", "error"},
      {"['a', 'b'].map(p, 'ab'.matches(p + '$'))", "[false, true]"},
  };
  expect_cases(cases);
  EXPECT_TRUE(is_error(outcome_of("'a'.matches('" + std::string(limits::kPatternBytesMax + 1, 'a') + "')")));
  EXPECT_TRUE(is_error(outcome_of("'a'.matches('((a{1000}){1000}){1000}')")));
}

TEST(CelTexts, Format) {
  const Case cases[] = {
      {"'%s %d%%'.format(['a', 1])", "'a 1%'"},
      {"'%s'.format([[1, 'a', null, 1.5, {'b': true}]])", "'[1, a, null, 1.5, {b: true}]'"},
      {"'%s'.format([{2: 'b', 'a': 1}])", "'{2: b, a: 1}'"},
      {"'%s %s'.format([duration('90.5s'), timestamp(0)])", "'90.5s 1970-01-01T00:00:00Z'"},
      {"'%s %s'.format([type(1), 1e21])", "'int 1000000000000000000000'"},
      {"'%s'.format([b'a\\xff\\xfeb'])", "'a\\ufffdb'"},
      {"'%.2f %f %.0f'.format([1.005, 2, 2.5])", "'1.00 2.000000 2'"},
      {"'%e %.1e'.format([1234.5, 3u])", "'1.234500e+03 3.0e+00'"},
      {"'%x %X %x %o %b'.format([255, -255, 'az', 8u, true])", "'ff -FF 617a 10 1'"},
      {"'%b'.format([-5])", "'-101'"},
      {"'%f %e %d'.format([0.0/0.0, -1.0/0.0, 1.5])", "'NaN -Infinity 1.5'"},
      {"'%s'.format([])", "error"},
      {"'%'.format([1])", "error"},
      {"'%q'.format([1])", "error"},
      {"'%d'.format(['a'])", "error"},
      {"'%x'.format([1.5])", "error"},
      {"'%f'.format(['1'])", "error"},
      {"'%.99999f'.format([1.0])", "error"},
      {"'%.'.format([1.0])", "error"},
  };
  expect_cases(cases);
}

TEST(CelNumbers, Math) {
  const Case cases[] = {
      {"math.greatest(1, 2.5, 2u)", "2.5"},
      {"math.least([3, -1u + 0u])", "error"},
      {"math.least([3, 1u])", "1u"},
      {"math.greatest(1, 1.0)", "1"},
      {"math.greatest([])", "error"},
      {"math.greatest()", "error"},
      {"math.least('a')", "error"},
      {"math.ceil(1.2) + math.floor(-1.2)", "0.0"},
      {"math.round(-1.5)", "-2.0"},
      {"math.trunc(-1.9)", "-1.0"},
      {"math.round(1)", "error"},
      {"math.abs(-9223372036854775807)", "9223372036854775807"},
      {"math.abs(-9223372036854775808)", "error"},
      {"math.sign(-2.5)", "-1.0"},
      {"math.sign(0u)", "0u"},
      {"math.sqrt(81)", "9.0"},
      {"math.isNaN(math.sqrt(-1.0))", "true"},
      {"math.isInf(1.0/0.0) && !math.isFinite(1.0/0.0) && math.isFinite(1.0)", "true"},
      {"math.bitAnd(-3, -5)", "-7"},
      {"math.bitOr(1u, 2u)", "3u"},
      {"math.bitXor(1, 3u)", "error"},
      {"math.bitNot(0u)", "18446744073709551615u"},
      {"math.bitShiftLeft(1, 63)", "-9223372036854775808"},
      {"math.bitShiftLeft(1, 64)", "0"},
      {"math.bitShiftRight(-1, 63)", "1"},
      {"math.bitShiftRight(-1, -1)", "error"},
  };
  expect_cases(cases);
}

TEST(CelLists, ListsAndSets) {
  const Case cases[] = {
      {"[1, 2, 3].slice(1, 3)", "[2, 3]"},
      {"[1].slice(1, 2)", "error"},
      {"[1].slice(1, 0)", "error"},
      {"[3, 1, 2].sort()", "[1, 2, 3]"},
      {"['b', 'a'].sort()", "['a', 'b']"},
      {"[1, 'a'].sort()", "error"},
      {"[[1]].sort()", "error"},
      {"[1, 1.0, 'a', 'a'].distinct()", "[1, 'a']"},
      {"[1, [2, [3]]].flatten()", "[1, 2, [3]]"},
      {"[1, [2, [3]]].flatten(5)", "[1, 2, 3]"},
      {"[1].flatten(-1)", "error"},
      {"lists.range(3)", "[0, 1, 2]"},
      {"lists.range(-1)", "[]"},
      {"lists.range(100000000)", "error"},
      {"[1, 2].reverse()", "[2, 1]"},
      {"sets.contains([1, 2.0], [2u])", "true"},
      {"sets.equivalent([1], [1u, 1.0])", "true"},
      {"sets.intersects([1], [2])", "false"},
      {"sets.contains([], [])", "true"},
  };
  expect_cases(cases);
}

TEST(CelBytes, Base64) {
  const Case cases[] = {
      {"base64.encode(b'hello')", "'aGVsbG8='"},
      {"base64.decode('aGVsbG8')", "b'hello'"},
      {"base64.decode('a')", "error"},
      {"base64.encode('a')", "error"},
  };
  expect_cases(cases);
}

TEST(CelNetwork, AddressesAndNetworks) {
  const Case cases[] = {
      {"ip('10.0.0.1').family() + ip('::1').family()", "10"},
      {"ip('2001:DB8::1') == ip('2001:db8:0:0:0:0:0:1')", "true"},
      {"ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1')", "true"},
      {"ip('127.0.0.1').isLoopback() && ip('::1').isLoopback() && !ip('::2').isLoopback()", "true"},
      {"ip('0.0.0.0').isUnspecified() && ip('::').isUnspecified()", "true"},
      {"ip('224.0.0.5').isLinkLocalMulticast() && ip('ff02::1').isLinkLocalMulticast()", "true"},
      {"ip('169.254.0.1').isLinkLocalUnicast() && ip('fe80::1').isLinkLocalUnicast()", "true"},
      {"ip('10.0.0.1').isGlobalUnicast() && !ip('224.0.0.1').isGlobalUnicast()", "true"},
      {"cidr('10.0.0.0/8').containsIP('10.255.0.1') && !cidr('10.0.0.0/8').containsIP('11.0.0.1')", "true"},
      {"cidr('10.0.0.0/8').containsIP(ip('::1'))", "false"},
      {"cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !cidr('10.1.0.0/16').containsCIDR('10.0.0.0/8')",
       "true"},
      {"cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')", "true"},
      {"cidr('10.1.2.3/9').prefixLength()", "9"},
      {"cidr('10.1.2.3/9').ip() == ip('10.1.2.3')", "true"},
      {"string(cidr('2001:db8::/32'))", "'2001:db8::/32'"},
      {"cidr('0.0.0.0/0').containsIP('255.255.255.255')", "true"},
      {"ip('::1.2.3.4') == ip('::102:304')", "true"},
      {"isIP('1.2.3.4') && !isIP('1.2.3') && isCIDR('::/0') && !isCIDR('::')", "true"},
      {"cidr('10.0.0.0/8').containsIP('x')", "error"},
      {"ip('1.2.3.4').masked()", "error"},
  };
  expect_cases(cases);
  for (const char* bad : {"1.2.3",
                          "1.2.3.4.5",
                          "01.2.3.4",
                          "256.1.1.1",
                          "1.2.3.4 ",
                          "",
                          ":::",
                          "1::2::3",
                          ":1",
                          "1:",
                          "1:2:3:4:5:6:7",
                          "1:2:3:4:5:6:7:8:9",
                          "::12345",
                          "::g",
                          "fe80::1%eth0",
                          "::ffff:1.2.3.4",
                          "::1.2.3",
                          "1.2.3.4::",
                          "1:2:3:4:5:6:7:8::",
                          "::1:",
                          "2001:db8:::68"})
    EXPECT_TRUE(is_error(outcome_of("ip('" + std::string(bad) + "')"))) << bad;
  for (const char* bad :
       {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/", "::/129", "x/1", "/1"})
    EXPECT_TRUE(is_error(outcome_of("cidr('" + std::string(bad) + "')"))) << bad;
}

class TwoHosts : public FleetFacts {
 public:
  Value hosts(std::string_view selector) const override {
    if (selector != "role=web") return Value(ValueList{});
    return Value(ValueList{Value::map({{"name", "web1"}, {"up", true}}),
                           Value::map({{"name", "web2"}, {"up", false}})});
  }
};

TEST(CelBalm, OwnFunctions) {
  const TwoHosts fleet;
  const Scope scope{nullptr, WallTime::from_seconds(1000), nullptr, &fleet};
  const Case cases[] = {
      {"hosts('role=web').filter(h, h.up).map(h, h.name)", "['web1']"},
      {"hosts('role=db').size()", "0"},
      {"sh('a b')", "\"'a b'\""},
      {"sh(\"it's\")", R"("'it'\\''s'")"},
      {"sh(['rm', '-rf', '$x'])", "\"'rm' '-rf' '$x'\""},
      {"sh(5)", "\"'5'\""},
      {"human(1536)", "'1.5k'"},
      {"human(duration('90s'))", "'1m 30s'"},
      {"ago(timestamp(940))", "'1m ago'"},
      {"ago(timestamp(1042))", "'in 42s'"},
      {"ago(timestamp('0001-01-01T00:00:00Z'))", "error"},
      {"now - timestamp(0)", "duration('1000s')"},
  };
  expect_cases(cases, scope);
  EXPECT_TRUE(is_error(outcome_of("hosts('role=web')")));
}

}  // namespace
}  // namespace balm::expression
