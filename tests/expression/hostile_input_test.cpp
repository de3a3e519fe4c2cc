// Any bytes, any soup of tokens, any mutation of what is right: parser, checker and evaluator answer, and
// never crash, hang or let an inconsistent tree through. Seeds are fixed, so a failure repeats.
#include <random>

#include <gtest/gtest.h>

#include "common/expression/function_table.h"
#include "common/expression/macros.h"
#include "common/expression/schema.h"
#include "common/text_value.h"
#include "tests/expression/cases.h"

namespace balm::expression {
namespace {

using Dice = std::mt19937_64;

std::size_t roll(Dice& dice, std::size_t sides) {
  return std::uniform_int_distribution<std::size_t>(0, sides - 1)(dice);
}

const ValueMap& names() {
  static const ValueMap made = {{"event", Value::map({{"host", "web1"},
                                                      {"value", 93.5},
                                                      {"labels", Value::map({{"a", "b"}})},
                                                      {"list", ValueList{1, "x", nullptr}}})},
                                {"n", 7},
                                {"u", Value::uint(7)},
                                {"s", "text \xC3\xA9"},
                                {"l", ValueList{3, 1, 2}},
                                {"m", Value::map({{"k", ValueList{}}})}};
  return made;
}

// Everything that happens to an expression in its life.
void live(const std::string& text) {
  Schema schema;
  for (const auto& [name, value] : names()) schema.add(name.as_string(), type_of(value));
  const Scope scope{&names(), WallTime::from_seconds(1'700'000'000), nullptr, nullptr};
  const auto checked = Program::compile(text, schema, {"fuzz", 3, 5, 5});
  const auto unchecked = Program::parse_only(text, {});
  EXPECT_FALSE(render(checked.issues).empty() && !checked.ok());
  for (const Issue& issue : checked.issues) {
    EXPECT_GE(issue.place.line, 3) << text;
    EXPECT_GE(issue.place.end_column, issue.place.column) << text;
  }
  EXPECT_TRUE(unchecked.ok() || !checked.ok()) << text;
  std::vector<TraceLine> trace;
  if (checked.ok()) {
    const Outcome plain = checked.value.evaluate(scope);
    const Outcome traced = checked.value.evaluate_traced(scope, trace);
    EXPECT_EQ(shown(plain), shown(traced)) << text;
  }
  if (unchecked.ok()) (void)unchecked.value.evaluate(scope);
  (void)TextValue::parse("a {{" + text + "}} b", schema, {});
}

const std::vector<std::string>& valid() {
  static const std::vector<std::string> made = {
      "event.host == \"web1\" && event.value > 85.0 || n in l",
      "l.filter(x, x > 1).map(y, y * 2)[0] + n",
      "event.labels[?\"team\"].orValue(\"ops\").startsWith('o')",
      "has(m.k) ? size(m.k) : -1",
      "cel.bind(a, l.map(x, x + n), a.exists(x, a.all(y, x <= y)))",
      "timestamp('2024-02-29T12:00:00Z') - duration('1h30m') < now",
      "'%s %d %.2f %x'.format([s, n, event.value, u])",
      "{'a': [1, 2u, 3.0, b'\\xff', null], ?'b': optional.of(n)}.transformMap(k, v, size(k) > 0, v)",
      "r'\\d+' + '''tri'ple''' + \"\\u00e9\\x41\\101\"",
      "math.greatest(n, 1.5, u) >= math.least(l)",
      "s.replace('t', '').split('e').join('-').matches('^[a-z -]+$')",
      "cidr('10.0.0.0/8').containsIP(ip('10.1.2.3')) && !isIP(s)",
      "[1, [2, [3]]].flatten().distinct().reverse().slice(0, 2).sort() == l",
      "optional.of(n).optMap(v, v + 1).or(optional.none()).value() % 3",
  };
  return made;
}

TEST(HostileInput, RandomBytes) {
  Dice dice(1);
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t size = roll(dice, 60); size > 0; --size) text += static_cast<char>(roll(dice, 256));
    live(text);
  }
}

TEST(HostileInput, RandomPrintableBytes) {
  Dice dice(2);
  const std::string alphabet = "aelnmsu019.,()[]{}?:!&|<>=+-*/%'\"\\`_ \n@#rb";
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t size = roll(dice, 40); size > 0; --size) text += alphabet[roll(dice, alphabet.size())];
    live(text);
  }
}

