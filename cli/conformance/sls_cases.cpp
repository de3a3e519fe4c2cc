#include "cli/conformance/sls_cases.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include "agent/io/modules/host_world.h"
#include "agent/state_runner.h"
#include "common/state/state_file.h"

namespace balm::conformance {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTmpRoot = "/TMPROOT";
constexpr std::string_view kStateTree = "/STATETREE";

class CaseFolder {
 public:
  CaseFolder() : path_((fs::temp_directory_path() / "balm-sls-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~CaseFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  CaseFolder(const CaseFolder&) = delete;
  CaseFolder& operator=(const CaseFolder&) = delete;

  std::string tmp_root() const { return path_ + "/tmp"; }
  std::string state_tree() const { return path_ + "/tree"; }

 private:
  std::string path_;
};

std::string replaced(std::string text, std::string_view from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

void write(const std::string& path, const std::string& text) {
  std::error_code ignored;
  fs::create_directories(fs::path(path).parent_path(), ignored);
  std::ofstream(path, std::ios::binary) << text;
}

// Folders right below /TMPROOT that the case speaks of are there before it begins.
void make_roots(std::string_view line, const std::string& tmp_root) {
  std::error_code ignored;
  fs::create_directories(tmp_root, ignored);
  for (std::size_t at = line.find(kTmpRoot); at != std::string_view::npos; at = line.find(kTmpRoot, at + 1)) {
    const std::string_view rest = line.substr(at + kTmpRoot.size());
    const std::size_t end = rest.find_first_of("/\"\\ |", 1);
    if (rest.starts_with('/') && end != std::string_view::npos && rest[end] == '/')
      fs::create_directories(tmp_root + std::string(rest.substr(0, end)), ignored);
  }
}

mode_t mode_of(const Value& mode, mode_t otherwise) {
  const std::string text = mode.string_or();
  return text.empty() ? otherwise : static_cast<mode_t>(std::strtoul(text.c_str(), nullptr, 8));
}

void make_file(const std::string& path, const Value& file) {
  std::error_code ignored;
  const std::string type = file["type"].string_or();
  if (type == "dir") {
    fs::create_directories(path, ignored);
  } else if (type == "symlink") {
    fs::create_directories(fs::path(path).parent_path(), ignored);
    fs::create_symlink(file["target"].string_or(), path, ignored);
    return;
  } else {
    write(path, file["content"].string_or());
  }
  ::chmod(path.c_str(), mode_of(file["mode"], type == "dir" ? 0755 : 0644));
}

void prepare(const Value& fields, std::string_view line, const CaseFolder& folder) {
  make_roots(line, folder.tmp_root());
  std::error_code ignored;
  fs::create_directories(folder.state_tree(), ignored);
  if (fields["files_before"].is(Value::Kind::Map))
    for (const auto& [path, file] : fields["files_before"].as_map())
      make_file(folder.tmp_root() + "/" + to_display(path), file);
  if (fields["state_tree"].is(Value::Kind::Map))
    for (const auto& [path, text] : fields["state_tree"].as_map())
      write(folder.state_tree() + "/" + to_display(path), text.string_or());
}

StateFiles files_of(const Value& fields, std::string& name) {
  StateFiles files;
  if (fields["state_tree"].is(Value::Kind::Map))
    for (const auto& [path, text] : fields["state_tree"].as_map())
      if (const std::string state = state_name_of_path(to_display(path)); !state.empty())
        files[state] = text.string_or();
  name = fields["mods"].is(Value::Kind::List) ? "" : fields["mods"].string_or();
  if (fields["mods"].is(Value::Kind::List))
    for (const Value& mod : fields["mods"].as_list()) name += (name.empty() ? "" : ",") + mod.string_or();
  if (name.empty()) name = "case";
  if (!files.contains(name) && !files.contains(name + ".init") && name.find(',') == std::string::npos)
    files[name] = fields["sls"].string_or();
  return files;
}

// The host, but pauses between retries take no time unless something is to happen meanwhile.
class CaseWorld : public agent::HostWorld {
 public:
  CaseWorld(agent::HostSettings settings, bool real_time)
      : HostWorld(std::move(settings)), real_time_(real_time) {}

  void wait(Duration duration) override {
    if (real_time_) HostWorld::wait(duration);
  }

 private:
  bool real_time_;
};

class SilentWatch : public agent::StepWatch {
 public:
  bool begin(const Step&, std::uint32_t) override { return true; }
  void end(const StepResult&) override {}
};

// What the outside does while a case runs: once a file is there, some time later, another one appears.
class Meanwhile {
 public:
  explicit Meanwhile(const Value& during) {
    if (!during.is(Value::Kind::Map)) return;
    thread_ = std::jthread([during](const std::stop_token& stop) { act(during, stop); });
  }

 private:
  static void pause(Duration duration, const std::stop_token& stop) {
    constexpr auto kLook = 20ms;
    for (Duration waited{}; waited < duration && !stop.stop_requested(); waited += kLook)
      std::this_thread::sleep_for(kLook);
  }

  static void act(const Value& during, const std::stop_token& stop) {
    const std::string trigger = during["when_exists"].string_or();
    while (!trigger.empty() && !fs::exists(trigger) && !stop.stop_requested()) pause(20ms, stop);
    pause(Duration(static_cast<Duration::rep>(during["after_seconds"].number_or() * 1e9)), stop);
    if (!stop.stop_requested()) write(during["touch"].string_or(), "");
  }

  std::jthread thread_;
};

std::string row_text(const std::string& tag, const Value& result, bool changes) {
  return tag + " " + to_display(result) + (changes ? " changed" : " unchanged") + "\n";
}

// One line for each step, and its comment apart.
struct Answer {
  std::string text;
  std::vector<std::string> comments;
};

Answer expected_answer(const Value& expect) {
  if (expect["compile_error"].bool_or()) return {"refused\n", {}};
  Answer answer;
  const Value& states = expect["states"];
  if (!states.is(Value::Kind::List)) return answer;
  for (const Value& state : states.as_list()) {
    answer.text += row_text(state["sid"].string_or(), state["result"], state["changes"].bool_or());
    const bool compared =
        !state["comment_timing_dependent"].bool_or() && !state["comment_unordered"].bool_or();
    answer.comments.push_back(compared ? state["comment"].string_or() : "");
  }
  return answer;
}

Answer run_case(const Value& fields, const CaseFolder& folder) {
  std::string name;
  const StateFiles files = files_of(fields, name);
  const auto document = compile_state(files, name);
  if (!document.ok()) return {"refused\n", {render(document.issues)}};
  agent::HostSettings settings;
  settings.file_root = folder.state_tree();
  settings.service_folder = folder.tmp_root() + "/.services";
  CaseWorld world(std::move(settings), fields["during"].is(Value::Kind::Map));
  agent::StateRun run;
  run.document = &document.value;
  run.scope = Value(ValueMap{});
  run.test = fields["test_mode"].bool_or();
  SilentWatch watch;
  Answer answer;
  for (const StepResult& step : agent::run_state(run, world, watch).results) {
    answer.text += row_text(step.tag(), step.result ? Value(*step.result) : Value(), step.changed());
    answer.comments.push_back(step.comment);
  }
  return answer;
}

std::string comment_note(const Answer& expected, const Answer& got) {
  std::string note;
  for (std::size_t i = 0; i < std::min(expected.comments.size(), got.comments.size()); ++i)
    if (!expected.comments[i].empty() && expected.comments[i] != got.comments[i])
      note += "comment was to be: " + expected.comments[i] + "\nbut is: " + got.comments[i] + "\n";
  return note;
}

void judge(CaseOutcome& outcome, const Value& fields, const Answer& got) {
  std::vector<Answer> right = {expected_answer(fields["expect"])};
  if (fields["expect_alt"].is(Value::Kind::Map))
    for (const auto& [version, expect] : fields["expect_alt"].as_map())
      right.push_back(expected_answer(expect));
  for (const Answer& answer : right) {
    if (answer.text != got.text) continue;
    outcome.passed = true;
    outcome.expected = answer.text;
    outcome.got = comment_note(answer, got);
    return;
  }
  outcome.expected = right.front().text;
  outcome.got = got.text;
  for (const std::string& comment : got.comments) outcome.got += comment + "\n";
}

}  // namespace

CaseOutcome run_sls_case(std::string_view line) {
  const CaseFolder folder;
  Case read = read_case(
      replaced(replaced(std::string(line), kTmpRoot, folder.tmp_root()), kStateTree, folder.state_tree()));
  if (!read.readable) return read.outcome;
  CaseOutcome& outcome = read.outcome;
  if (outcome.id.empty()) outcome.id = read.fields["name"].string_or();
  const mode_t mask = ::umask(022);
  prepare(read.fields, line, folder);
  Answer got;
  {
    const Meanwhile meanwhile(read.fields["during"]);
    got = run_case(read.fields, folder);
  }
  ::umask(mask);
  judge(outcome, read.fields, got);
  return outcome;
}

}  // namespace balm::conformance
