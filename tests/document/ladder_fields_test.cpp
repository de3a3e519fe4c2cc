#include "common/document/ladder_fields.h"

#include <gtest/gtest.h>

#include "common/yaml/yaml_reader.h"
#include "tests/document/codes.h"

namespace balm {
namespace {

struct Read {
  std::vector<Rung> ladder;
  Verify verify;
  Issues issues;
};

Read read(const std::string& yaml) {
  Read read;
  const auto parsed = read_yaml(yaml, "r.yaml");
  EXPECT_TRUE(parsed.ok()) << render(parsed.issues);
  Fields rule(parsed.value, "rule", read.issues);
  read.ladder = read_ladder(rule, {"unit"}, {});
  read.verify = read_verify(rule, {});
  return read;
}

TEST(LadderFields, RungsKeepTheirOrderAndPlaces) {
  const Read two = read("try:\n  - run: a.b\n  - {run: c.d, timeout: 1h, verify: {check: x, ok: 1}}\n");
  ASSERT_TRUE(two.issues.empty()) << render(two.issues);
  ASSERT_EQ(two.ladder.size(), 2u);
  EXPECT_EQ(two.ladder[0].place.line, 2);
  EXPECT_FALSE(two.ladder[0].verify) << "the rule's";
  EXPECT_EQ(two.ladder[1].timeout, 1h);
  EXPECT_EQ(two.ladder[1].verify->check.text, "x");
  EXPECT_EQ(two.ladder[1].verify->ok, 1u);
}

TEST(LadderFields, RungsSeeWhatHappenedBefore) {
  EXPECT_EQ(codes(read("try:\n  - run: a\n    if: last.timed_out && vars.unit == 'x'\n"
                       "    with: {n: '{{ incident.id }}'}\n")
                      .issues),
            "");
  EXPECT_EQ(codes(read("try: [{run: a, if: last.timedout}]").issues), "E303:1");
  EXPECT_EQ(codes(read("try: [{run: a, with: {n: '{{ vars.unti }}'}}]").issues), "E303:1");
}

TEST(LadderFields, VerifyHasBounds) {
  EXPECT_EQ(codes(read("try: []\nverify: {ok: 0}").issues), "E206:2");
  EXPECT_EQ(codes(read("try: []\nverify: {within: 0s}").issues), "E208:2");
  EXPECT_EQ(codes(read("try: []\nverify: 30s").issues), "E201:2");
  EXPECT_EQ(read("try: []\n").verify.within, 2min);
}

}  // namespace
}  // namespace balm
