// What every module function promises: a test run touches nothing and says the truth, and a second run has
// nothing to do.
#include <algorithm>

#include "agent/io/modules/dispatch.h"
#include "tests/io/module_bench.h"

namespace balm::agent {
namespace {

TEST(ModuleDispatch, HasOneActingFunctionForEachRowOfTheTable) {
  std::vector<std::string_view> acting;
  for (const auto& row : modules::dispatch_table()) acting.push_back(row.name);
  EXPECT_EQ(acting, function_names());
}

struct ContractRow {
  const char* name;
  const char* text;
  bool again = false;  // does it anew each time, by its nature
};

constexpr ContractRow kRows[] = {
    {"CmdRun", "x:\n  cmd.run:\n    - name: echo >> @/out\n", true},
    {"CmdRunCreates", "x:\n  cmd.run:\n    - name: touch @/out\n    - creates: @/out\n"},
    {"CmdScript", "x:\n  cmd.script:\n    - content: echo >> @/out\n", true},
    {"AbsentFile", "@/file: file.absent\n"},
    {"AbsentFolder", "@/folder: file.absent\n"},
    {"AbsentNothing", "@/nothing: file.absent\n"},
    {"Append", "@/file:\n  file.append:\n    - text: [one, new]\n"},
    {"AppendToNothing", "@/new/file:\n  file.append:\n    - text: a\n    - makedirs: true\n"},
    {"Prepend", "@/file:\n  file.prepend:\n    - text: new\n"},
    {"PrependHeader", "@/file:\n  file.prepend:\n    - text: two\n    - header: true\n"},
    {"Blockreplace", "@/file:\n  file.blockreplace:\n    - content: new\n    - append_if_not_found: true\n"},
    {"Comment", "@/file:\n  file.comment:\n    - regex: ^two\n"},
    {"Uncomment", "@/file:\n  file.uncomment:\n    - regex: ^four\n"},
    {"Copy", "@/copy:\n  file.copy:\n    - source: @/file\n"},
    {"CopyForced", "@/other:\n  file.copy:\n    - source: @/file\n    - force: true\n"},
    {"CopyFolder", "@/copy:\n  file.copy:\n    - source: @/folder\n"},
    {"Directory", "@/new/er:\n  file.directory:\n    - makedirs: true\n    - mode: '0700'\n"},
    {"DirectoryMode",
     "@/folder:\n  file.directory:\n    - mode: '0700'\n    - file_mode: '0600'\n    - recurse: [mode]\n"},
    {"DirectoryClean", "@/folder:\n  file.directory:\n    - clean: true\n    - exclude_pat: keep*\n"},
    {"DirectoryForced", "@/file:\n  file.directory:\n    - force: true\n"},
    {"Exists", "@/file: file.exists\n"},
    {"Keyvalue", "@/settings:\n  file.keyvalue:\n    - key: a\n    - value: 2\n"},
    {"ManagedNew",
     "@/new/file:\n  file.managed:\n    - contents: a\n    - makedirs: true\n    - mode: '0600'\n"},
    {"ManagedChanged", "@/file:\n  file.managed:\n    - contents: a\n    - backup: .old\n"},
    {"ManagedMode", "@/file:\n  file.managed:\n    - mode: '0600'\n    - replace: false\n"},
    {"ManagedEmpty", "@/empty: file.managed\n"},
    {"ManagedSource", "@/new:\n  file.managed:\n    - source: @/file\n"},
    {"Missing", "@/nothing: file.missing\n"},
    {"RemovedOlder", "@/folder:\n  file.removed_older:\n    - age: 0\n    - pattern: '*.old'\n"},
    {"Rename", "@/moved:\n  file.rename:\n    - source: @/file\n"},
    {"Replace", "@/file:\n  file.replace:\n    - pattern: ^two$\n    - repl: 2\n"},
    {"Symlink", "@/link:\n  file.symlink:\n    - target: @/file\n"},
    {"SymlinkChanged", "@/old_link:\n  file.symlink:\n    - target: @/file\n"},
    {"SymlinkForced", "@/folder:\n  file.symlink:\n    - target: @/file\n    - force: true\n"},
    {"Touch", "@/file: file.touch\n", true},
    {"TouchTimes", "@/file:\n  file.touch:\n    - mtime: 1000000\n"},
    {"TouchNew", "@/new: file.touch\n", true},
    {"ProcessAbsent", "x:\n  process.absent:\n    - pattern: no-such-program-here-[0-9]\n"},
    {"ProcessSignalled", "x:\n  process.signalled:\n    - holding_deleted_under: @\n"},
    {"ServiceDead", "x:\n  service.dead:\n    - start: [sleep, \"300\"]\n"},
    {"TestNop", "x: test.nop\n"},
    {"TestChanges", "x: test.succeed_with_changes\n", true},
};

class ModuleContract : public ModuleBench, public testing::WithParamInterface<ContractRow> {
 protected:
  ModuleContract() {
    write("file", "one\ntwo\nthree\n#four\n");
    write("other", "other\n");
    write("settings", "a = 1\nb = 2\n");
    write("folder/keep.me", "k");
    write("folder/go.old", "g");
    write("folder/deep/go.old", "g");
    std::filesystem::create_symlink("nowhere", path("old_link"));
  }
};

TEST_P(ModuleContract, ATestTouchesNothingAndTellsTheTruth) {
  const auto before = snapshot();
  const StepResult predicted = step(GetParam().text, true);
  EXPECT_EQ(snapshot(), before);
  const StepResult done = step(GetParam().text);
  EXPECT_EQ(done.result, std::optional(true)) << done.comment;
  EXPECT_EQ(predicted.result, done.changed() ? std::nullopt : std::optional(true))
      << predicted.comment << "\n"
      << done.comment;
}

TEST_P(ModuleContract, TheSecondRunHasNothingToDo) {
  EXPECT_EQ(step(GetParam().text).result, std::optional(true));
  const auto before = snapshot();
  const StepResult again = step(GetParam().text);
  EXPECT_EQ(again.result, std::optional(true)) << again.comment;
  EXPECT_EQ(again.changed(), GetParam().again) << again.comment << to_display(again.changes);
  if (GetParam().again) return;
  EXPECT_EQ(snapshot(), before);
}

INSTANTIATE_TEST_SUITE_P(Table, ModuleContract, testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace balm::agent
