// Whole suites: DIR/cel, cron, nagios, checks, sls (files of JSON lines) and webhooks (a file a case), each
// case put through the very code the daemons use. One line per file: "cel/logic.jsonl core 24/24 extended
// 0/0".
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/conformance/case.h"
#include "common/result.h"

namespace balm::conformance {

// How one file went. Skipped cases are in no other number.
struct FileOutcome {
  std::string name;   // cel/logic.jsonl
  bool built = true;  // false: there is no runner for this suite yet
  int core = 0;
  int core_passed = 0;
  int extended = 0;  // everything that is not core
  int extended_passed = 0;
  std::vector<CaseOutcome> failed;
  std::vector<CaseOutcome> skipped;
};

// id -> reason: core cases that fail and are known to.
using Exceptions = std::map<std::string, std::string, std::less<>>;

// Lines `id reason`; empty ones and those that begin with # do not count. Errors: BadData (a line without a
// reason).
Result<Exceptions> parse_exceptions(std::string_view text);

// All files of all suites in `folder`, in order; told one by one as they are done. Errors: NotFound, Io.
Result<std::vector<FileOutcome>> run_suites(const std::string& folder, void (*done)(const FileOutcome&, bool),
                                            bool verbose);

// The line of a file, and with `verbose` every failing case with what was expected and got.
std::string outcome_text(const FileOutcome& file, bool verbose);

// Ids of failed core cases that are not excepted.
std::vector<std::string> unexcused(const std::vector<FileOutcome>& files, const Exceptions& exceptions);

}  // namespace balm::conformance
