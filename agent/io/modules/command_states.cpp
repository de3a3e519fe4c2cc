#include "agent/io/modules/command_states.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "agent/io/modules/command_run.h"
#include "agent/io/modules/file_access.h"
#include "agent/io/modules/file_source.h"
#include "common/duration_text.h"

namespace balm::agent::modules {

namespace {

// One command, and what people call it.
struct Command {
  Result<ProgramSpec> spec;
  std::string shown;
};

bool is_success(const Finished& ended, const ModuleCall& call) {
  if (ended.timed_out) return call["ignore_timeout"].bool_or();
  if (ended.succeeded()) return true;
  const Value& codes = call["success_retcodes"];
  if (!codes.is(Value::Kind::List) || ended.exit_code < 0 || ended.flooded || ended.cancelled) return false;
  return std::any_of(codes.as_list().begin(), codes.as_list().end(),
                     [&](const Value& code) { return to_display(code) == std::to_string(ended.exit_code); });
}

Value changes_of(const Finished& ended, const ModuleCall& call) {
  const bool hide = call["hide_output"].bool_or();
  ValueMap changes;
  changes[Value("retcode")] = Value(ended.exit_code);
  changes[Value("stdout")] = Value(hide ? "(hidden)" : without_line_ends(ended.output));
  changes[Value("stderr")] = Value(hide ? "(hidden)" : without_line_ends(ended.error));
  if (ended.signal != 0) changes[Value("signal")] = Value(ended.signal);
  if (ended.dropped_bytes > 0)
    changes[Value("dropped_bytes")] = Value(static_cast<std::int64_t>(ended.dropped_bytes));
  return Value(std::move(changes));
}

ModuleReport run_it(const Command& command, const ModuleCall& call, const HostSettings& host) {
  auto ended = run_command(command.spec, call.timeout, host);
  if (!ended) return failure(ended.error().message);
  ModuleReport report = success("Command \"" + command.shown + "\" run", changes_of(*ended, call));
  report.result = is_success(*ended, call);
  // Salt says no more; how a program ended other than by exit code would be lost.
  if (ended->exit_code < 0 || ended->timed_out || ended->flooded) report.comment += ": " + ended->describe();
  return report;
}

Command command_of(const ModuleCall& call, const HostSettings& host) {
  std::vector<std::string> argv = texts_of(call["argv"]);
  if (argv.empty()) return {command_spec_of_line(call.name, call.arguments, host), call.name};
  std::string line = shown(argv);
  return {command_spec(std::move(argv), call.arguments, host), std::move(line)};
}

Plan plan_command(Command command, const ModuleCall& call, const HostSettings& host) {
  if (!command.spec) return failed(command.spec.error().message);
  std::string comment = "Command \"" + command.shown + "\" would have been executed";
  return would(std::move(comment), Value(ValueMap{}),
               [command = std::move(command), &call, &host] { return run_it(command, call, host); });
}

// A script of our own text lives in a folder nobody else can enter, and only while it runs.
class ScriptFile {
 public:
  static Result<ScriptFile> make(const std::string& text, const std::optional<Account>& account) {
    std::string folder = "/tmp/balm-script-XXXXXX";
    if (!::mkdtemp(folder.data()))
      return Error{Error::Kind::Io, "cannot make a folder for the script in /tmp", ""};
    ScriptFile script(folder);
    Ownership ownership{std::nullopt, std::nullopt, 0500};
    if (account) ownership.user = account->user;
    if (auto written = rewrite(script.path(), text, ownership); !written) return written.error();
    if (account && ::chown(folder.c_str(), account->user, static_cast<gid_t>(-1)) != 0)
      return Error{Error::Kind::Io, "cannot give the script to " + account->name, ""};
    return script;
  }

  ScriptFile(ScriptFile&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}
  ScriptFile& operator=(ScriptFile&&) = delete;
  ~ScriptFile() {
    if (!folder_.empty()) (void)remove_path(folder_);
  }

  std::string path() const { return folder_ + "/script"; }

 private:
  explicit ScriptFile(std::string folder) : folder_(std::move(folder)) {}
  std::string folder_;
};

// `args` as one text is split by a shell, which is handed the script as its $0.
std::vector<std::string> script_argv(const std::string& path, const ModuleCall& call) {
  std::vector<std::string> arguments = texts_of(call["args"]);
  const std::string shell = call["shell"].string_or();
  if (arguments.size() == 1)
    return {"/bin/sh", "-c", "exec " + (shell.empty() ? "" : shell + " ") + "\"$0\" " + arguments[0], path};
  arguments.insert(arguments.begin(), path);
  if (!shell.empty()) arguments.insert(arguments.begin(), shell);
  return arguments;
}

ModuleReport run_script(const std::string& text, const ModuleCall& call, const HostSettings& host) {
  auto spec = command_spec({"script"}, call.arguments, host);
  if (!spec) return failure(spec.error().message);
  auto script = ScriptFile::make(text, spec->account);
  if (!script) return failure(script.error().message);
  spec->argv = script_argv(script->path(), call);
  return run_it({std::move(spec), call.name}, call, host);
}

}  // namespace

Plan cmd_run(const ModuleCall& call, const HostSettings& host) {
  return plan_command(command_of(call, host), call, host);
}

Plan cmd_wait(const ModuleCall& call, const HostSettings& host) {
  if (!call.watched) return done("");
  return plan_command(command_of(call, host), call, host);
}

Plan cmd_script(const ModuleCall& call, const HostSettings& host) {
  std::string text = call["content"].string_or();
  if (text.empty()) {
    auto path =
        find_source(Value(ValueList{call["source"].is_null() ? Value(call.name) : call["source"]}), host);
    if (!path) return failed(path.error().message);
    auto read = read_whole(*path);
    if (!read) return failed(read.error().message);
    text = std::move(*read);
  }
  if (!text.starts_with("#!")) text = "#!/bin/sh\n" + text;
  auto spec = command_spec({"script"}, call.arguments, host);
  if (!spec) return failed(spec.error().message);
  return would("Command \"" + call.name + "\" would have been executed", Value(ValueMap{}),
               [text = std::move(text), &call, &host] { return run_script(text, call, host); });
}

}  // namespace balm::agent::modules
