// Rows P1 to P8 of the bad inputs (check output), as far as they concern the process runner.
#include "common/io/subprocess.h"

#include <thread>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include "common/io/program_run.h"
#include "common/io/system_clock.h"
#include "tests/io/temporary_folder.h"

namespace balm {
namespace {

ProgramSpec shell(const std::string& script) {
  ProgramSpec spec;
  spec.argv = {"/bin/sh", "-c", script};
  return spec;
}

Finished must(const ProgramSpec& spec, Duration timeout = 60s) {
  auto finished = run(spec, timeout);
  EXPECT_TRUE(finished.ok()) << (finished.ok() ? "" : finished.error().message);
  return finished.ok() ? *finished : Finished{};
}

bool lives(const std::string& pid) {
  return ::kill(std::stoi(pid), 0) == 0;
}

// Waits for a process that is not ours to disappear (init or a subreaper has to collect it).
bool disappears(const std::string& pid) {
  for (const Instant end = system_now().instant + 20s; system_now().instant < end;
       std::this_thread::yield()) {
    std::ifstream stat("/proc/" + pid + "/stat");
    std::string text;
    std::getline(stat, text);
    if (text.empty() || text.find(") Z ") != std::string::npos) return true;
  }
  return false;
}

TEST(Subprocess, ExitCodes) {
  for (const int code : {0, 1, 2, 3, 4, 126, 127, 255}) {
    const Finished finished = must(shell("exit " + std::to_string(code)));
    EXPECT_EQ(finished.exit_code, code);
    EXPECT_EQ(nagios::meaning_of(finished.end()).status,
              code <= 3 ? static_cast<Status>(code) : Status::Unknown);
  }
}

TEST(Subprocess, Signals) {
  const Finished finished = must(shell("kill -SEGV $$"));
  EXPECT_EQ(finished.exit_code, -1);
  EXPECT_EQ(finished.signal, SIGSEGV);
  EXPECT_EQ(finished.describe(), "ended by signal SEGV");
  EXPECT_EQ(nagios::meaning_of(finished.end()).status, Status::Unknown);
}

TEST(Subprocess, StreamsApartAndMerged) {
  ProgramSpec spec = shell("echo out; echo err >&2");
  const Finished apart = must(spec);
  EXPECT_EQ(apart.output, "out\n");
  EXPECT_EQ(apart.error, "err\n");
  spec.streams = ProgramSpec::Streams::Merged;
  const Finished merged = must(spec);
  EXPECT_EQ(merged.output, "out\nerr\n");
  EXPECT_EQ(merged.error, "");
}

TEST(Subprocess, NoShellBetween) {
  ProgramSpec spec;
  spec.argv = {"printf", "%s|", "a b", "$HOME", "`id`", "*"};
  EXPECT_EQ(must(spec).output, "a b|$HOME|`id`|*|");
}

TEST(Subprocess, InputIsEmptyOrGiven) {
  ProgramSpec spec;
  spec.argv = {"cat"};
  EXPECT_EQ(must(spec).output, "");
  spec.input = std::string(300'000, 'x') + "end";
  const Finished finished = must(spec);
  EXPECT_TRUE(finished.output.ends_with("end"));
  EXPECT_EQ(finished.dropped_bytes, 300'003 - limits::kOutputHeadBytes - limits::kOutputTailBytes);
}

TEST(Subprocess, ThereIsNoTerminalToAskForAPassword) {
  EXPECT_EQ(must(shell("( : < /dev/tty ) 2>/dev/null && echo terminal || echo none")).output, "none\n");
}

TEST(Subprocess, TheEnvironmentIsTheGivenOne) {
  ::setenv("BALM_TEST_SECRET", "leaked", 1);
  ProgramSpec spec;
  spec.argv = {"/usr/bin/env"};
  spec.environment = {{"A", "1"}, {"B", "x=y z"}};
  EXPECT_EQ(must(spec).output, "A=1\nB=x=y z\n");
  spec.environment = scrubbed_environment();
  EXPECT_EQ(must(spec).output.find("SECRET"), std::string::npos);
  ::unsetenv("BALM_TEST_SECRET");
}

TEST(Subprocess, NoDescriptorIsInherited) {
  const UniqueFd careless(::dup(0));  // without close-on-exec
  EXPECT_EQ(must(shell("ls /proc/$$/fd")).output, "0\n1\n2\n");
}

TEST(Subprocess, SignalsAreAtTheirDefaults) {
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  const std::string output = must(shell("grep -E 'Sig(Ign|Blk)' /proc/self/status")).output;
  ::signal(SIGPIPE, before);
  EXPECT_EQ(output, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST(Subprocess, ExitStatusesSurviveAnIgnoredSigchld) {
  ::signal(SIGCHLD, SIG_IGN);
  EXPECT_EQ(must(shell("exit 3")).exit_code, 3);
  ::signal(SIGCHLD, SIG_DFL);
}

TEST(Subprocess, OwnSessionFolderUmaskAndLimits) {
  const TemporaryFolder folder;
  ProgramSpec spec = shell(
      "pwd; umask; ulimit -n; ulimit -c; read pid name state parent group session rest < /proc/$$/stat;"
      "[ $pid = $group ] && [ $pid = $session ] && echo own");
  spec.directory = std::filesystem::canonical(folder.path());
  spec.umask = 077;
  spec.limits = {{RLIMIT_NOFILE, 64}, {RLIMIT_CORE, 0}};
  EXPECT_EQ(must(spec).output, spec.directory + "\n0077\n64\n0\nown\n");
}

TEST(Subprocess, RunsAsAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  const auto nobody = find_account("nobody");
  ASSERT_TRUE(nobody.ok());
  ProgramSpec spec = shell("id -un; id -Gn");
  spec.account = *nobody;
  EXPECT_EQ(must(spec).output, "nobody\nnogroup\n");
  EXPECT_EQ(find_account("no_such_user_here").error().kind, Error::Kind::NotFound);
}

TEST(Subprocess, WhyAProgramDoesNotStart) {
  const TemporaryFolder folder;
  const auto reason = [](std::vector<std::string> argv, const std::string& directory = "/") {
    ProgramSpec spec;
    spec.argv = std::move(argv);
    spec.directory = directory;
    auto finished = run(spec, 60s);
    EXPECT_FALSE(finished.ok());
    return finished.ok() ? Error{} : finished.error();
  };
  EXPECT_EQ(reason({folder / "none"}).kind, Error::Kind::NotFound);
  EXPECT_NE(reason({"no-such-program-here"}).message.find("PATH"), std::string::npos);
  EXPECT_EQ(reason({folder.file("plain", "text", 0644)}).kind, Error::Kind::Denied);
  EXPECT_EQ(reason({folder.path()}).kind, Error::Kind::Denied);
  EXPECT_NE(reason({folder.file("bare", "echo hi\n", 0755)}).message.find("no script"), std::string::npos);
  EXPECT_NE(reason({folder.file("lost", "#!/no/such/interpreter\n", 0755)}).message.find("interpreter"),
            std::string::npos);
  EXPECT_NE(reason({"/bin/true"}, "/no/such/folder").message.find("/no/such/folder"), std::string::npos);
  EXPECT_EQ(reason({}).kind, Error::Kind::Usage);
  EXPECT_EQ(reason({""}).kind, Error::Kind::Usage);
  EXPECT_EQ(reason({"/bin/echo", std::string("a\0b", 3)}).kind, Error::Kind::Usage);
  EXPECT_EQ(reason({"/bin/echo", std::string(3'000'000, 'a')}).kind, Error::Kind::Io);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "nothing is left unreaped";
}

TEST(Subprocess, NothingToFindWithoutPath) {
  ProgramSpec spec;
  spec.argv = {"true"};
  spec.environment = {{"PATH", "::."}};
  EXPECT_EQ(run(spec, 60s).error().kind, Error::Kind::NotFound);
}

// Runs `script`, which makes the file $1 when it is ready, past its deadline and past every grace; time is an
// argument.
Finished run_past_deadline(const std::string& script) {
  const TemporaryFolder folder;
  ProgramSpec spec = shell(script);
  spec.argv.insert(spec.argv.end(), {"sh", folder / "ready"});
  const Instant start = system_now().instant;
  auto program = ProgramRun::start(spec, 600s, start);
  EXPECT_TRUE(program.ok());
  while (!std::filesystem::exists(folder / "ready")) std::this_thread::yield();
  EXPECT_FALSE(program->advance(start + 599s));
  Instant now = start + 600s;
  for (;; std::this_thread::yield()) {
    if (auto finished = program->advance(now)) return *std::move(finished);
    // TERM gets a real chance before its grace is over.
    ::poll(nullptr, 0, 20);
    if (program->wake_at() > now && now < start + 600s + limits::kKillGrace) now = program->wake_at();
  }
}

TEST(Subprocess, TheDeadlineEndsTheWholeGroup) {
  const Finished finished = run_past_deadline("sleep 1000 & echo $!; : > $1; wait");
  EXPECT_TRUE(finished.timed_out);
  EXPECT_NE(finished.signal, 0);
  EXPECT_EQ(nagios::meaning_of(finished.end()).reason, "timed out after 10m");
  EXPECT_TRUE(disappears(finished.output.substr(0, finished.output.find('\n'))));
}

TEST(Subprocess, WhatIgnoresTermIsKilled) {
  const Finished finished =
      run_past_deadline("trap '' TERM; echo ready; : > $1; while :; do sleep 1000; done");
  EXPECT_TRUE(finished.timed_out);
  EXPECT_EQ(finished.signal, SIGKILL);
  EXPECT_EQ(finished.output, "ready\n");
}

TEST(Subprocess, WhatIsStoppedIsKilled) {
  const Finished finished = run_past_deadline(": > $1; kill -STOP $$");
  EXPECT_TRUE(finished.timed_out);
  EXPECT_NE(finished.signal, 0);
}

TEST(Subprocess, TheBlockingCallKeepsItsDeadline) {
  const Finished finished = must(shell("exec sleep 1000"), 50ms);
  EXPECT_TRUE(finished.timed_out);
  EXPECT_EQ(finished.describe(), "timed out after 50ms");
}

TEST(Subprocess, TheGroupDoesNotOutliveItsLeader) {
  const Finished finished = must(shell("sleep 1000 >/dev/null 2>&1 & echo $!"));
  EXPECT_FALSE(finished.left_behind);
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_TRUE(disappears(finished.output.substr(0, finished.output.size() - 1)));
}

TEST(Subprocess, AGroupMayBeLeftOnPurpose) {
  ProgramSpec spec = shell("sleep 1000 >/dev/null 2>&1 & echo $!");
  spec.after_exit = ProgramSpec::AfterExit::LeaveGroup;
  const Finished finished = must(spec);
  const std::string pid = finished.output.substr(0, finished.output.size() - 1);
  EXPECT_TRUE(lives(pid));
  ::kill(std::stoi(pid), SIGKILL);
}

TEST(Subprocess, AGrandchildThatHoldsTheOutputOpenDoesNotBlock) {
  const Finished finished = must(shell("setsid sleep 1000 & echo $!; exit 1"));
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_TRUE(finished.left_behind);
  ::kill(std::stoi(finished.output), SIGKILL);
}

TEST(Subprocess, EndlessOutputIsBoundedAndEnded) {
  ProgramSpec spec;
  spec.argv = {"yes", "flood"};
  const Finished finished = must(spec);
  EXPECT_TRUE(finished.flooded);
  EXPECT_FALSE(finished.succeeded());
  EXPECT_LE(finished.output.size(), limits::kOutputHeadBytes + limits::kOutputTailBytes + 100);
  EXPECT_GE(finished.dropped_bytes, kOutputFloodBytes - limits::kOutputHeadBytes - limits::kOutputTailBytes);
}

TEST(Subprocess, BinaryOutputComesThrough) {
  EXPECT_EQ(must(shell("printf 'a\\000\\377\\033'")).output, std::string("a\0\xff\x1b", 4));
}

// F29: at the limit of descriptors nothing is half started, and nothing is lost that would be missed later.
TEST(Subprocess, WithoutDescriptorsItIsRefused) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  std::vector<UniqueFd> taken;
  const rlimit tight{64, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) taken.emplace_back(fd);
  for (int spare = 0; spare < 12; ++spare) {
    const auto finished = run(shell("exit 0"), 60s);
    EXPECT_TRUE(finished.ok() || finished.error().message.ends_with("Too many open files"));
    taken.pop_back();
  }
  EXPECT_TRUE(run(shell("exit 0"), 60s).ok());
  taken.clear();
  ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST(Subprocess, CancelEndsIt) {
  auto program = ProgramRun::start(shell("sleep 1000"), 600s, system_now().instant);
  ASSERT_TRUE(program.ok());
  program->cancel(system_now().instant);
  std::optional<Finished> finished;
  while (!(finished = program->advance(system_now().instant))) std::this_thread::yield();
  EXPECT_TRUE(finished->cancelled);
  EXPECT_FALSE(finished->timed_out);
  EXPECT_EQ(finished->signal, SIGTERM);
}

TEST(Subprocess, LosingInterestKillsIt) {
  pid_t pid = 0;
  {
    auto child = ChildProcess::start(shell("sleep 1000"));
    ASSERT_TRUE(child.ok());
    pid = child->pid();
    EXPECT_FALSE(child->has_exited());
    EXPECT_FALSE(child->try_reap());
  }
  EXPECT_EQ(::waitpid(pid, nullptr, WNOHANG), -1) << "already reaped";
}

// Time is an argument: a machine that slept for eight hours finds the deadline passed at once.
TEST(Subprocess, ASleepOfTheMachineCountsAsTime) {
  const Instant start = system_now().instant;
  auto program = ProgramRun::start(shell("sleep 1000"), 600s, start);
  ASSERT_TRUE(program.ok());
  EXPECT_EQ(program->wake_at(), start + 600s);
  EXPECT_EQ(program->descriptors().size(), 3u);
  EXPECT_FALSE(program->advance(start + 599s));
  EXPECT_FALSE(program->advance(start + 8h));
  EXPECT_EQ(program->wake_at(), start + 8h + limits::kKillGrace);
  std::optional<Finished> finished;
  while (!(finished = program->advance(start + 8h))) std::this_thread::yield();
  EXPECT_TRUE(finished->timed_out);
  EXPECT_EQ(finished->duration, 8h);
}

TEST(Subprocess, ManyAtOnce) {
  std::vector<ProgramRun> programs;
  for (int i = 0; i < 30; ++i) {
    auto program = ProgramRun::start(shell("echo " + std::to_string(i)), 60s, system_now().instant);
    ASSERT_TRUE(program.ok());
    programs.push_back(std::move(program).value());
  }
  for (int i = 0; i < 30; ++i) {
    std::optional<Finished> finished;
    while (!(finished = programs[static_cast<std::size_t>(i)].advance(system_now().instant)))
      std::this_thread::yield();
    EXPECT_EQ(finished->output, std::to_string(i) + "\n");
  }
}

}  // namespace
}  // namespace balm
