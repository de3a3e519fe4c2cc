#include "cli/conformance/cel_cases.h"

#include <gtest/gtest.h>

namespace balm::conformance {
namespace {

class NoZones : public ZoneSource {
 public:
  const Zone* find(std::string_view) const override { return nullptr; }
};

CaseOutcome run(const std::string& line) {
  return run_cel_case(line, NoZones{});
}

bool passes(const std::string& fields) {
  return run("{\"id\":\"x\",\"tag\":\"core\"," + fields + "}").passed;
}

TEST(CelCases, KindsMustAgree) {
  EXPECT_TRUE(passes(R"j("expr":"1","value":1)j"));
  EXPECT_FALSE(passes(R"j("expr":"1","value":{"double":1})j"));
  EXPECT_TRUE(passes(R"j("expr":"1.0","value":{"double":1})j"));
  EXPECT_TRUE(passes(R"j("expr":"1u","value":{"uint":"1"})j"));
  EXPECT_FALSE(passes(R"j("expr":"1u","value":1)j"));
  EXPECT_TRUE(passes(R"j("expr":"-9223372036854775808","value":{"int":"-9223372036854775808"})j"));
  EXPECT_TRUE(passes(R"j("expr":"0.0/0.0","value":{"double":"NaN"})j"));
  EXPECT_TRUE(passes(R"j("expr":"-0.0","value":{"double":"-0.0"})j"));
  EXPECT_FALSE(passes(R"j("expr":"0.0","value":{"double":"-0.0"})j"));
  EXPECT_TRUE(passes(R"j("expr":"[1, b'hello', null]","value":[1,{"bytes_b64":"aGVsbG8="},null])j"));
  EXPECT_TRUE(passes(R"j("expr":"{'a': 1, 2u: []}","value":{"map":[[{"uint":2},[]],["a",1]]})j"));
  EXPECT_FALSE(passes(R"j("expr":"{'a': 1}","value":{"map":[["a",2]]})j"));
  EXPECT_TRUE(passes(R"j("expr":"type(1)","value":{"type":"int"})j"));
  EXPECT_TRUE(passes(R"j("expr":"timestamp(0)","value":{"timestamp":"1970-01-01T00:00:00Z"})j"));
  EXPECT_TRUE(passes(R"j("expr":"duration('90s')","value":{"duration":"90s"})j"));
}

TEST(CelCases, BindingsAndContainersAreSeen) {
  EXPECT_TRUE(passes(R"j("expr":"a.b + x","bindings":{"a.b":1,"x":{"int":"2"}},"value":3)j"));
  EXPECT_TRUE(passes(R"j("expr":"n","container":"a","bindings":{"a.n":1,"n":2},"value":1)j"));
  EXPECT_TRUE(
      passes(R"j("expr":"[1].all(x, true)","disable_macros":true,"error":true,"disable_check":true)j"));
}

TEST(CelCases, ErrorsMayComeFromTheCheckerUnlessForbidden) {
  EXPECT_TRUE(passes(R"j("expr":"1 / 0","error":true)j"));
  EXPECT_TRUE(passes(R"j("expr":"1 +","error":true)j"));
  EXPECT_TRUE(passes(R"j("expr":"true || unknown_name","error":true)j"));
  EXPECT_FALSE(passes(R"j("expr":"true || unknown_name","error":true,"disable_check":true)j"));
  EXPECT_FALSE(passes(R"j("expr":"1","error":true)j"));
  EXPECT_FALSE(passes(R"j("expr":"1 / 0","value":1)j"));
}

TEST(CelCases, WhatIsNoCaseFailsAndWhatIsUnknownIsSkipped) {
  EXPECT_FALSE(run("").passed);
  EXPECT_FALSE(run("{}").passed);
  EXPECT_NE(run("not json").got, "");
  EXPECT_NE(run(R"j({"expr":"1","value":{"enum":"X"}})j").skipped, "");
  EXPECT_NE(run(R"j({"expr":"1","value":{"map":[[1]]}})j").skipped, "");
  EXPECT_EQ(run(R"j({"id":"a/b","tag":"extended","expr":"1","value":2})j").id, "a/b");
  EXPECT_EQ(run(R"j({"id":"a/b","tag":"extended","expr":"1","value":2})j").tag, "extended");
}

}  // namespace
}  // namespace balm::conformance
