#include "cli/conformance/nagios_cases.h"

#include <gtest/gtest.h>

namespace balm::conformance {
namespace {

TEST(NagiosCases, GoodAnswersPass) {
  for (
      const char* line :
      {R"({"id":"o","output":"OK fine|a=1MB;2;;0","exit":0,"expect":{"status":"OK","text":"OK fine","perfdata":[{"label":"a","value":1,"uom":"MB","warn":"2","crit":null,"min":0,"max":null}]}})",
       R"({"id":"o","output":"x","exit":255,"expect":{"status":"CRITICAL","perfdata":[]},"dialects":{"other":"UNKNOWN"}})",
       R"({"id":"o","output":"x|'a '=1","exit":0,"expect":{"status":"OK","perfdata":[{"label":"a","value":1,"uom":"","warn":null,"crit":null,"min":null,"max":null}]},"dialects":{"literal":{"label":"a "}}})",
       R"({"id":"o","output":"x|a=1;;;foo","exit":0,"expect":{"status":"OK","perfdata":[]},"lenient_value":1})",
       R"({"id":"r","range":"@10:20","start":10,"end":20,"inside":true,"alerts":[[15,true],[9.5,false]]})",
       R"({"id":"r","range":"~:0","start":null,"end":0,"inside":false})",
       R"({"id":"r","range":":","error":true})",
       R"({"id":"t","warn":"80","crit":"90","status":[[50,"OK"],[85,"WARNING"],[95,"CRITICAL"]]})",
       R"({"id":"t","warn":null,"crit":"x","error":true,"status":[]})"}) {
    const CaseOutcome outcome = run_nagios_case(line);
    EXPECT_TRUE(outcome.passed) << line << "\n" << outcome.expected << "\n" << outcome.got;
  }
}

TEST(NagiosCases, WrongAnswersFail) {
  for (
      const char* line :
      {R"({"id":"o","output":"OK","exit":0,"expect":{"status":"WARNING","perfdata":[]}})",
       R"({"id":"o","output":"x|a=1","exit":0,"expect":{"status":"OK","perfdata":[]}})",
       R"({"id":"o","output":"x|a=1;;;foo","exit":0,"expect":{"status":"OK","perfdata":[]},"lenient_value":2})",
       R"({"id":"r","range":"10","start":10,"end":null,"inside":false})",
       R"({"id":"r","range":"10","error":true})",
       R"({"id":"r","range":"10","start":0,"end":10,"inside":false,"alerts":[[5,true]]})",
       R"({"id":"t","warn":"80","crit":null,"status":[[50,"WARNING"]]})", "nonsense"})
    EXPECT_FALSE(run_nagios_case(line).passed) << line;
  EXPECT_NE(run_nagios_case(R"({"id":"x"})").skipped, "");
}

}  // namespace
}  // namespace balm::conformance
