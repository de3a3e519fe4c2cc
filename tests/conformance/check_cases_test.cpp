#include "cli/conformance/check_cases.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/io/temporary_folder.h"

namespace balm::conformance {
namespace {

TEST(CheckCases, RunsAPluginWithItsFilesAndTimes) {
  const TemporaryFolder plugins;
  plugins.file("check_it", "#!/bin/sh\ncat $1; echo \" $2\"; exit 2\n", 0755);
  CheckCases cases(plugins.path());
  const std::string line =
      R"({"id":"c","argv":["check_it","{{tmp}}/a/f","{{now-60}}"],"expect_exit":2,)"
      R"("expect_status":"CRITICAL","setup":[{"path":"{{tmp}}/a/f","content":"text{{now-60}}","age_seconds":5}],)";
  const CaseOutcome good = cases.run(line + R"("stdout_regex":"^text[0-9]{10} [0-9]{10}$"})");
  EXPECT_TRUE(good.passed) << good.expected << " / " << good.got << good.skipped;
  EXPECT_FALSE(cases.run(line + R"("stdout_regex":"^other"})").passed);
  EXPECT_FALSE(cases.run(R"({"id":"c","argv":["check_it"],"expect_exit":0,"expect_status":"OK"})").passed);
}

TEST(CheckCases, AMissingProgramIsSkipped) {
  CheckCases cases("/no/such/folder");
  EXPECT_NE(cases.run(R"({"id":"c","argv":["check_x"],"expect_exit":0})").skipped, "");
  EXPECT_NE(cases.run(R"({"id":"c"})").skipped, "");
}

// Each server, asked by the real plugins.
TEST(CheckCases, TheServersAnswerRealPlugins) {
  if (::access("/usr/lib/nagios/plugins/check_tcp", X_OK) != 0)
    GTEST_SKIP() << "needs monitoring-plugins-basic";
  CheckCases cases;
  for (
      const char* line :
      {R"({"id":"c","argv":["check_http","-H","127.0.0.1","-p","{{http_port}}","-s","balm-marker"],"expect_exit":0,"needs":["http"]})",
       R"({"id":"c","argv":["check_http","-H","127.0.0.1","-p","{{http_port}}","-u","/none"],"expect_exit":1,"needs":["http"]})",
       R"({"id":"c","argv":["check_http","-H","127.0.0.1","-p","{{http500_port}}"],"expect_exit":2,"needs":["http500"]})",
       R"({"id":"c","argv":["check_http","-H","127.0.0.1","-p","{{redirect_port}}","-f","follow","-s","balm-marker"],"expect_exit":0,"needs":["redirect"]})",
       R"({"id":"c","argv":["check_http","-H","127.0.0.1","-p","{{tls_port}}","-S","-s","balm-marker"],"expect_exit":0,"needs":["tls"]})",
       R"({"id":"c","argv":["check_http","-H","127.0.0.1","-p","{{tls_port}}","-C","400,7"],"expect_exit":1,"needs":["tls"]})",
       R"({"id":"c","argv":["check_tcp","-H","127.0.0.1","-p","{{silent_port}}"],"expect_exit":0,"needs":["silent"]})",
       R"({"id":"c","argv":["check_ssh","-H","127.0.0.1","-p","{{ssh_port}}"],"expect_exit":0,"needs":["ssh_banner"]})",
       R"({"id":"c","argv":["check_smtp","-H","127.0.0.1","-p","{{smtp_port}}"],"expect_exit":0,"needs":["smtp"]})",
       R"({"id":"c","argv":["check_ftp","-H","127.0.0.1","-p","{{ftp_port}}"],"expect_exit":0,"needs":["ftp"]})",
       R"({"id":"c","argv":["check_pop","-H","127.0.0.1","-p","{{pop_port}}"],"expect_exit":0,"needs":["pop"]})",
       R"({"id":"c","argv":["check_imap","-H","127.0.0.1","-p","{{imap_port}}"],"expect_exit":0,"needs":["imap"]})",
       R"({"id":"c","argv":["check_udp","-H","127.0.0.1","-p","{{udp_port}}","-s","ping","-e","ping"],"expect_exit":0,"needs":["udp_echo"]})",
       R"({"id":"c","argv":["check_tcp","-H","127.0.0.1","-p","{{closed_port}}"],"expect_exit":2,"needs":["closed"]})"}) {
    const CaseOutcome outcome = cases.run(line);
    EXPECT_TRUE(outcome.passed || !outcome.skipped.empty()) << line << "\n"
                                                            << outcome.expected << "\n"
                                                            << outcome.got;
  }
}

}  // namespace
}  // namespace balm::conformance
