#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/io/modules/service_record.h"
#include "agent/io/process_list.h"
#include "tests/io/module_bench.h"

namespace balm::agent {
namespace {

class ModulesService : public ModuleBench {
 protected:
  ~ModulesService() override {
    for (const auto& entry : records().processes_of("demo")) {
      ::kill(entry.pid, SIGKILL);
      ::waitpid(entry.pid, nullptr, 0);
    }
  }

  modules::ServiceRecords records() const { return modules::ServiceRecords(settings.service_folder); }

  void make_program(const std::string& name, const std::string& text) const {
    write(name, "#!/bin/sh\n" + text);
    ::chmod(path(name).c_str(), 0755);
  }

  // A program of two processes, like nginx: a master and a worker that lives on without it.
  std::string state(const std::string& function) const {
    return "demo:\n  service." + function +
           ":\n    - start: [sh, -c, 'sleep 300 & echo $! > worker; wait']\n    - cwd: @\n    - settle: "
           "100ms\n    - grace: 2s\n";
  }

  pid_t worker() const { return static_cast<pid_t>(std::stol("0" + read("worker"))); }
  static bool lives(pid_t pid) { return find_process(pid).has_value(); }

  std::map<std::string, std::string> calls() const { return {{"calls", read("calls")}}; }
};

TEST_F(ModulesService, StartsOnceAndStops) {
  const std::string text = state("running");
  EXPECT_EQ(shown(step(text, true)), "null changed: Service demo is set to start (command)");
  EXPECT_FALSE(exists(".services"));
  const StepResult started = step(text);
  EXPECT_EQ(started.result, std::optional(true)) << started.comment;
  EXPECT_TRUE(started.comment.starts_with("Started service demo (command), pid ")) << started.comment;
  EXPECT_TRUE(step(text).comment.starts_with("The service demo is already running (command), pid "));
  const pid_t first = worker();
  EXPECT_TRUE(lives(first));
  EXPECT_EQ(shown(step(state("dead").substr(0, state("dead").find("    - cwd")))),
            "true changed: Stopped service demo (command)");
  EXPECT_FALSE(lives(first));
}

TEST_F(ModulesService, ARestartEndsTheWorkersOfADeadMaster) {
  ASSERT_EQ(step(state("running")).result, std::optional(true));
  const auto record = records().find("demo");
  ASSERT_TRUE(record.has_value());
  const pid_t orphan = worker();
  ::kill(record->pid, SIGKILL);
  ::waitpid(record->pid, nullptr, 0);
  EXPECT_TRUE(lives(orphan));
  const StepResult restarted = step(state("restarted"));
  EXPECT_EQ(restarted.result, std::optional(true)) << restarted.comment;
  EXPECT_FALSE(lives(orphan)) << "it would hold the port";
  EXPECT_TRUE(lives(worker()));
  EXPECT_NE(records().find("demo")->pid, record->pid);
}

// Programs that set their title overwrite their environment; the session still tells.
TEST_F(ModulesService, FindsWhatCarriesNoMark) {
  const std::string text =
      "demo:\n  service.running:\n    - start: [sh, -c, 'env -i sleep 300 & echo $! > worker; exec env -i "
      "sleep 301']\n"
      "    - cwd: @\n    - settle: 200ms\n";
  ASSERT_EQ(step(text).result, std::optional(true));
  ::kill(records().find("demo")->pid, SIGKILL);
  ::waitpid(records().find("demo")->pid, nullptr, 0);
  const auto left = records().processes_of("demo");
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].pid, worker());
}

TEST_F(ModulesService, ADaemonIsKnownByItsPidfile) {
  const std::string text =
      "demo:\n  service.running:\n    - start: [sh, -c, 'sleep 300 & echo $! > pid']\n    - pidfile: @/pid\n"
      "    - cwd: @\n    - settle: 50ms\n";
  const StepResult started = step(text);
  EXPECT_EQ(started.result, std::optional(true)) << started.comment;
  const auto pid = static_cast<pid_t>(std::stol(read("pid")));
  EXPECT_EQ(records().find("demo")->pid, pid);
  EXPECT_FALSE(step(text).changed());
  ::kill(pid, SIGKILL);
  for (int i = 0; i < 500 && lives(pid); ++i) ::poll(nullptr, 0, 10);
  EXPECT_TRUE(step(text).changed());
}

TEST_F(ModulesService, AnOldPidfileNamesNobody) {
  const pid_t stranger = ::fork();
  if (stranger == 0) {
    ::execlp("sleep", "sleep", "300", nullptr);
    ::_exit(127);
  }
  write("pid", std::to_string(stranger) + "\n");
  const timespec past[2] = {{1000, 0}, {1000, 0}};
  ::utimensat(AT_FDCWD, path("pid").c_str(), past, 0);
  EXPECT_EQ(shown(step("demo:\n  service.dead:\n    - start: [other]\n    - pidfile: @/pid\n")),
            "true: The service demo is already dead (command)");
  EXPECT_TRUE(lives(stranger));
  ::kill(stranger, SIGKILL);
  ::waitpid(stranger, nullptr, 0);
}

TEST_F(ModulesService, WhatEndsAtOnceHasFailedAndSaysWhy) {
  const StepResult result = step(
      "demo:\n  service.running:\n    - start: [sh, -c, 'echo port is taken >&2; exit 1']\n    - settle: "
      "5s\n");
  EXPECT_EQ(shown(result), "false: Service demo ended at once: exit code 1: port is taken (command)");
}

