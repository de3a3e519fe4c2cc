// Pages of `balm help` that belong to no command.
#include <algorithm>
#include <array>

#include "cli/exit.h"
#include "cli/help_text.h"

namespace balm::cli {
namespace {

struct Topic {
  std::string_view name;
  std::string_view text;
};

constexpr std::string_view kEnvironment =
    R"(BALM_CONNECT       file that names the master and holds the operator key (see below); --connect FILE beats it
NO_COLOR           set to anything: no colour
CLICOLOR_FORCE     set to anything but 0: colour even in a pipe
CLICOLOR           0: no colour
TERM               dumb: no colour
LC_ALL, LC_CTYPE, LANG   when they do not say UTF-8, everything beyond ASCII is written \u00e9
TZ                 the time zone of local times, an IANA name; otherwise the machine's

The connection is looked for in this order:
  --connect FILE
  $BALM_CONNECT
  /var/lib/balm/master/operator.json     on the master, made at its first start
  ~/.config/balm/operator.json
It is one JSON object: {"endpoint", "server_key", "public_key", "secret_key"}, keys in Z85. The secret stays in the
file; there is no flag and no variable for it. The file is refused when others than its owner and group may read it.
)";

constexpr std::string_view kSelectors =
    R"(Which hosts are meant, the same in commands, rules and checks:

  web3                 the host of that name
  web*                 a bare word is a pattern for the name: * any run of characters, ? one
  role=web             label equal; values may be patterns
  dc!=fra              not equal; also true for hosts without the label
  env in (prod,stage)  one of; also: not in
  role=web,dc!=fra     commas mean and

An empty selector selects nobody. Every host needs the word --all where something is changed; a bare * is refused.
Quote selectors for the shell: -l 'web*'.
)";

constexpr std::string_view kFormatting =
    R"(-o table    for people: fitted to the terminal; free text is cut, the least important columns are left out and named on
            stderr; identifiers never wrap. In a pipe: tab-separated, whole, ISO times
-o wide     more columns
-o json     one document with "schema": "balm/cli/v1". Moments are UTC ISO 8601 with milliseconds; lengths of time carry
            their unit in the name: took_us, cooldown_ms
-o jsonl    one object a line: the rows of a list, the parts of a stream
-o csv      RFC 4180, all columns of -o wide, raw values
-o name     the first column only, for xargs

--columns a,b   these, in this order          --no-headers   rows only
--sort COLUMN   -COLUMN for the reverse       -w             draw again every 2 s
--time local|utc|iso|unix

Data goes to stdout, talk to stderr; -q is silent, -v says more. What hosts say is never sent to a terminal raw: control
characters are shown escaped, as \x1b. With -o json errors are one JSON object on stderr.
)";

constexpr std::string_view kCel =
    R"(A key whose answer is yes or no (if, warning, critical) is a CEL expression; every other value may hold {{ CEL }}.

  event.status == "critical" && event.labels.mount in ["/", "/var"]
  has(event.labels.role) && event.labels.role == "primary"
  metrics.used > 85.0 || duration("4h") > event.eta
  event.output.matches("timed? ?out")
  hosts("role=web").exists(h, h.state == "down")

Types: null bool int uint double string bytes list map timestamp duration. Macros: has() all exists exists_one filter map.
An int and a double compare, but do not add: write 85.0. A missing key is an error, not false: guard it with has().
Mistakes are found when files load: balm rules lint. Values at run time: balm explain 1042.
The language: docs/CEL.md.
)";

constexpr std::string_view kTime =
    R"(Where a moment is asked for:

  10m  2h30m  1d               so long ago (--since), or from now (--until of maintenance)
  03:10                        the last, or the next
  now  today  yesterday  "yesterday 14:00"  "tomorrow 02:00"
  2026-03-14  "2026-03-14 03:10"  2026-03-14T02:10:00Z  2026-03-14T03:10+01:00

Without Z or an offset the time is local (TZ). A time that a clock change skips is refused.
Where a length is asked for: 500ms 90s 10m 2h30m 1d 1w; whole numbers, always with a unit.
Moments are told relative to now on a terminal, in ISO 8601 in a pipe; --time chooses.
)";

std::string_view exit_codes() {
  static const std::string kText = [] {
    std::string text;
    for (const ExitMeaning& meaning : kExitMeanings) {
      const std::string number = std::to_string(static_cast<int>(meaning.code));
      text += std::string(5 - number.size(), ' ') + number + "  " + std::string(meaning.text) + "\n";
    }
    return text +
           "\nEqual for all commands; these are the only ones (no sysexits numbers: a malformed id is 2, a "
           "key that is not\n"
           "allowed is 4, an unreachable master is 5).\n"
           "balm status --exit-code alone answers with the state of the fleet: 0 quiet, 1 Balm is handling "
           "something, 2 a\n"
           "human is needed.\n";
  }();
  return kText;
}

constexpr std::array<std::string_view, 6> kNames{"exit-codes", "environment", "selectors",
                                                 "formatting", "cel",         "time"};

}  // namespace

std::vector<std::string_view> topic_names() {
  return {kNames.begin(), kNames.end()};
}

std::string_view topic_text(std::string_view name) {
  constexpr std::array<Topic, 5> kTopics{{{"environment", kEnvironment},
                                          {"selectors", kSelectors},
                                          {"formatting", kFormatting},
                                          {"cel", kCel},
                                          {"time", kTime}}};
  if (name == "exit-codes") return exit_codes();
  const auto* const found = std::ranges::find(kTopics, name, &Topic::name);
  return found == kTopics.end() ? "" : found->text;
}

}  // namespace balm::cli
