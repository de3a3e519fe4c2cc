#include "cli/commands/lint.h"

#include <utility>

#include "cli/config_files.h"
#include "cli/show/fields.h"
#include "cli/show/machine.h"
#include "common/io/time_zones.h"
#include "common/limits.h"

namespace balm::cli {
namespace {

Result<ConfigFiles> from_input(Call& call) {
  Result<std::string> text = call.surroundings().read_all(limits::kFileBytesMax);
  if (!text) return text.error();
  ConfigFiles files;
  files.documents.push_back({"(input)", std::move(*text)});
  return files;
}

Result<ConfigFiles> wanted_files(Call& call) {
  const std::vector<std::string>& paths = call.given().positionals;
  if (paths.empty()) return read_config_folder(usual_config_folder());
  return paths.size() == 1 && paths.front() == "-" ? from_input(call) : read_config_paths(paths);
}

Exit exit_of(const Value& report, bool strict) {
  if (report["errors"].int_or() > 0) return Exit::Failed;
  return strict && report["warnings"].int_or() > 0 ? Exit::Findings : Exit::Done;
}

// "3 errors, 1 warning in 7 files (exit 1)"
std::string summary(const Value& report, Exit exit) {
  const std::int64_t errors = report["errors"].int_or();
  const std::int64_t warnings = report["warnings"].int_or();
  const std::string files = counted(report["files"].int_or(), "file", "files");
  if (errors + warnings == 0) return "no mistake in " + files;
  std::string text;
  if (errors > 0) text = counted(errors, "error", "errors");
  if (warnings > 0) text += (text.empty() ? "" : ", ") + counted(warnings, "warning", "warnings");
  text += " in " + files;
  return exit == Exit::Done ? text : text + " (exit " + std::to_string(static_cast<int>(exit)) + ")";
}

Result<Exit> report_on(Call& call, const ConfigFiles& files) {
  const TimeZones zones;
  const Issues issues = lint(files, &zones);
  const Value report = lint_report(issues, files.count());
  const Exit exit = exit_of(report, call.given().has("strict"));
  if (call.format() == Format::Json) {
    call.print(json_document(report));
  } else if (call.format() == Format::Jsonl) {
    for (const Value& issue : items(report, "issues")) call.print(json_line(issue));
  } else {
    call.print(safe_block(render(issues), call.screen()));
    call.print(summary(report, exit) + "\n");
  }
  return exit;
}

}  // namespace

Result<Exit> lint_rules(Call& call) {
  const Result<ConfigFiles> files = wanted_files(call);
  if (!files) return files.error();
  return report_on(call, *files);
}

Result<Exit> validate_config(Call& call) {
  const std::string folder = call.given().positional(0);
  const Result<ConfigFiles> files = read_config_folder(folder.empty() ? "/etc/balm" : folder);
  if (!files) return files.error();
  return report_on(call, *files);
}

}  // namespace balm::cli
