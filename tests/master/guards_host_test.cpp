// Guards about the host itself.
#include <gtest/gtest.h>

#include "master/guard/guards.h"
#include "tests/master/guard_rig.h"

namespace balm::master {
namespace {

TEST(PresenceGuard, NoBlindOrders) {
  GuardRig rig;
  EXPECT_EQ(text_of(rig.ask(guards::presence)), "allow nothing_against");
  rig.state.fleet.find(HostName{"web1"})->present = false;
  EXPECT_EQ(text_of(rig.ask(guards::presence)), "defer host_away");
  rig.state.fleet.remove(HostName{"web1"});
  EXPECT_EQ(text_of(rig.ask(guards::presence)), "defer host_away") << "its key was revoked meanwhile";
}

TEST(StillBadGuard, TheNewestWordDecidesWhateverTheEventSaid) {
  GuardRig rig;
  EXPECT_EQ(rig.ask(guards::still_bad).counter, "nginx_http is critical");
  for (const Status bad : {Status::Warning, Status::Critical}) {
    rig.standing("web1", bad);
    EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "allow nothing_against");
  }
  rig.standing("web1", Status::Ok);
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "refuse not_bad_any_more");
}

// Simulator, seed 60: a greeting that came twice closed the incident of an event that came in between.
TEST(StillBadGuard, AGreetingFromBeforeTheEventIsNoWordAboutIt) {
  GuardRig rig;
  rig.incident.generation = 2;
  rig.standing("web1", Status::Ok);
  CheckStanding& standing = rig.state.fleet.find(HostName{"web1"})->checks.begin()->second;
  standing.generation = 1;
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "allow nothing_against");
  EXPECT_EQ(rig.ask(guards::still_bad).counter, "nginx_http is critical");
  standing.generation = 2;
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "refuse not_bad_any_more");
  standing.generation = 1;
  rig.incident.status = Status::Ok;
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "refuse not_bad_any_more") << "an event said so";
}

TEST(StillBadGuard, NoActOnIgnorance) {
  GuardRig rig;
  rig.standing("web1", Status::Unknown);
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "defer state_unknown");
  Host& host = *rig.state.fleet.find(HostName{"web1"});
  host.checks.begin()->second.known = false;
  EXPECT_EQ(rig.ask(guards::still_bad).counter, "no result yet");
  host.checks.clear();
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "defer state_unknown");
  rig.state.fleet.remove(HostName{"web1"});
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "defer state_unknown");
}

TEST(StillBadGuard, UnknownIsReasonEnoughForARuleThatWasOpenedByIt) {
  GuardRig rig;
  rig.incident.status = Status::Unknown;
  rig.standing("web1", Status::Unknown);
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "allow nothing_against");
}

TEST(StillBadGuard, LooksAtTheInstanceInQuestion) {
  GuardRig rig;
  rig.incident.instance = "/var";
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "defer state_unknown") << "another instance is critical";
}

TEST(StillBadGuard, ProblemsWithoutACheckAreNotItsBusiness) {
  GuardRig rig;
  rig.incident.check = {};
  rig.standing("web1", Status::Ok);
  EXPECT_EQ(text_of(rig.ask(guards::still_bad)), "allow nothing_against");
}

TEST(HostLockGuard, OneTaskAHost) {
  GuardRig rig;
  EXPECT_EQ(text_of(rig.ask(guards::host_lock)), "allow nothing_against");
  const AttemptId elsewhere = rig.attempt("web2");
  EXPECT_EQ(text_of(rig.ask(guards::host_lock)), "allow nothing_against");
  const AttemptId here = rig.attempt("web1", 9);
  EXPECT_EQ(text_of(rig.ask(guards::host_lock)), "defer host_busy");
  EXPECT_EQ(rig.ask(guards::host_lock).counter, "attempt #" + to_text(here));
  rig.ended(elsewhere);
  EXPECT_EQ(text_of(rig.ask(guards::host_lock)), "defer host_busy");
  rig.ended(here);
  EXPECT_EQ(text_of(rig.ask(guards::host_lock)), "allow nothing_against");
}

TEST(HostLockGuard, AnUnknownOutcomeHoldsTheHostAndIsNamed) {
  GuardRig rig;
  const AttemptId id = rig.attempt("web1", 9);
  rig.state.attempts.lost_track(id);
  EXPECT_EQ(text_of(rig.ask(guards::host_lock)), "defer outcome_unknown");
  rig.ended(id);
  EXPECT_EQ(text_of(rig.ask(guards::host_lock)), "allow nothing_against");
}

}  // namespace
}  // namespace balm::master
