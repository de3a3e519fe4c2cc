// balm-conformance DIR [-v] [--exceptions FILE]: runs the cases found in DIR. Exits with 1 when a core case
// fails that is not excepted, 2 when it cannot be run.
#include <cstdio>
#include <string>
#include <vector>

#include "cli/conformance/suites.h"
#include "common/io/file_text.h"

namespace balm::conformance {
namespace {

struct Wanted {
  std::string folder;
  std::string exceptions = BALM_SOURCE_DIR "/tests/conformance/exceptions.txt";
  bool verbose = false;
  bool usable = true;
};

Wanted wanted_from(const std::vector<std::string>& words) {
  Wanted wanted;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "-v")
      wanted.verbose = true;
    else if (words[i] == "--exceptions" && i + 1 < words.size())
      wanted.exceptions = words[++i];
    else if (wanted.folder.empty() && !words[i].starts_with('-'))
      wanted.folder = words[i];
    else
      wanted.usable = false;
  }
  wanted.usable = wanted.usable && !wanted.folder.empty();
  return wanted;
}

int complain(const std::string& what) {
  std::fprintf(stderr, "balm-conformance: %s\n", what.c_str());
  return 2;
}

void print(const FileOutcome& file, bool verbose) {
  std::fputs(outcome_text(file, verbose).c_str(), stdout);
  std::fflush(stdout);
}

int run(const Wanted& wanted) {
  Exceptions exceptions;
  if (const Result<std::string> text = read_file(wanted.exceptions)) {
    Result<Exceptions> parsed = parse_exceptions(*text);
    if (!parsed) return complain(parsed.error().message);
    exceptions = std::move(*parsed);
  }
  const auto files = run_suites(wanted.folder, print, wanted.verbose);
  if (!files) return complain(files.error().message);
  const std::vector<std::string> ids = unexcused(*files, exceptions);
  for (const std::string& id : ids) std::fprintf(stderr, "failed, and not excepted: %s\n", id.c_str());
  return ids.empty() ? 0 : 1;
}

}  // namespace
}  // namespace balm::conformance

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const balm::conformance::Wanted wanted = balm::conformance::wanted_from(words);
  if (!wanted.usable) {
    std::fputs("balm-conformance DIR [-v] [--exceptions FILE]\n", stderr);
    return 2;
  }
  return balm::conformance::run(wanted);
}
