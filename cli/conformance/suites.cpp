#include "cli/conformance/suites.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <utility>

#include "cli/conformance/cel_cases.h"
#include "cli/conformance/check_cases.h"
#include "cli/conformance/cron_cases.h"
#include "cli/conformance/nagios_cases.h"
#include "cli/conformance/sls_cases.h"
#include "common/io/file_text.h"
#include "common/io/time_zones.h"
#include "common/utf8.h"

namespace balm::conformance {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSuiteBytesMax = 256 * 1024 * 1024;

// What the cases of all suites need, made once.
class Runners {
 public:
  // nullopt: no runner for this suite.
  std::optional<CaseOutcome> run(std::string_view suite, std::string_view line) {
    if (suite == "cel") return run_cel_case(line, zones_);
    if (suite == "cron") return run_cron_case(line, zones_);
    if (suite == "nagios") return run_nagios_case(line);
    if (suite == "checks") return checks_.run(line);
    if (suite == "sls") return run_sls_case(line);
    return std::nullopt;
  }

 private:
  TimeZones zones_;
  CheckCases checks_;
};

void count(FileOutcome& file, CaseOutcome outcome) {
  if (!outcome.skipped.empty()) {
    file.skipped.push_back(std::move(outcome));
    return;
  }
  const bool is_core = outcome.tag == "core" || outcome.tag.empty();
  ++(is_core ? file.core : file.extended);
  if (outcome.passed)
    ++(is_core ? file.core_passed : file.extended_passed);
  else
    file.failed.push_back(std::move(outcome));
}

Result<FileOutcome> run_file(Runners& runners, const fs::path& path, const std::string& suite) {
  FileOutcome file;
  file.name = suite + "/" + path.filename().string();
  const Result<std::string> text = read_file(path.string(), {.bytes_max = kSuiteBytesMax});
  if (!text) return text.error();
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.find_first_not_of(" \r\t") == std::string_view::npos) continue;
    std::optional<CaseOutcome> outcome = runners.run(suite, line);
    if (outcome) count(file, std::move(*outcome));
    file.built = outcome.has_value();
  }
  return file;
}

std::vector<fs::path> files_of(const fs::path& folder, std::string_view suffix) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == suffix) paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

// One line, however long and strange.
std::string shown(const std::string& text) {
  constexpr std::size_t kShown = 2'000;
  return for_terminal(text.substr(0, kShown)) + (text.size() > kShown ? "..." : "");
}

}  // namespace

Result<Exceptions> parse_exceptions(std::string_view text) {
  Exceptions exceptions;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line[0] == '#') continue;
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || space + 1 == line.size())
      return Error{Error::Kind::BadData, "an exception without a reason: " + std::string(line), ""};
    exceptions.emplace(line.substr(0, space), line.substr(space + 1));
  }
  return exceptions;
}

Result<std::vector<FileOutcome>> run_suites(const std::string& folder, void (*done)(const FileOutcome&, bool),
                                            bool verbose) {
  constexpr std::array<std::string_view, 5> kSuites{"cel", "cron", "nagios", "checks", "sls"};
  std::vector<FileOutcome> files;
  Runners runners;
  for (const std::string_view suite : kSuites) {
    for (const fs::path& path : files_of(fs::path(folder) / suite, ".jsonl")) {
      Result<FileOutcome> file = run_file(runners, path, std::string(suite));
      if (!file) return file.error();
      done(*file, verbose);
      files.push_back(std::move(*file));
    }
  }
  if (!files_of(fs::path(folder) / "webhooks", ".json").empty()) {
    files.push_back({.name = "webhooks/*.json", .built = false});
    done(files.back(), verbose);
  }
  if (files.empty()) return Error{Error::Kind::NotFound, "there are no conformance cases in " + folder, ""};
  return files;
}

std::string outcome_text(const FileOutcome& file, bool verbose) {
  if (!file.built) return file.name + " not built yet\n";
  std::string text = file.name + " core " + std::to_string(file.core_passed) + "/" +
                     std::to_string(file.core) + " extended " + std::to_string(file.extended_passed) + "/" +
                     std::to_string(file.extended);
  if (!file.skipped.empty()) text += " skipped " + std::to_string(file.skipped.size());
  text += "\n";
  if (!verbose) return text;
  for (const CaseOutcome& one : file.failed)
    text += "  " + one.id + " (" + (one.tag.empty() ? "core" : one.tag) + ")\n    expected " +
            shown(one.expected) + "\n    got      " + shown(one.got) + "\n";
  for (const CaseOutcome& one : file.skipped)
    text += "  " + one.id + " skipped: " + shown(one.skipped) + "\n";
  return text;
}

std::vector<std::string> unexcused(const std::vector<FileOutcome>& files, const Exceptions& exceptions) {
  std::vector<std::string> ids;
  for (const FileOutcome& file : files)
    for (const CaseOutcome& one : file.failed) {
      const bool is_core = one.tag == "core" || one.tag.empty();
      if (is_core && !exceptions.contains(one.id)) ids.push_back(one.id);
    }
  return ids;
}

}  // namespace balm::conformance
