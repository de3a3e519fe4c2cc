#include <unistd.h>

#include "tests/io/module_bench.h"

namespace balm::agent {
namespace {

using ModulesCommand = ModuleBench;

TEST_F(ModulesCommand, RunIsSalts) {
  const StepResult result = step("echo \"hi\"; echo no >&2; exit 3: cmd.run\n");
  EXPECT_EQ(shown(result), "false changed: Command \"echo \"hi\"; echo no >&2; exit 3\" run");
  EXPECT_EQ(to_display(result.changes), "{\"retcode\":3,\"stderr\":\"no\",\"stdout\":\"hi\"}");
}

TEST_F(ModulesCommand, ArgvHasNoShell) {
  const StepResult result = step("x:\n  cmd.run:\n    - argv: [echo, $HOME, a b]\n");
  EXPECT_EQ(result.comment, "Command \"echo '$HOME' 'a b'\" run");
  EXPECT_EQ(result.changes["stdout"].string_or(), "$HOME a b");
}

TEST_F(ModulesCommand, SettingsReachTheProgram) {
  EXPECT_EQ(step("pwd:\n  cmd.run:\n    - cwd: @\n").changes["stdout"].string_or(), folder);
  EXPECT_EQ(step("echo $A-$B:\n  cmd.run:\n    - env:\n      - A: 1\n      - B: x y\n")
                .changes["stdout"]
                .string_or(),
            "1-x y");
  EXPECT_EQ(step("umask:\n  cmd.run:\n    - umask: '077'\n").changes["stdout"].string_or(), "0077");
  EXPECT_EQ(step("cat:\n  cmd.run:\n    - stdin: hello\n").changes["stdout"].string_or(), "hello");
  EXPECT_EQ(step("cat: cmd.run\n").changes["stdout"].string_or(), "");
  EXPECT_EQ(step("echo secret:\n  cmd.run:\n    - hide_output: true\n").changes["stdout"].string_or(),
            "(hidden)");
  EXPECT_EQ(step("exit 7:\n  cmd.run:\n    - success_retcodes: [7]\n").result, std::optional(true));
}

TEST_F(ModulesCommand, TheEnvironmentIsClean) {
  ::setenv("BALM_TEST_LEAK", "leak", 1);
  EXPECT_EQ(step("echo \"[$BALM_TEST_LEAK]\": cmd.run\n").changes["stdout"].string_or(), "[]");
}

TEST_F(ModulesCommand, WhatCannotRunFails) {
  EXPECT_EQ(shown(step("x:\n  cmd.run:\n    - cwd: @/gone\n")),
            "false: Desired working directory \"" + path("gone") + "\" is not available");
  EXPECT_EQ(shown(step("x:\n  cmd.run:\n    - as: nobody-here\n")),
            "false: User 'nobody-here' is not available");
  EXPECT_EQ(step("x:\n  cmd.run:\n    - argv: [/no/such/program]\n").result, std::optional(false));
  EXPECT_EQ(step("asdf-not-there: cmd.run\n").changes["retcode"].int_or(), 127);
}

TEST_F(ModulesCommand, TimeEndsIt) {
  const StepResult result = step("sleep 300:\n  cmd.run:\n    - timeout: 100ms\n");
  EXPECT_EQ(result.result, std::optional(false));
  EXPECT_NE(result.comment.find("timed out"), std::string::npos) << result.comment;
  EXPECT_EQ(step("sleep 300:\n  cmd.run:\n    - timeout: 100ms\n    - ignore_timeout: true\n").result,
            std::optional(true));
}

TEST_F(ModulesCommand, AsRunsAsAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  EXPECT_EQ(step("id -un:\n  cmd.run:\n    - as: daemon\n").changes["stdout"].string_or(), "daemon");
  EXPECT_EQ(step("id -un:\n  cmd.run:\n    - runas: daemon\n").changes["stdout"].string_or(), "daemon");
  EXPECT_EQ(
      step("x:\n  cmd.script:\n    - content: id -un\n    - as: daemon\n").changes["stdout"].string_or(),
      "daemon");
}

TEST_F(ModulesCommand, ScriptsFromFilesAndTexts) {
  write("s", "#!/bin/sh\necho \"$# $1\"\n");
  EXPECT_EQ(step("@/s:\n  cmd.script:\n    - args: a 'b c'\n").changes["stdout"].string_or(), "2 a");
  EXPECT_EQ(
      step("x:\n  cmd.script:\n    - source: @/s\n    - args: [a b, c]\n").changes["stdout"].string_or(),
      "2 a b");
  EXPECT_EQ(step("x:\n  cmd.script:\n    - content: exit 4\n").changes["retcode"].int_or(), 4);
  EXPECT_EQ(step("x:\n  cmd.script:\n    - source: @/gone\n").result, std::optional(false));
}

TEST_F(ModulesCommand, WaitRunsOnlyWhenWatchedChanged) {
  EXPECT_EQ(shown(step("echo x: cmd.wait\n")), "true: ");
  const auto results = run("a: test.succeed_with_changes\necho x:\n  cmd.wait:\n    - watch: [a]\n");
  EXPECT_EQ(results.at(1).changes["stdout"].string_or(), "x");
}

TEST_F(ModulesCommand, ConditionsRunInTheStepsSurroundings) {
  write("here", "");
  EXPECT_EQ(step("echo x:\n  cmd.run:\n    - cwd: @\n    - unless: test -e here\n").comment,
            "unless condition is true");
  EXPECT_EQ(step("echo x:\n  cmd.run:\n    - onlyif:\n      - fun: file.file_exists\n        path: @/here\n")
                .changed(),
            true);
  EXPECT_EQ(
      step("echo x:\n  cmd.run:\n    - onlyif:\n      - fun: file.directory_exists\n        path: @/here\n")
          .changed(),
      false);
}

// A step may start something that is to stay.
TEST_F(ModulesCommand, WhatItLeavesInTheBackgroundStays) {
  const StepResult result = step("sleep 300 >/dev/null 2>&1 & echo $!: cmd.run\n");
  const pid_t pid = static_cast<pid_t>(std::stol(result.changes["stdout"].string_or("0")));
  ASSERT_GT(pid, 1);
  EXPECT_EQ(::kill(pid, 0), 0);
  ::kill(pid, SIGKILL);
}

}  // namespace
}  // namespace balm::agent