TEST_F(ModulesService, ACheckDecidesWhetherItRuns) {
  const std::string text =
      "demo:\n  service.running:\n    - start: [sh, -c, 'touch up; exec sleep 300']\n    - check: [test, -e, "
      "@/up]\n"
      "    - cwd: @\n    - settle: 10ms\n";
  EXPECT_EQ(step(text).result, std::optional(true));
  EXPECT_FALSE(step(text).changed());
  std::filesystem::remove(path("up"));
  EXPECT_EQ(step(text, true).result, std::nullopt);
}

TEST_F(ModulesService, ReloadsByHupOrCommand) {
  const std::string start =
      "    - start: [sh, -c, \"trap 'touch hup' HUP; touch ready; while :; do sleep 0.05; done\"]\n";
  ASSERT_EQ(step("demo:\n  service.running:\n    - cwd: @\n    - settle: 200ms\n" + start).result,
            std::optional(true));
  for (int i = 0; i < 500 && !exists("ready"); ++i) ::poll(nullptr, 0, 10);
  EXPECT_EQ(step("demo:\n  service.reloaded:\n" + start).result, std::optional(true));
  for (int i = 0; i < 500 && !exists("hup"); ++i) ::poll(nullptr, 0, 10);
  EXPECT_TRUE(exists("hup"));
  EXPECT_EQ(step("demo:\n  service.reloaded:\n    - reload_with: [touch, @/again]\n" + start).result,
            std::optional(true));
  EXPECT_TRUE(exists("again"));
  EXPECT_EQ(step("other:\n  service.reloaded:\n" + start).result, std::optional(false));
}

TEST_F(ModulesService, AWatchRestartsARunningService) {
  ASSERT_EQ(step(state("running")).result, std::optional(true));
  const pid_t before = records().find("demo")->pid;
  const auto results = run("conf: test.succeed_with_changes\n" + state("running") + "    - watch: [conf]\n");
  EXPECT_TRUE(results.at(1).changed()) << results.at(1).comment;
  EXPECT_NE(records().find("demo")->pid, before);
}

TEST_F(ModulesService, SystemdIsAskedThroughSystemctl) {
  make_program("bin/systemctl",
               "echo \"$@\" >> " + path("calls") + "\ncase $1 in\nshow) echo LoadState=$(cat " +
                   path("load") + "); echo ActiveState=$(cat " + path("active") +
                   ");\n echo UnitFileState=disabled; echo MainPID=42;;\nstart|restart) echo active > " +
                   path("active") + ";;\nstop) echo inactive > " + path("active") + ";;\nenable) ;;\nesac\n");
  settings.environment["PATH"] = path("bin") + ":" + settings.environment["PATH"];
  write("load", "loaded");
  write("active", "inactive");
  const std::string text = "web:\n  service.running:\n    - provider: systemd\n";
  EXPECT_EQ(shown(step(text, true)), "null changed: Service web is set to start (systemd)");
  EXPECT_EQ(shown(step(text)), "true changed: Started service web (systemd), pid 42");
  EXPECT_EQ(shown(step(text)), "true: The service web is already running (systemd), pid 42");
  EXPECT_NE(read("calls").find("start -- web\n"), std::string::npos);
  EXPECT_EQ(step("web:\n  service.enabled:\n    - provider: systemd\n").changed(), true);
  EXPECT_EQ(shown(step("web:\n  service.disabled:\n    - provider: systemd\n")),
            "true: Service web is already disabled, and is in the desired state (systemd)");
  write("load", "not-found");
  EXPECT_EQ(shown(step(text)), "false: The named service web is not available (systemd)");
  EXPECT_EQ(step("web:\n  service.dead:\n    - provider: systemd\n").result, std::optional(true));
}

TEST_F(ModulesService, SysvIsAskedThroughService) {
  make_program("bin/service", "echo \"$@\" >> " + path("calls") + "\ncase $2 in\nstatus) test -e " +
                                  path("up") + ";;\nstart|restart) touch " + path("up") + ";;\nstop) rm " +
                                  path("up") + ";;\nesac\n");
  settings.environment["PATH"] = path("bin") + ":" + settings.environment["PATH"];
  settings.init_folder = path("init.d");
  make_program("init.d/web", "");
  EXPECT_EQ(shown(step("web:\n  service.restarted:\n    - provider: sysv\n")),
            "true changed: Restarted service web (sysv)");
  EXPECT_EQ(shown(step("web:\n  service.dead:\n    - provider: sysv\n")),
            "true changed: Stopped service web (sysv)");
  EXPECT_EQ(read("calls"), "web status\nweb restart\nweb status\nweb status\nweb stop\nweb status\n");
  EXPECT_EQ(shown(step("gone:\n  service.running:\n    - provider: sysv\n")),
            "false: The named service gone is not available (sysv)");
}

TEST_F(ModulesService, AnUnknownProviderIsRefused) {
  EXPECT_EQ(step("x:\n  service.running:\n    - provider: upstart\n").result, std::optional(false));
}

TEST_F(ModulesService, NamesDoNotBecomePaths) {
  EXPECT_EQ(records().log_path("../../etc/x").find(".."), std::string::npos);
  EXPECT_EQ(records().log_path("nginx"), settings.service_folder + "/nginx.log");
}

TEST_F(ModulesService, ADamagedRecordIsNoRecord) {
  for (const char* text : {"", "{", "[]", "{\"service\":\"demo\",\"pid\":1,\"group\":1,\"session\":1}"}) {
    write(".services/demo.json", text);
    EXPECT_FALSE(records().find("demo").has_value()) << text;
  }
}

}  // namespace
}  // namespace balm::agent
