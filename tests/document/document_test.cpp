#include "common/document/document.h"

#include <fstream>
#include <iterator>
#include <random>

#include <gtest/gtest.h>

#include "tests/document/codes.h"

namespace balm {
namespace {

constexpr const char* kRule = "rules:\n  a:\n    when: check.x\n    try: [{run: s.t}]\n";

Parsed<Documents> read(const std::string& text) {
  return read_documents({{"all.yaml", text}});
}

TEST(Document, OneFileMayHoldEverything) {
  const auto parsed = read(
      "checks:\n  x: {run: /bin/true}\nrules:\n  a: {when: check.x, try: [{run: s.t}], escalate: [mail, "
      "log]}\n"
      "notifiers:\n  mail: {type: exec, run: [/bin/mail]}\n");
  ASSERT_TRUE(parsed.issues.empty()) << render(parsed.issues);
  EXPECT_EQ(parsed.value.checks.size(), 1u);
  EXPECT_EQ(parsed.value.rules.size(), 1u);
  EXPECT_EQ(parsed.value.notifiers.size(), 1u);
}

TEST(Document, NotifiersMayStandInLaterFiles) {
  const std::string rule = std::string(kRule) + "    escalate: mail\n";
  const NamedText notifier{"z.yaml", "notifiers:\n  mail: {type: log}\n"};
  EXPECT_TRUE(read_documents({{"a.yaml", rule}, notifier}).issues.empty());
  const auto alone = read_documents(
      {{"a.yaml", "rules:\n  a:\n    when: check.x\n    try: []\n    escalate: [lgo, log]\n"}});
  ASSERT_EQ(codes(alone.issues), "E227:5");
  EXPECT_EQ(alone.issues[0].guess, "did you mean `log`?");
  KnownNames known;
  known.notifiers = {"log", "mail"};
  EXPECT_TRUE(read_documents({{"a.yaml", rule}}, known).issues.empty());
}

TEST(Document, R14EmptyFilesAreTakenForTruncatedOnes) {
  for (const char* text :
       {"", "# only a comment\n", "null\n", "rules:\n", "rules: {}\nchecks: {}\n", "allow_empty: false\n"})
    EXPECT_EQ(codes(read(text).issues).substr(0, 4), "E220") << text;
  EXPECT_EQ(codes(read("allow_empty: true\n").issues), "");
  EXPECT_EQ(codes(read("allow_empty: yes\n").issues), "E220:1 E205:1");
  EXPECT_EQ(codes(read("rules:\n  - name: a\n").issues), "E201:2");
  EXPECT_EQ(codes(read("- a\n").issues), "E201:1");
  EXPECT_EQ(codes(read("text\n").issues), "E201:1");
}

TEST(Document, R16NamesAreUsedOnceInAllFiles) {
  const auto parsed = read_documents({{"a.yaml", kRule}, {"b.yaml", std::string("# second\n") + kRule}});
  ASSERT_EQ(codes(parsed.issues), "E221:3");
  EXPECT_EQ(parsed.issues[0].place.source, "b.yaml");
  EXPECT_EQ(parsed.issues[0].message, "`a` is already in a.yaml, line 2");
}

TEST(Document, NamesOfDifferentKindsAreDifferent) {
  EXPECT_TRUE(read("checks:\n  a: {run: x}\nrules:\n  a: {when: check.a, try: []}\n").issues.empty());
}

TEST(Document, AllFaultsOfAllFilesComeAtOnceInOrder) {
  const auto parsed =
      read_documents({{"z.yaml", "rules:\n  a: {when: x}\n  a: {}\n"},
                      {"a.yaml", "rules:\n  b:\n    wehn: check.x\n    try: []\n    enabled: on\n"},
                      {"m.yaml", "checks:\n  C: {run: x}\n"}});
  EXPECT_EQ(codes(parsed.issues), "E110:3 E203:2 E202:3 E205:5 E211:2");
  EXPECT_EQ(parsed.issues[0].place.source, "z.yaml");
  EXPECT_EQ(parsed.issues.back().place.source, "m.yaml");
}

TEST(Document, R8UnknownKindsAreNamed) {
  const auto parsed = read("ruels:\n  a: {}\n");
  EXPECT_EQ(codes(parsed.issues), "E202:1 E220:1");
  EXPECT_EQ(parsed.issues[0].guess, "did you mean `rules`?");
  EXPECT_EQ(codes(read(std::string(kRule) + "windows:\n  w: {}\n").issues), "E223:5");
}

TEST(Document, FaultsAreCounted) {
  std::string text = "rules:\n";
  for (int i = 0; i < 500; ++i) text += "  r" + std::to_string(i) + ": {when: check.x, try: [], x: y}\n";
  const auto parsed = read(text);
  ASSERT_EQ(parsed.issues.size(), limits::kIssuesMax + 1);
  EXPECT_EQ(parsed.issues.back().message, "300 more faults are not listed");
  EXPECT_FALSE(parsed.ok());
}

TEST(Document, R27ManyRulesLoad) {
  std::vector<NamedText> files;
  for (int file = 0; file < 10; ++file) {
    std::string text = "rules:\n";
    for (int i = 0; i < 200; ++i)
      text += "  r" + std::to_string(file * 1000 + i) +
              ": {when: check.x, if: event.status == 'critical', try: [{run: s.t}], verify: {check: x}}\n";
    files.push_back({"f" + std::to_string(file) + ".yaml", text});
  }
  const auto parsed = read_documents(files);
  EXPECT_TRUE(parsed.issues.empty()) << render(parsed.issues);
  EXPECT_EQ(parsed.value.rules.size(), 2000u);
}

TEST(Document, R27MoreRulesThanThereMayBe) {
  std::vector<NamedText> files;
  std::size_t made = 0;
  for (int file = 0; made <= limits::kRulesMax; ++file) {
    NamedText text{"f" + std::to_string(file) + ".yaml", "rules:\n"};
    for (int i = 0; i < 6'000 && made <= limits::kRulesMax; ++i, ++made)
      text.text += "  r" + std::to_string(made) + ": {when: check.x, try: []}\n";
    files.push_back(std::move(text));
  }
  EXPECT_EQ(codes(read_documents(files).issues), "E225:0");
  files.back().text.resize(files.back().text.rfind("  r"));
  const auto parsed = read_documents(files);
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  EXPECT_EQ(parsed.value.rules.size(), limits::kRulesMax);
}

// What loads is whole up to the end of a line; nothing that ends within one ever loads.
TEST(Document, R15ACutFileIsRefused) {
  const std::string whole = std::string(kRule) + "    escalate: [log]\n";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto parsed = read(whole.substr(0, length));
    if (!parsed.ok()) continue;
    EXPECT_EQ(whole[length - 1], '\n') << whole.substr(0, length);
    EXPECT_FALSE(parsed.value.rules.empty()) << "an empty set is no good one";
  }
  EXPECT_EQ(codes(read("rules:\n  a: {when: check.x, try: []}").issues), "E226:2");
}

// The pages for authors are true: their examples load as they stand.
TEST(Document, ExamplesOfThePagesLoad) {
  for (const char* name : {"/docs/RULES.md", "/docs/NOTIFIERS.md"}) {
    std::ifstream file(std::string(BALM_SOURCE_DIR) + name);
    const std::string page((std::istreambuf_iterator<char>(file)), {});
    ASSERT_NE(page.find("```yaml\n"), std::string::npos) << name;
    for (std::size_t at = page.find("```yaml\n"); at != std::string::npos; at = page.find("```yaml\n", at)) {
      at += 8;
      const auto parsed = read(page.substr(at, page.find("```", at) - at));
      EXPECT_TRUE(parsed.issues.empty()) << name << "\n" << render(parsed.issues);
    }
  }
}

// Whatever bytes come, there is an answer, and no fault without a code.
void survive(const std::string& text) {
  const auto parsed = read(text);
  for (const Issue& issue : parsed.issues) ASSERT_EQ(issue.code.size(), 4u) << text << "\n" << render(issue);
}

constexpr const char* kWhole =
    "checks:\n  x:\n    run: [/bin/a, -b]\n    every: 10s\n    warning: metrics.a > 1.0\n    env: {A: b}\n   "
    " limits: {cpu: 3s}\n"
    "rules:\n  r:\n    when: [check.x]\n    vars: {m: '{{ event.host }}'}\n    if: >-\n      event.status == "
    "'critical'\n"
    "      && vars.m != ''\n    guard: {max: 3 per 1h, at_once: 20% of role=web}\n    try:\n      - run: "
    "a.b\n"
    "        with: {k: '{{ vars.m }}', l: [1, {z: ~}]}\n        if: last.timed_out\n    verify: {within: "
    "1m}\n"
    "    escalate: [n]\nnotifiers:\n  n: {type: exec, run: [/bin/n], retry: {attempts: 2}}\n";

TEST(Document, R15AnyPrefixAndAnyDamageIsSurvived) {
  const std::string whole = kWhole;
  ASSERT_TRUE(read(whole).issues.empty()) << render(read(whole).issues);
  for (std::size_t length = 0; length < whole.size(); ++length) survive(whole.substr(0, length));
  std::mt19937 random(7);
  constexpr std::string_view kNoise =
      "{}[]:,-#'\"|>&*!%@`? \n\t\0\x7F\xFF"
      "ae0.";
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (unsigned i = 0; i <= random() % 4; ++i) {
      const std::size_t at = random() % text.size();
      if (random() % 3 == 0)
        text.erase(at, random() % 10);
      else if (random() % 2 == 0)
        text[at] = kNoise[random() % kNoise.size()];
      else
        text.insert(at, 1, kNoise[random() % kNoise.size()]);
      if (text.empty()) break;
    }
    survive(text);
  }
}

}  // namespace
}  // namespace balm
