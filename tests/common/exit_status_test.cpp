#include "common/nagios/exit_status.h"

#include <gtest/gtest.h>

namespace balm::nagios {
namespace {

using How = ProgramEnd::How;

TEST(ExitStatus, ZeroToThreeAreKnown) {
  EXPECT_EQ(meaning_of({How::Exited, 0}), (ExitMeaning{Status::Ok, ""}));
  EXPECT_EQ(meaning_of({How::Exited, 1}), (ExitMeaning{Status::Warning, ""}));
  EXPECT_EQ(meaning_of({How::Exited, 2}), (ExitMeaning{Status::Critical, ""}));
  EXPECT_EQ(meaning_of({How::Exited, 3}), (ExitMeaning{Status::Unknown, ""}));
}

TEST(ExitStatus, AllElseIsUnknownWithAReason) {
  for (int code = -1; code <= 256; ++code) {
    if (code >= 0 && code <= 3) continue;
    EXPECT_EQ(meaning_of({How::Exited, code}).status, Status::Unknown) << code;
    EXPECT_FALSE(meaning_of({How::Exited, code}).reason.empty()) << code;
  }
  EXPECT_NE(meaning_of({How::Exited, 127}).reason.find("not found"), std::string::npos);
  EXPECT_NE(meaning_of({How::Exited, 137}).reason.find("KILL"), std::string::npos);
  EXPECT_EQ(meaning_of({How::Signalled, 11}), (ExitMeaning{Status::Unknown, "ended by signal SEGV"}));
  EXPECT_EQ(meaning_of({How::TimedOut, 0, "10s"}), (ExitMeaning{Status::Unknown, "timed out after 10s"}));
  EXPECT_EQ(meaning_of({How::NotStarted, 0, "no such file"}).reason, "could not be started: no such file");
  EXPECT_EQ(meaning_of({How::Void, 0, "it was replaced"}), (ExitMeaning{Status::Unknown, "it was replaced"}));
}

TEST(ExitStatus, SignalsHaveNames) {
  EXPECT_EQ(signal_name(1), "HUP");
  EXPECT_EQ(signal_name(31), "SYS");
  EXPECT_EQ(signal_name(34), "RTMIN+0");
  EXPECT_EQ(signal_name(0), "0");
  EXPECT_EQ(signal_name(-5), "-5");
}

}  // namespace
}  // namespace balm::nagios
