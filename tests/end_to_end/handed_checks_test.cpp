// A check that only the master knows, run by real daemons: it reaches the host, outlives a restart of the
// host while the master is away, gives way to a file of the host, and goes when the master takes it back.
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/end_to_end/on_playground.h"

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

class HandedChecks : public OnPlayground {
 protected:
  void SetUp() override {
    OnPlayground::SetUp();
    ASSERT_FALSE(HasFatalFailure());
    for (const char* const part : {"checks.d", "own.d", "rules.d", "states"})
      fs::create_directories(folder_ + "/" + part);
    write("marker", "there");
    write("checks.d/marker.yaml", marker_check());
    Playground::Options options{folder_ + "/checks.d", folder_ + "/rules.d", folder_ + "/states",
                                folder_ + "/rules.d", "demo"};
    options.agent_checks_dir = folder_ + "/own.d";
    const auto started = playground_->start(options, surroundings_);
    ASSERT_TRUE(started.ok()) << started.error().message;
  }

  std::string marker_check() const {
    return "checks:\n  marker: { hosts: demo, run: \"test -e " + folder_ +
           "/marker || exit 2\", every: 300ms, confirm: { fail: 2, ok: 1 } }\n";
  }
  Value check() { return first(ask("checks.list"), "checks"); }
  bool runs_as(const std::string& by, const std::string& status) {
    return reaches([&] {
      const Value row = check();
      return row["origin"]["by"].string_or() == by && row["status"].string_or() == status;
    });
  }
};

TEST_F(HandedChecks, RunOnWithoutTheMasterEvenAfterARestart) {
  ASSERT_TRUE(runs_as("master", "ok")) << playground_->log_tail("balm-agent");
  EXPECT_NE(check()["origin"]["file"].string_or().find("marker.yaml"), std::string::npos);
  playground_->kill_master();
  ASSERT_TRUE(playground_->crash_agent().ok());
  fs::remove(folder_ + "/marker");
  const auto spool_grows = [&] {
    for (const auto& file : fs::recursive_directory_iterator(folder_ + "/agent/spool")) {
      if (!file.is_regular_file()) continue;
      std::ifstream in(file.path());
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      if (text.find("\"critical\"") != std::string::npos) return true;
    }
    return false;
  };
  EXPECT_TRUE(reaches(spool_grows)) << "nobody looked while the master was away\n"
                                    << playground_->log_tail("balm-agent");
  ASSERT_TRUE(playground_->start_master(surroundings_).ok());
  EXPECT_TRUE(runs_as("master", "critical"));
}

TEST_F(HandedChecks, GiveWayToAFileOfTheHostAndGoWhenTakenBack) {
  ASSERT_TRUE(runs_as("master", "ok"));
  write("own.d/marker.yaml", "checks:\n  marker: { run: [\"true\"], every: 300ms }\n");
  ASSERT_TRUE(runs_as("host", "ok"));
  EXPECT_TRUE(reaches([&] { return !check()["issue"].is_null(); }));
  write("own.d/marker.yaml", "allow_empty: true\n");
  ASSERT_TRUE(runs_as("master", "ok"));
  EXPECT_TRUE(reaches([&] { return check()["issue"].is_null(); }));
  write("checks.d/marker.yaml", "checks:\n  marker: { hosts: demo, runn: x }\n");
  EXPECT_TRUE(reaches([&] { return !ask("status")["config"]["ok"].bool_or(true); }));
  fs::remove(folder_ + "/marker");
  EXPECT_TRUE(runs_as("master", "critical")) << "the last good checks go on";
  write("checks.d/marker.yaml", "allow_empty: true\n");
  EXPECT_TRUE(reaches([&] { return check().is_null() || !check()["known"].bool_or(); }))
      << to_display(check());
}

}  // namespace
}  // namespace balm::cli
