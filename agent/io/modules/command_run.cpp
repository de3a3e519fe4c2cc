#include "agent/io/modules/command_run.h"

#include <algorithm>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "agent/io/modules/file_access.h"
#include "common/io/account.h"

namespace balm::agent::modules {

namespace {

constexpr std::size_t kKeptOutputBytes =
    32 * 1024;  // of head and tail each, before results are fitted together

bool is_folder(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

void apply_environment(Environment& environment, const Value& changes) {
  if (!changes.is(Value::Kind::Map)) return;
  for (const auto& [key, value] : changes.as_map()) {
    if (value.is_null())
      environment.erase(to_display(key));
    else
      environment[to_display(key)] = to_display(value);
  }
}

// Nothing when the program is to run as whoever we are.
Result<void> apply_account(ProgramSpec& spec, const Value& arguments) {
  const std::string user =
      arguments["as"].is_null() ? arguments["runas"].string_or() : arguments["as"].string_or();
  if (user.empty()) return {};
  auto account = find_account(user);
  if (!account) return Error{Error::Kind::NotFound, "User '" + user + "' is not available", ""};
  spec.environment["HOME"] = account->home;
  spec.environment["USER"] = user;
  spec.environment["LOGNAME"] = user;
  if (account->user == ::geteuid()) return {};
  if (::geteuid() != 0) return Error{Error::Kind::Denied, "cannot run as " + user + ": that needs root", ""};
  spec.account = std::move(*account);
  return {};
}

}  // namespace

Result<ProgramSpec> command_spec(std::vector<std::string> argv, const Value& arguments,
                                 const HostSettings& host) {
  ProgramSpec spec;
  spec.argv = std::move(argv);
  if (spec.argv.empty() || spec.argv[0].empty())
    return Error{Error::Kind::Usage, "there is no program to run", ""};
  spec.environment = host.environment;
  spec.after_exit = ProgramSpec::AfterExit::LeaveGroup;
  spec.head_bytes = kKeptOutputBytes;
  spec.tail_bytes = kKeptOutputBytes;
  spec.input = arguments["stdin"].string_or();
  if (const std::string mask = arguments["umask"].string_or(); !mask.empty()) spec.umask = mode_of(mask);
  if (auto account = apply_account(spec, arguments); !account) return account.error();
  apply_environment(spec.environment, arguments["env"]);
  if (const std::string cwd = arguments["cwd"].string_or(); !cwd.empty()) {
    if (!is_folder(cwd))
      return Error{Error::Kind::NotFound, "Desired working directory \"" + cwd + "\" is not available", ""};
    spec.directory = cwd;
  }
  return spec;
}

Result<ProgramSpec> command_spec_of_line(const std::string& line, const Value& arguments,
                                         const HostSettings& host) {
  return command_spec({arguments["shell"].string_or("/bin/sh"), "-c", line}, arguments, host);
}

Result<Finished> run_command(const Result<ProgramSpec>& spec, Duration timeout, const HostSettings& host) {
  if (!spec) return spec.error();
  return run(*spec, timeout > Duration{} ? timeout : host.program_time_max);
}

std::string shown(const std::vector<std::string>& argv) {
  std::string line;
  for (const std::string& word : argv) {
    const bool plain = !word.empty() && word.find_first_of(" \t\n\"'\\$") == std::string::npos;
    line += (line.empty() ? "" : " ") + (plain ? word : "'" + word + "'");
  }
  return line;
}

std::vector<std::string> texts_of(const Value& list) {
  std::vector<std::string> texts;
  if (!list.is(Value::Kind::List)) return texts;
  for (const Value& item : list.as_list()) texts.push_back(item.string_or());
  return texts;
}

std::string without_line_ends(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace balm::agent::modules
