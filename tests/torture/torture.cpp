#include "tests/torture/torture.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "cli/program_surroundings.h"
#include "common/io/system_clock.h"
#include "common/random.h"
#include "common/value_json.h"
#include "tests/torture/audit.h"
#include "tests/torture/fleet.h"
#include "tests/torture/ledger.h"

namespace balm::torture {
namespace {

namespace fs = std::filesystem;

constexpr std::array kChecks = {"first", "second", "third"};
constexpr Duration kRestWithin = 180s;
constexpr Duration kSayEvery = 15s;

Error interrupted() {
  return {Error::Kind::Refused, "interrupted", ""};
}

// A folder of its own; the agent's user must find its files in there.
Result<std::string> make_folder() {
  const char* const base = std::getenv("TMPDIR");
  std::string folder = std::string(base == nullptr || *base == '\0' ? "/tmp" : base) + "/balm-torture-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr || ::chmod(folder.c_str(), 0711) != 0)
    return Error{Error::Kind::Io, "cannot make a folder like " + folder, "df -h /tmp"};
  return folder;
}

class Torture {
 public:
  Torture(const Options& options, std::string folder)
      : options_(options), folder_(std::move(folder)), random_(options.seed) {}
  ~Torture() {
    fleet_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Torture(const Torture&) = delete;
  Torture& operator=(const Torture&) = delete;

  Result<Account> run();
  void print(const Account& account) const;

 private:
  Fleet::Files files() const;
  std::string marker(const std::string& host, const std::string& check) const {
    return folder_ + "/world/" + host + "/" + check;
  }
  std::string ledger() const { return folder_ + "/ledger"; }
  Result<void> kill_and_break();
  Result<void> come_to_rest();
  void break_something();
  void kill_something();
  void mend_all() const;
  struct Open {
    bool answered = false;
    std::size_t of_people = 0;  // they were called
    std::string at_work;        // the others
  };
  Open open_incidents();
  bool delivered();
  void say(const std::string& text) const;
  Duration between(Duration least, Duration most) {
    return least +
           Duration(static_cast<Duration::rep>(random_.unit() * static_cast<double>((most - least).count())));
  }

  Options options_;
  std::string folder_;
  Random random_;
  cli::ProgramSurroundings surroundings_;
  std::unique_ptr<Fleet> fleet_;
  Instant began_ = system_now().instant;
  struct {
    std::uint64_t master = 0, executor = 0, network = 0;
  } killed_;
};

// The first rung never helps, so that every incident climbs.
Fleet::Files Torture::files() const {
  Fleet::Files files;
  files.checks = [this](const std::string& host) {
    std::string text = "checks:\n";
    for (const std::string check : kChecks)
      text += "  " + check + ":\n    run: [test, -e, \"" + marker(host, check) +
              "\"]\n    every: 500ms\n    confirm: { fail: 1, ok: 1 }\n";
    return text;
  };
  files.rules =
      "rules:\n  torture:\n    when: [check.first, check.second, check.third]\n"
      "    if: event.status == \"warning\"\n"
      "    guard: { cooldown: 0s, max: 1000 per 1h, at_once: \"100% of all\" }\n"
      "    try:\n      - run: torture.note\n      - run: torture.repair\n"
      "        with: { marker: \"" +
      folder_ + "/world/{{ host.name }}/{{ event.check }}\" }\n    verify: { ok: 1, within: 1s }\n";
  const std::string step = ledger_step(ledger());
  files.states = {{"torture/note.sls", step},
                  {"torture/repair.sls", "params:\n  marker: string\n" + step +
                                             "it is whole again:\n  file.managed:\n    - name: \"{{ "
                                             "params.marker }}\"\n    - contents: whole\n"}};
  return files;
}

Result<Account> Torture::run() {
  for (std::size_t host = 0; host < options_.hosts; ++host)
    fs::create_directories(folder_ + "/world/" + Fleet::host_name(host));
  mend_all();
  auto fleet = Fleet::start(folder_, options_.hosts, files(), surroundings_);
  if (!fleet) return fleet.error();
  fleet_ = std::move(fleet).value();
  say(std::to_string(options_.hosts) + " hosts are up; seed " + std::to_string(options_.seed));
  if (auto done = kill_and_break(); !done) return done.error();
  if (auto done = come_to_rest(); !done) return done.error();
  const Remains remains = fleet_->stop_all();
  const auto starts = read_ledger(ledger());
  if (!starts) return starts.error();
  return audit(remains, *starts);
}

Result<void> Torture::kill_and_break() {
  const Instant until = system_now().instant + options_.killing;
  Instant kill_at = system_now().instant, break_at = kill_at, start_at = kill_at,
          say_at = kill_at + kSayEvery;
  while (system_now().instant < until) {
    const Instant now = system_now().instant;
    if (now >= break_at) {
      break_something();
      break_at = now + between(100ms, 700ms);
    }
    if (now >= kill_at) {
      kill_something();
      kill_at = now + between(100ms, 1400ms);
    }
    if (now >= start_at) {
      if (auto started = fleet_->start_all(); !started) return started;
      start_at = now + between(0ms, 800ms);
    }
    if (now >= say_at) {
      say(std::to_string(killed_.master + killed_.executor + killed_.network) + " kills");
      say_at = now + kSayEvery;
    }
    if (!surroundings_.wait(20ms)) return interrupted();
  }
  return {};
}

void Torture::break_something() {
  std::error_code ignored;
  fs::remove(marker(Fleet::host_name(random_.below(options_.hosts)), kChecks[random_.below(kChecks.size())]),
             ignored);
}

void Torture::kill_something() {
  const std::size_t host = random_.below(options_.hosts);
  const std::uint64_t victim = random_.below(8);
  if (victim == 0) {  // seldom: without a master nothing is healed that could be killed
    killed_.master += fleet_->crash_master() ? 1 : 0;
  } else if (victim <= 4) {
    killed_.executor += fleet_->crash_executor(host) ? 1 : 0;
  } else {
    killed_.network += fleet_->crash_network(host) ? 1 : 0;
  }
}

void Torture::mend_all() const {
  for (std::size_t host = 0; host < options_.hosts; ++host)
    for (const char* const check : kChecks) std::ofstream(marker(Fleet::host_name(host), check)) << "whole\n";
}

Torture::Open Torture::open_incidents() {
  const auto answer = fleet_->ask("incidents.list", Value::map({{"state", "open"}, {"limit", 1000}}));
  if (!answer) return {false, 0, answer.error().message};
  Open open{true, 0, ""};
  for (const Value& incident : (*answer)["incidents"].as_list()) {
    if (incident["needs_you"].bool_or()) {
      ++open.of_people;
    } else {
      open.at_work += "#" + std::to_string(incident["id"].int_or()) + " " + incident["phase"].string_or() +
                      " " + incident["waiting"]["reason"].string_or() + "; ";
    }
  }
  return open;
}

bool Torture::delivered() {
  const auto answer = fleet_->ask("hosts.list", Value::map({{"selector", "all"}}));
  if (!answer) return false;
  for (const Value& host : (*answer)["hosts"].as_list())
    if (host["state"].string_or() != "up" || host["spooled"].int_or(-1) != 0) return false;
  return true;
}

// Balm heals what it can by itself; the rest is mended by hand, as those would do who were called.
Result<void> Torture::come_to_rest() {
  say("no more kills; coming to rest");
  const Instant began = system_now().instant;
  bool by_hand = false;
  std::string said;
  Open open;
  while (system_now().instant < began + kRestWithin) {
    if (auto started = fleet_->start_all(); !started) return started;
    open = open_incidents();
    const bool quiet = open.answered && open.at_work.empty() && delivered();
    if (open.at_work != said && system_now().instant > began + kSayEvery)
      say("at work: " + (said = open.at_work));
    if (quiet && by_hand && open.of_people == 0) return {};
    if (quiet && !by_hand) {
      say(std::to_string(open.of_people) + " incidents were left to people, who mend them now");
      mend_all();
      by_hand = true;
      if (!surroundings_.wait(2s)) return interrupted();  // a few rounds of every check
    }
    if (!surroundings_.wait(200ms)) return interrupted();
  }
  say("it does not come to rest: " + open.at_work + "\n" + fleet_->logs());
  return {};
}

void Torture::say(const std::string& text) const {
  const auto passed = std::chrono::duration_cast<std::chrono::seconds>(system_now().instant - began_);
  std::printf("%5llds  %s\n", static_cast<long long>(passed.count()), text.c_str());
  std::fflush(stdout);
}

void Torture::print(const Account& account) const {
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  std::printf("kills      master %llu, executor %llu, network %llu\n", number(killed_.master),
              number(killed_.executor), number(killed_.network));
  std::printf("events     sent %llu = stored %llu; left out for want of room %llu\n", number(account.sent),
              number(account.stored), number(account.left_out));
  std::printf("incidents  %llu, of which %llu healed\n", number(account.incidents), number(account.healed));
  std::printf(
      "attempts   %llu, of which %llu started; started twice %llu, without end %llu, after ttl %llu\n",
      number(account.attempts), number(account.started), number(account.twice), number(account.endless),
      number(account.late));
  for (const std::string& line : account.broken) std::printf("BROKEN     %s\n", line.c_str());
  std::printf("%s\n", account.broken.empty() ? "every promise was kept" : "a promise was broken");
}

}  // namespace

int torture(const Options& options) {
  auto folder = make_folder();
  if (!folder) {
    std::fprintf(stderr, "error: %s\n", folder.error().message.c_str());
    return 3;
  }
  Torture run(options, std::move(folder).value());
  const auto account = run.run();
  if (!account) {
    std::fprintf(stderr, "error: %s\n", account.error().message.c_str());
    return 3;
  }
  run.print(*account);
  return account->broken.empty() ? 0 : 1;
}

}  // namespace balm::torture
