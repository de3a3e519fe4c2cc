#include "tests/torture/ledger.h"

#include <fstream>
#include <sstream>

namespace balm::torture {

// One write of less than a page to a file opened for appending: lines of several hosts never mix.
std::string ledger_step(const std::string& ledger) {
  return "it is written down:\n  cmd.run:\n    - argv:\n      - /bin/sh\n      - -c\n"
         "      - echo \"$BALM_ATTEMPT $1 $(date +%s%3N)\" >>\"$2\"; sleep 0.2\n"
         "      - sh\n      - \"{{ host.name }}\"\n      - " +
         ledger + "\n";
}

Result<std::vector<Start>> read_ledger(const std::string& ledger) {
  std::vector<Start> starts;
  std::ifstream in(ledger);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string attempt;
    Start start;
    words >> attempt >> start.host >> start.at_ms;
    start.attempt = attempt_from_text(attempt);
    if (!words || start.attempt.n == 0)
      return Error{Error::Kind::BadData, "the ledger has a line that cannot be read: " + line, ""};
    starts.push_back(start);
  }
  return starts;
}

}  // namespace balm::torture
