#include "common/expression/checker.h"

#include <gtest/gtest.h>

#include "common/expression/program.h"
#include "common/expression/schema.h"

namespace balm::expression {
namespace {

Schema schema() {
  Schema made;
  made.add("event", Type::record_of("event", {{"host", Type::text()},
                                              {"status", Type::text()},
                                              {"value", Type::number()},
                                              {"seq", Type::integer()},
                                              {"at", Type::timestamp()},
                                              {"labels", Type::map(Type::text(), Type::text())},
                                              {"roles", Type::list(Type::text())},
                                              {"body", Type::dyn()}}));
  made.add("host", Type::record_of("host", {{"name", Type::text()}, {"checks", Type::dyn()}}));
  made.add("last", Type::record_of("last", {{"code", Type::integer()}}, true));
  made.add("vars", Type::map(Type::text(), Type::dyn()));
  return made;
}

Issues issues_of(const std::string& text) {
  return Program::compile(text, schema(), {}).issues;
}

TEST(Checker, TakesWhatIsRight) {
  for (const char* text : {"event.status == \"critical\" && event.host == \"web1\"",
                           "event.value > 85",
                           "event.seq < 85.5",
                           "event.value + 1.0 > 2.0",
                           "event.labels[\"mount\"] == \"/\"",
                           "event.labels.mount.startsWith(\"/\")",
                           "has(event.body.x) && event.body.x > 3",
                           "event.labels[?\"team\"].orValue(\"ops\") == 'ops'",
                           "\"web\" in event.roles",
                           "event.roles.exists(r, r.matches(\"^w\"))",
                           "hosts(\"role=web\").all(h, h.name != \"\")",
                           "now - event.at > duration(\"5m\")",
                           "event.body == null",
                           "null != event.host",
                           "last.anything.goes == 1",
                           "vars.limit * 2 > 3",
                           "event['host'] == 'a'",
                           "event.roles.map(r, r.size()).exists(n, n > 3)",
                           "cel.bind(x, event.seq, x + 1 > 0)",
                           "event.labels.all(k, v, k != v)",
                           "{'a': 1}.a == 1.0",
                           "event.seq in [1, 2.5]",
                           "'%s'.format([1, 'a']) != ''",
                           "optional.of(1).optMap(x, x + 1).orValue(2) > 1",
                           "!(event.body)",
                           "event.body ? true : false",
                           "type(event.body) == string",
                           "math.greatest(event.seq, event.value) > 1",
                           "event.roles + [\"x\"] != []",
                           "(true ? 1 : 'a') == 1",
                           "[1, 'a'][0] == 1",
                           "event.at.getHours('Europe/Berlin') > 6",
                           "dyn(event.host) + 1 == 2",
                           "size(event) > 0"})
    EXPECT_TRUE(issues_of(text).empty()) << text << "\n" << render(issues_of(text));
}

struct Mistake {
  std::string text;
  std::string code;
  std::string guess;  // must be within the guess
};

TEST(Checker, FindsMistakesWithAWayOut) {
  const Mistake mistakes[] = {
      {"evnt.host == 'a'", "E302", "did you mean `event`?"},
      {"xyz == 1", "E302", "known here: event, host, last, now, vars"},
      {"size == 1", "E302", "size(...)"},
      {"event.hsot == 'a'", "E303", "did you mean `host`?"},
      {"event['hsot'] == 'a'", "E303", "did you mean `host`?"},
      {"has(event.statsu)", "E303", "did you mean `status`?"},
      {"event.host.name == 'a'", "E303", ""},
      {"event.host.startWith('a')", "E304", "did you mean `startsWith`?"},
      {"durration('5m') > duration('1m')", "E304", "did you mean `duration`?"},
      {"math.maxx(1, 2)", "E304", ""},
      {"math.ciel(1.5)", "E304", "did you mean `math.ceil`?"},
      {"contains(event.host, 'a')", "E304", "x.contains(...)"},
      {"event.roles.exist(r, true)", "E304", "did you mean `exists`?"},
      {"event.host.contains(1)", "E305", "string.contains(string) -> bool"},
      {"event.host < 5", "E305", ""},
      {"event.host + 5", "E305", "string(5)"},
      {"event.host in 'abc'", "E305", "'abc'.contains(event.host)"},
      {"event.roles['a']", "E305", ""},
      {"event.labels[5]", "E305", ""},
      {"event.seq.map(x, x)", "E305", ""},
      {"{1.5: 1}", "E305", ""},
      {"-event.host", "E305", ""},
      {"event.at + 5", "E305", ""},
      {"[?event.host]", "E305", ""},
      {"event.host && true", "E306", ""},
      {"!event.host", "E306", ""},
      {"event.seq ? 1 : 2", "E306", ""},
      {"event.roles.all(r, r.size())", "E306", ""},
      {"event.value + 1", "E307", "write event.value + 1.0"},
      {"1 + event.value", "E307", "write 1.0 + event.value"},
      {"event.seq * 1.5", "E307", "write double(event.seq) * 1.5"},
      {"event.seq + 1u", "E307", "write event.seq + 1"},
      {"event.host == 5", "E308", ""},
      {"event.at == '2024'", "E308", ""},
      {"5 in event.roles", "E308", ""},
      {"event.roles == ['a', 'b'].map(x, x.size())", "E308", ""},
      {"event.roles.exists(r)", "E311", "list.exists(x, condition)"},
      {"has(event)", "E311", ""},
      {"event.host.matches('(')", "E313", ""},
      {"now > timestamp('yesterday')", "E314", ""},
      {"now - event.at > duration('5 min')", "E314", ""},
      {"1 / 0 == 1", "E314", ""},
      {"'%d'.format(['a'])", "E314", ""},
      {"event.host == 'a", "E301", ""},
      {"event.host = 'a'", "E301", "=="},
      {"event.host == '\\q'", "E310", ""},
  };
  for (const auto& [text, code, guess] : mistakes) {
    const Issues issues = issues_of(text);
    ASSERT_FALSE(issues.empty()) << text;
    EXPECT_EQ(issues[0].code, code) << text << "\n" << render(issues);
    const std::string said = issues[0].guess + " " + issues[0].message;
    EXPECT_NE(said.find(guess), std::string::npos) << text << "\n" << render(issues);
  }
}

TEST(Checker, ReportsAllMistakesAtOnce) {
  const Issues issues = issues_of("event.hsot == 'a' && event.statsu == 'b' || evnt.x > 1");
  ASSERT_EQ(issues.size(), 3u);
  EXPECT_EQ(issues[2].code, "E302");
}

TEST(Checker, PlacesMistakesInTheFile) {
  const auto parsed =
      Program::compile("event.status == 'a'\n&& event.hsot == 'b'", schema(), {"rules.d/a.yaml", 7, 9, 9});
  ASSERT_EQ(parsed.issues.size(), 1u);
  EXPECT_EQ(parsed.issues[0].place, (Place{"rules.d/a.yaml", 8, 4, 14}));
  EXPECT_EQ(parsed.issues[0].excerpt, "");
  const auto first_line = Program::compile("event.hsot", schema(), {"a.yaml", 7, 9, 9});
  EXPECT_EQ(first_line.issues[0].place, (Place{"a.yaml", 7, 9, 19}));
}

TEST(Checker, ShowsTheLineWhenTheExpressionIsAllThereIs) {
  EXPECT_EQ(render(issues_of("event.seq > 1 &&\n  event.hsot == 'b'")),
            ":2:3: error E303: `event` has no field `hsot`\n"
            "  2 |   event.hsot == 'b'\n"
            "    |   ^^^^^^^^^^ did you mean `host`?\n");
}

TEST(Checker, KnowsWhetherTheAnswerMayBeABool) {
  const auto may = [](const char* text) { return Program::compile(text, schema(), {}).value.may_be_bool(); };
  EXPECT_TRUE(may("event.seq > 1"));
  EXPECT_TRUE(may("event.body"));
  EXPECT_TRUE(may("vars.x"));
  EXPECT_FALSE(may("event.seq"));
  EXPECT_FALSE(may("event.host + 'a'"));
  EXPECT_FALSE(may("[true]"));
}

TEST(Checker, HostsAreLikeHost) {
  EXPECT_EQ(issues_of("hosts('all').exists(h, h.nmae == 'a')")[0].guess, "did you mean `name`?");
}

TEST(Checker, DottedNamesTakeTheLongest) {
  Schema dotted;
  dotted.add("a.b", Type::text()).add("a", Type::map(Type::text(), Type::integer()));
  EXPECT_TRUE(Program::compile("a.b == 'x' && a.c == 1", dotted, {}).ok());
  const auto program = Program::compile("a.b + string(a.c)", dotted, {});
  ASSERT_TRUE(program.ok());
  const ValueMap names = {{"a.b", "x"}, {"a", Value::map({{"c", 1}})}};
  EXPECT_EQ(std::get<Value>(program.value.evaluate({&names})), Value("x1"));
}

}  // namespace
}  // namespace balm::expression
