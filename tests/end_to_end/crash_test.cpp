// The real daemons on loopback, killed in the middle of healing. A marker file is the patient: its check
// fails while it is gone, the first rung takes its time and helps nothing, the second puts the file back.
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/end_to_end/on_playground.h"

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

class EndToEnd : public OnPlayground {
 protected:
  void SetUp() override {
    OnPlayground::SetUp();
    ASSERT_FALSE(HasFatalFailure());
    for (const char* const part : {"checks.d", "rules.d", "states/marker"})
      fs::create_directories(folder_ + "/" + part);
    write("checks.d/marker.yaml", "checks:\n  marker: { run: \"test -e " + marker() +
                                      " || exit 2\", every: 500ms, confirm: { fail: 2, ok: 1 } }\n");
    write("rules.d/marker.yaml", rules());
    write("states/marker/slow.sls", "it is counted:\n  cmd.run:\n    - name: echo once >> " + folder_ +
                                        "/starts\nit takes its time:\n  cmd.run:\n    - name: sleep 3\n");
    write("states/marker/restore.sls",
          "the marker is back:\n  file.managed: { name: " + marker() + ", contents: back }\n");
    write("marker", "there");
    const Playground::Options options{folder_ + "/checks.d", folder_ + "/rules.d", folder_ + "/states",
                                      folder_ + "/rules.d", "demo"};
    const auto started = playground_->start(options, surroundings_);
    ASSERT_TRUE(started.ok()) << started.error().message;
    ASSERT_TRUE(reaches([&] {
      return !first(ask("checks.list"), "checks")["known"].is_null() &&
             first(ask("checks.list"), "checks")["status"].string_or() == "ok";
    }));
  }

  std::string rules() const {
    return "rules:\n  marker-gone:\n    when: check.marker\n    if: event.status == \"critical\"\n"
           "    guard: { cooldown: 0s, max: 50 per 1h }\n    try: [{ run: marker.slow }, { run: "
           "marker.restore }]\n"
           "    verify: { check: marker, ok: 1, within: 2s }\n";
  }
  std::string marker() const { return folder_ + "/marker"; }
  int starts() const {
    std::ifstream file(folder_ + "/starts");
    int count = 0;
    for (std::string line; std::getline(file, line);) ++count;
    return count;
  }

  Value newest_incident() {
    return first(ask("incidents.list", Value::map({{"state", "all"}, {"limit", 1}})), "incidents");
  }
  Value attempt(const std::string& id) {
    return ask("history.show", Value::map({{"attempt", id}}))["attempt"];
  }

  bool heals() {
    return reaches([&] { return newest_incident()["outcome"].string_or() == "healed"; });
  }
};

TEST_F(EndToEnd, TheMasterDiesWhileAnAttemptRuns) {
  fs::remove(marker());
  ASSERT_TRUE(reaches([&] { return starts() == 1; }));
  const auto crashed = playground_->crash_master(surroundings_);
  ASSERT_TRUE(crashed.ok()) << crashed.error().message;
  EXPECT_TRUE(heals()) << playground_->log_tail("balm-master");
  EXPECT_EQ(starts(), 1) << "the first rung ran twice";
  EXPECT_EQ(attempt("1.1")["outcome"].string_or(), "succeeded") << to_display(attempt("1.1"));
  EXPECT_EQ(attempt("1.2")["outcome"].string_or(), "succeeded");
  EXPECT_TRUE(attempt("1.2")["healed"].bool_or());
  EXPECT_TRUE(fs::exists(marker()));
}

TEST_F(EndToEnd, TheAgentDiesInTheMiddleOfATask) {
  fs::remove(marker());
  ASSERT_TRUE(reaches([&] { return starts() == 1; }));
  const auto crashed = playground_->crash_agent();
  ASSERT_TRUE(crashed.ok()) << crashed.error().message;
  EXPECT_TRUE(heals()) << playground_->log_tail("balm-agent");
  EXPECT_EQ(starts(), 1) << "an attempt started twice";
  EXPECT_EQ(attempt("1.1")["outcome"].string_or(), "abandoned");
  EXPECT_TRUE(attempt("1.2")["healed"].bool_or());
}

TEST_F(EndToEnd, MaintenanceAndFreezeOutliveTheMaster) {
  const std::int64_t until = (system_now().wall + 1h).ms();
  ask("maintenance.on", Value::map({{"selector", "demo"}, {"until_ms", until}, {"reason", "test"}}));
  ask("freeze", Value::map({{"reason", "test"}}));
  ASSERT_TRUE(playground_->crash_master(surroundings_).ok());
  fs::remove(marker());
  ASSERT_TRUE(reaches([&] { return newest_incident()["waiting"]["reason"].string_or() == "frozen"; }));
  ask("thaw");
  ASSERT_TRUE(
      reaches([&] { return newest_incident()["waiting"]["reason"].string_or() == "in_maintenance"; }));
  EXPECT_EQ(starts(), 0);
  const Value explained = ask("explain", Value::map({{"incident", newest_incident()["id"]}}));
  EXPECT_EQ(explained["decided"].as_list().back()["reason"].string_or(), "in_maintenance");
  ask("maintenance.off", Value::map({{"selector", "demo"}}));
  EXPECT_TRUE(heals());
}

TEST_F(EndToEnd, ABrokenRuleFileChangesNothing) {
  const std::string revision = ask("status")["config"]["revision"].string_or();
  write("rules.d/marker.yaml", "rules:\n  marker-gone:\n    whenn: check.marker\n");
  ASSERT_TRUE(reaches([&] { return !ask("status")["config"]["ok"].bool_or(true); }));
  EXPECT_EQ(ask("status")["config"]["revision"].string_or(), revision);
  fs::remove(marker());
  EXPECT_TRUE(heals()) << "the last good rules did not go on";
  write("rules.d/marker.yaml", rules());
  EXPECT_TRUE(reaches([&] { return ask("status")["config"]["ok"].bool_or(); }));
}

TEST_F(EndToEnd, ADryRunTouchesNothing) {
  fs::remove(marker());
  ask("freeze", Value::map({{"reason", "the dry run alone is looked at"}}));
  Value part;
  const auto on_part = [&](const Value& seen) {
    part = seen;
    return MasterClient::Go::On;
  };
  const Value args = Value::map(
      {{"state", "marker.restore"}, {"selector", "demo"}, {"test", true}, {"params", Value(ValueMap{})}});
  ASSERT_TRUE(playground_->master().follow("states.run", args, on_part, {30s, {}}).ok());
  EXPECT_EQ(part["outcome"].string_or(), "succeeded") << to_display(part);
  EXPECT_TRUE(first(part, "steps")["result"].is_null()) << to_display(part);
  EXPECT_FALSE(fs::exists(marker()));
}

TEST_F(EndToEnd, ARevokedKeyIsHeardNoMore) {
  ask("keys.revoke", Value::map({{"key", "demo"}, {"reason", "test"}}));
  EXPECT_TRUE(first(ask("hosts.list"), "hosts").is_null());
  const std::int64_t newest = first(ask("events.list"), "events")["id"].int_or();
  fs::remove(marker());
  EXPECT_FALSE(surroundings_.wait(3s) && first(ask("events.list"), "events")["id"].int_or() > newest);
}

}  // namespace
}  // namespace balm::cli
