// A host on which only one of the agent's two programs was installed.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "common/io/daemon_exit.h"
#include "common/io/key_pair.h"
#include "common/io/program_run.h"
#include "tests/io/temporary_folder.h"

namespace balm {
namespace {

namespace fs = std::filesystem;

class MissingProgram : public testing::Test {
 protected:
  MissingProgram() {
    // The program of these tests stands beside the real one.
    const fs::path real = fs::read_symlink("/proc/self/exe").parent_path() / "balm-agent";
    fs::copy_file(real, folder_ / "balm-agent");
    folder_.file("agent.yaml", "master_key: \"" + KeyPair::generate().public_key + "\"\nstate_dir: " +
                                   (folder_ / "agent") + "\nexecutor_dir: " + (folder_ / "executor") +
                                   "\nchecks_dir: " + (folder_ / "checks.d") + "\n");
  }

  Finished start() {
    ProgramSpec spec;
    spec.argv = {folder_ / "balm-agent", "--config", folder_ / "agent.yaml"};
    auto finished = run(spec, 60s);
    EXPECT_TRUE(finished) << finished.error().message;
    return finished ? *std::move(finished) : Finished{};
  }

  TemporaryFolder folder_;
};

TEST_F(MissingProgram, OfTheNetworkIsNamedAndNotStartedAgain) {
  const Finished end = start();
  EXPECT_EQ(end.exit_code, kExitConfig) << end.error;
  EXPECT_NE(end.error.find("cannot run " + (folder_ / "balm-agent-network")), std::string::npos) << end.error;
  EXPECT_NE(end.error.find("No such file"), std::string::npos) << end.error;
  EXPECT_NE(end.error.find("try: install it beside balm-agent"), std::string::npos) << end.error;
}

TEST_F(MissingProgram, ThatMayNotBeExecutedIsAFaultToo) {
  folder_.file("balm-agent-network", "", 0644);
  const Finished end = start();
  EXPECT_EQ(end.exit_code, kExitConfig) << end.error;
  EXPECT_NE(end.error.find("Permission denied"), std::string::npos) << end.error;
}

}  // namespace
}  // namespace balm
