// process: running programs, found by what they are and signalled through a handle (pidfd), never by a number
// that may mean another process by now.
#include "common/state/module_rows.h"

namespace balm {

namespace {

using Type = ArgumentType;

constexpr std::string_view kNameDoc = "name of the program, unless one of the selecting arguments is given";

constexpr ArgumentRow kGrace{"grace", Type::Span, "5s", "time between `signal` and KILL"};
constexpr ArgumentRow kHolding{"holding_deleted_under", Type::Text, "",
                               "those that hold a deleted file open below this folder"};
constexpr ArgumentRow kPattern{"pattern", Type::Text, "",
                               "those whose command line matches this regular expression (RE2)"};
constexpr ArgumentRow kProcess{"process", Type::Text, "", "those whose program has this name"};
constexpr ArgumentRow kUser{"user", Type::Text, "", "only those of this user"};

constexpr ArgumentRow kAbsent[] = {
    kGrace, kHolding, kPattern, kProcess, {"signal", Type::Text, "TERM", "what to send first"}, kUser};
constexpr ArgumentRow kSignalled[] = {
    kHolding, kPattern, kProcess, {"signal", Type::Text, "HUP", "what to send: HUP, TERM, USR1 ..."}, kUser};

constexpr FunctionRow kRows[] = {
    {.name = "process.absent",
     .doc = "No such process runs: TERM, some grace, then KILL. Never itself, its parents, or process 1.",
     .name_doc = kNameDoc,
     .arguments = kAbsent,
     .example =
         "no converter is left behind:\n  process.absent:\n    - pattern: ^/usr/bin/soffice .*--headless\n"
         "    - user: reports\n    - grace: 10s\n"},
    {.name = "process.signalled",
     .doc = "Sends a signal to processes. That is a change each time there are any.",
     .name_doc = kNameDoc,
     .arguments = kSignalled,
     .example = "deleted logs are no longer held open:\n  process.signalled:\n    - holding_deleted_under: "
                "/var/log\n"
                "    - signal: HUP\n"},
};

}  // namespace

std::span<const FunctionRow> process_rows() {
  return kRows;
}

}  // namespace balm
