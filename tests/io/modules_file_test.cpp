#include <fcntl.h>
#include <unistd.h>

#include "tests/io/module_bench.h"

namespace balm::agent {
namespace {

using ModulesFile = ModuleBench;

TEST_F(ModulesFile, ManagedWritesContentAndMode) {
  EXPECT_EQ(shown(step("@/a:\n  file.managed:\n    - contents: hello\n    - mode: '0640'\n")),
            "true changed: File " + path("a") + " updated");
  EXPECT_EQ(read("a"), "hello\n");
  EXPECT_EQ(mode("a"), 0640u);
}

TEST_F(ModulesFile, ManagedShowsTheDifference) {
  write("a", "one\ntwo\n");
  const StepResult result = step("@/a:\n  file.managed:\n    - contents: [one, 2]\n");
  EXPECT_EQ(result.changes["diff"].string_or(), "--- \n+++ \n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
  write("b", std::string("\0x", 2));
  EXPECT_EQ(step("@/b:\n  file.managed:\n    - contents: a\n").changes["diff"].string_or(),
            "Replace binary file");
}

TEST_F(ModulesFile, ManagedKeepsModeOfWhatItReplaces) {
  write("a", "x\n");
  ::chmod(path("a").c_str(), 0600);
  step("@/a:\n  file.managed:\n    - contents: y\n");
  EXPECT_EQ(mode("a"), 0600u);
}

TEST_F(ModulesFile, ManagedNeverFollowsALink) {
  write("target", "precious\n");
  std::filesystem::create_symlink(path("target"), path("link"));
  EXPECT_EQ(step("@/link:\n  file.managed:\n    - contents: y\n").result, std::optional(false));
  EXPECT_EQ(step("@/link:\n  file.append:\n    - text: y\n").result, std::optional(false));
  EXPECT_EQ(step("@/link: file.touch\n").result, std::optional(false));
  EXPECT_EQ(read("target"), "precious\n");
}

TEST_F(ModulesFile, ManagedChecksTheDraftFirst) {
  write("a", "good\n");
  const std::string text = "@/a:\n  file.managed:\n    - contents: bad\n    - check_cmd: grep -q good\n";
  const StepResult result = step(text);
  EXPECT_EQ(result.result, std::optional(false));
  EXPECT_TRUE(result.comment.starts_with("check_cmd execution failed"));
  EXPECT_EQ(read("a"), "good\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);  // no draft is left
}

TEST_F(ModulesFile, ManagedHandsItsCheckOneWord) {
  write("it's a; touch b", "");
  const StepResult result = step(
      "\"@/it's a; touch b\":\n  file.managed:\n    - contents: good\n"
      "    - check_cmd: grep -q good\n");
  EXPECT_EQ(result.result, std::optional(true)) << result.comment;
  EXPECT_EQ(read("it's a; touch b"), "good\n");
}

// Only asked, never done: a fault here must not remove the host of the tests.
TEST_F(ModulesFile, TheWholeHostIsNeverMeant) {
  for (const char* const root : {"/", "//", "/.", "/tmp/..", "/./usr/.."}) {
    EXPECT_EQ(step("x:\n  file.absent:\n    - name: " + std::string(root) + "\n", true).comment,
              "Refusing to make \"/\" absent")
        << root;
    EXPECT_EQ(
        step("x:\n  file.removed_older:\n    - name: " + std::string(root) + "\n    - age: 9999d\n", true)
            .comment,
        "will not clean up the whole host")
        << root;
    EXPECT_EQ(step("x:\n  file.directory:\n    - name: " + std::string(root) + "\n    - clean: true\n", true)
                  .comment,
              "will not clean up the whole host")
        << root;
  }
  EXPECT_TRUE(step("x:\n  file.absent:\n    - name: @/a/../b\n", true).result.value_or(false));
}

TEST_F(ModulesFile, AFolderIsNotCopiedOverItself) {
  write("a/b/c", "precious\n");
  for (const char* const pair : {"@/a @/a", "@/a/ @/a", "@/a @/a/b/d", "@/a/b @/a", "@/a/../a/b @/a/b"}) {
    const std::string text(pair);
    const StepResult result =
        step("x:\n  file.copy:\n    - source: " + text.substr(0, text.find(' ')) +
             "\n    - name: " + text.substr(text.find(' ') + 1) + "\n    - force: true\n");
    EXPECT_EQ(result.result, std::optional(false)) << pair << result.comment;
    EXPECT_EQ(read("a/b/c"), "precious\n") << pair;
  }
  EXPECT_EQ(step("x:\n  file.copy:\n    - source: @/a\n    - name: @/ab\n").result, std::optional(true));
  EXPECT_EQ(read("ab/b/c"), "precious\n");
}

TEST_F(ModulesFile, ManagedBacksUp) {
  write("a", "old\n");
  step("@/a:\n  file.managed:\n    - contents: new\n    - backup: .old\n");
  EXPECT_EQ(read("a.old"), "old\n");
}

TEST_F(ModulesFile, ManagedWhatCannotBe) {
  write("folder/x", "");
  const auto comment = [&](const std::string& text) {
    const StepResult result = step(text);
    EXPECT_EQ(result.result, std::optional(false)) << text;
    EXPECT_FALSE(result.changed());
    return result.comment;
  };
  EXPECT_EQ(comment("a:\n  file.managed:\n    - contents: x\n"), "Specified file a is not an absolute path");
  EXPECT_EQ(comment("@/folder:\n  file.managed:\n    - contents: x\n"),
            "Specified target " + path("folder") + " is a directory");
  EXPECT_EQ(comment("@/no/a:\n  file.managed:\n    - contents: x\n"), "Parent directory not present");
  EXPECT_EQ(comment("@/a:\n  file.managed:\n    - source: @/gone\n"),
            "Local file source " + path("gone") + " does not exist");
  EXPECT_EQ(comment("@/a:\n  file.managed:\n    - source: @/folder/x\n    - source_hash: " +
                    std::string(64, 'a') + "\n")
                .substr(0, 29),
            "Specified sha256 checksum for");
  EXPECT_EQ(comment("@/a:\n  file.managed:\n    - contents: x\n    - user: nobody-here\n"),
            "User nobody-here is not available");
}

TEST_F(ModulesFile, AppendIsSalts) {
  write("a", "");
  EXPECT_EQ(shown(step("@/a:\n  file.append:\n    - text: |\n        x\n        y\n")),
            "true changed: Appended 2 lines");
  EXPECT_EQ(shown(step("@/a:\n  file.append:\n    - text: y\n")),
            "true: File " + path("a") + " is in correct state");
  EXPECT_EQ(shown(step("@/no/a:\n  file.append:\n    - text: y\n")),
            "false: " + path("no/a") + ": file not found");
}

TEST_F(ModulesFile, ReplaceKeepsABackup) {
  write("a", "x=1\n");
  EXPECT_EQ(shown(step("@/a:\n  file.replace:\n    - pattern: ^x=.*$\n    - repl: x=2\n")),
            "true changed: Changes were made");
  EXPECT_EQ(read("a"), "x=2\n");
  EXPECT_EQ(read("a.bak"), "x=1\n");
  EXPECT_EQ(
      shown(step("@/b:\n  file.replace:\n    - pattern: a\n    - repl: b\n    - ignore_if_missing: true\n")),
      "true: No changes needed to be made");
  EXPECT_EQ(step("@/a:\n  file.replace:\n    - pattern: (\n    - repl: b\n").result, std::optional(false));
}

TEST_F(ModulesFile, AbsentRemovesLinksNotTargets) {
  write("folder/x", "");
  std::filesystem::create_symlink(path("folder"), path("link"));
  EXPECT_EQ(shown(step("@/link: file.absent\n")), "true changed: Removed file " + path("link"));
  EXPECT_TRUE(exists("folder/x"));
  EXPECT_EQ(shown(step("@/folder: file.absent\n")), "true changed: Removed directory " + path("folder"));
  EXPECT_EQ(step("/: file.absent\n").comment, "Refusing to make \"/\" absent");
  EXPECT_EQ(step("x:\n  file.absent:\n    - name: //\n").result, std::optional(false));
}

TEST_F(ModulesFile, SymlinksAreNotForcedUnasked) {
  write("a", "");
  EXPECT_EQ(shown(step("@/a:\n  file.symlink:\n    - target: b\n")),
            "false: File exists where the symlink " + path("a") + " should be");
  const StepResult forced =
      step("@/a:\n  file.symlink:\n    - target: b\n    - force: true\n    - backupname: a.old\n");
  EXPECT_EQ(forced.result, std::optional(true)) << forced.comment;
  EXPECT_EQ(std::filesystem::read_symlink(path("a")), "b");
  EXPECT_TRUE(exists("a.old"));
}

TEST_F(ModulesFile, CleanKeepsWhatRequiredStepsMade) {
  write("d/mine", "");
  write("d/stray", "");
  const auto results =
      run("@/d/mine:\n  file.managed:\n    - contents: x\n@/d:\n  file.directory:\n    - clean: true\n"
          "    - require:\n      - file: @/d/mine\n");
  EXPECT_EQ(results.at(1).comment, "Files cleaned from directory " + path("d"));
  EXPECT_TRUE(exists("d/mine"));
  EXPECT_FALSE(exists("d/stray"));
}

TEST_F(ModulesFile, RemovedOlderSparesTheYoungAndTheLinked) {
  write("d/old", "x");
  write("d/young", "x");
  write("outside/old", "x");
  std::filesystem::create_directory_symlink(path("outside"), path("d/link"));
  std::filesystem::create_symlink(path("outside/old"), path("d/file_link"));
  const timespec past[2] = {{1000, 0}, {1000, 0}};
  ::utimensat(AT_FDCWD, path("d/old").c_str(), past, 0);
  ::utimensat(AT_FDCWD, path("outside/old").c_str(), past, 0);
  const StepResult result = step("x:\n  file.removed_older:\n    - path: @/d\n    - age: 1d\n");
  EXPECT_EQ(result.comment, "Removed 1 files older than 1d below " + path("d"));
  EXPECT_FALSE(exists("d/old"));
  EXPECT_TRUE(exists("d/young") && exists("outside/old") && exists("d/link"));
  EXPECT_EQ(step("x:\n  file.removed_older:\n    - path: /\n    - age: 1d\n").result, std::optional(false));
}

TEST_F(ModulesFile, OwnersAreChangedByRootOnly) {
  write("a", "x\n");
  const StepResult result = step("@/a:\n  file.managed:\n    - user: daemon\n    - replace: false\n");
  EXPECT_EQ(result.result, std::optional(::geteuid() == 0)) << result.comment;
  if (::geteuid() != 0) return;
  EXPECT_EQ(to_display(result.changes), "{\"user\":\"daemon\"}");
  step("@/a:\n  file.append:\n    - text: y\n");
  struct stat info {};
  ::stat(path("a").c_str(), &info);
  EXPECT_NE(info.st_uid, 0u) << "an edit must not take the file from its owner";
}

}  // namespace
}  // namespace balm::agent