TEST(HostileInput, SoupsOfTokens) {
  std::vector<std::string> tokens = {"event",
                                     "n",
                                     "u",
                                     "s",
                                     "l",
                                     "m",
                                     "x",
                                     "now",
                                     "1",
                                     "0u",
                                     "1.5",
                                     "'a'",
                                     "b'b'",
                                     "true",
                                     "null",
                                     "(",
                                     ")",
                                     "[",
                                     "]",
                                     "{",
                                     "}",
                                     ".",
                                     ",",
                                     "?",
                                     ":",
                                     "+",
                                     "-",
                                     "*",
                                     "/",
                                     "%",
                                     "==",
                                     "!=",
                                     "<",
                                     ">=",
                                     "&&",
                                     "||",
                                     "!",
                                     " in ",
                                     ".?",
                                     "[?",
                                     ".x",
                                     ".k",
                                     "x,",
                                     "cel.bind(x,",
                                     "int",
                                     "9223372036854775807",
                                     "-9223372036854775808"};
  for (const std::string& name : function_names())
    tokens.push_back(name + "("), tokens.push_back("." + name + "(");
  for (const Macro& macro : macros()) tokens.push_back("." + std::string(macro.name) + "(x,");
  Dice dice(3);
  for (int i = 0; i < 2500; ++i) {
    std::string text;
    for (std::size_t size = 1 + roll(dice, 14); size > 0; --size) text += tokens[roll(dice, tokens.size())];
    live(text);
  }
}

// Trees that are grammatical by construction reach further than soups do.
std::string grown(Dice& dice, int depth) {
  const std::vector<std::string> leaves = {"event.host", "n",  "u",   "s",   "l",    "m",
                                           "1",          "2u", "0.5", "'a'", "b'b'", "true",
                                           "null",       "[]", "{}",  "now", "x"};
  if (depth == 0) return leaves[roll(dice, leaves.size())];
  const auto deeper = [&] { return grown(dice, depth - 1); };
  const std::vector<std::string> operators = {" + ",  " - ", " * ",  " / ",  " % ",
                                              " == ", " < ", " in ", " && ", " || "};
  switch (roll(dice, 9)) {
    case 0:
      return "(" + deeper() + operators[roll(dice, operators.size())] + deeper() + ")";
    case 1:
      return "(" + deeper() + " ? " + deeper() + " : " + deeper() + ")";
    case 2:
      return "[" + deeper() + ", " + deeper() + "]";
    case 3:
      return "{" + deeper() + ": " + deeper() + "}";
    case 4:
      return "(" + deeper() + ")[" + deeper() + "]";
    case 5:
      return "(" + deeper() + ").map(x, " + deeper() + ")";
    case 6:
      return "cel.bind(x, " + deeper() + ", " + deeper() + ")";
    case 7:
      return "(" + deeper() + ").?k.orValue(" + deeper() + ")";
    default:
      break;
  }
  const auto rows = function_rows();
  const std::string name(rows[roll(dice, rows.size())].name);
  return roll(dice, 2) == 0 ? name + "(" + deeper() + ", " + deeper() + ")"
                            : "(" + deeper() + ")." + name + "(" + deeper() + ")";
}

TEST(HostileInput, GrownTrees) {
  Dice dice(4);
  for (int i = 0; i < 1200; ++i) live(grown(dice, 1 + static_cast<int>(roll(dice, 4))));
}

TEST(HostileInput, MutationsOfWhatIsRight) {
  for (const std::string& text : valid()) EXPECT_TRUE(Program::parse_only(text, {}).ok()) << text;
  Dice dice(5);
  for (int i = 0; i < 2500; ++i) {
    std::string text = valid()[roll(dice, valid().size())];
    for (std::size_t changes = 1 + roll(dice, 3); changes > 0 && !text.empty(); --changes) {
      const std::size_t at = roll(dice, text.size());
      const std::string& other = valid()[roll(dice, valid().size())];
      const std::size_t from = roll(dice, other.size());
      switch (roll(dice, 4)) {
        case 0:
          text.erase(at, 1 + roll(dice, 4));
          break;
        case 1:
          text.insert(at, 1, static_cast<char>(32 + roll(dice, 95)));
          break;
        case 2:
          text[at] = static_cast<char>(roll(dice, 256));
          break;
        default:
          text.insert(at, other, from, 1 + roll(dice, 12));
      }
    }
    live(text);
  }
}

TEST(HostileInput, EveryPrefixOfWhatIsRight) {
  for (const std::string& text : valid())
    for (std::size_t size = 0; size < text.size(); ++size) live(text.substr(0, size));
}

}  // namespace
}  // namespace balm::expression
