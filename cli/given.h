// Reading what a command was given: names, numbers, host selections, and the question before danger.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/call.h"
#include "common/result.h"

namespace balm::cli {

// "1042" or "#1042". Errors: Kind::Usage.
Result<std::int64_t> incident_number(std::string_view text);
// "@8812" or "8812". Errors: Kind::Usage.
Result<std::int64_t> event_number(std::string_view text);
// "1042.2" or "#1042.2", without the "#". Errors: Kind::Usage.
Result<std::string> attempt_name(std::string_view text);
// A name by the rules of ids.h. Errors: Kind::Usage.
Result<std::string> valid_name(std::string_view text, std::string_view what);
// "k=v" pairs as an object; values stay texts. Errors: Kind::Usage.
Result<Value> pairs(const std::vector<std::string>& texts, std::string_view flag);

// Which hosts are meant: the selector (a positional or -l), or all of them with --all. Every host needs that
// word; `*` and an empty selector are refused. Errors: Kind::Usage.
Result<std::string> chosen_hosts(const Call& call, const std::string& selector);
// The same where nothing given means no filter.
Result<std::string> filtering_hosts(const Call& call);

// --limit and --before of long lists. Errors: Kind::Usage.
inline constexpr Flag kLimitFlag{"limit", 0, "N", "at most so many, from 1 to 1000"};
inline constexpr Flag kBeforeFlag{"before", 0, "ID",
                                  "those older than this one, as the end of the last list says"};
Result<void> with_paging(const Call& call, Question& question);

// A question before something that touches many hosts.
struct Danger {
  std::vector<std::string> hosts;
  std::string effect;  // "put 12 hosts into maintenance"
};
inline constexpr std::size_t kHostsWithoutAsking = 10;

// Yes for few hosts, for --yes, and when the number of hosts is typed. --all with --yes also needs --max.
// Errors: Kind::Refused, nothing done: no terminal and no --yes, another number typed, more hosts than --max.
Result<void> confirmed(Call& call, const Danger& danger);

// The command line as it was typed with flags added, quoted for a shell: what the reader should have typed.
std::string corrected(const Call& call, std::string_view more);
// The same line without a flag.
std::string corrected_without(const Call& call, std::string_view flag);
std::string shell_quoted(std::string_view text);

}  // namespace balm::cli
