// cmd: programs and shell lines.
#include "common/state/module_rows.h"

namespace balm {

namespace {

using Type = ArgumentType;

constexpr ArgumentRow kArgs{"args", Type::TextList, "",
                            "arguments of the script; a text is split by the shell"};
constexpr ArgumentRow kArgv{"argv", Type::TextList, "", "program and arguments, started without a shell"};
constexpr ArgumentRow kAs{"as", Type::Text, "", "user to run as; `runas` is the same"};
constexpr ArgumentRow kContent{"content", Type::Text, "", "the script itself, instead of `source`"};
constexpr ArgumentRow kCwd{"cwd", Type::Text, "", "folder to run in; it must exist"};
constexpr ArgumentRow kEnv{"env", Type::Map, "", "further environment variables; `null` takes one away"};
constexpr ArgumentRow kHide{"hide_output", Type::Bool, "false",
                            "keep what the program says out of the result"};
constexpr ArgumentRow kIgnoreTimeout{"ignore_timeout", Type::Bool, "false",
                                     "running out of time counts as success"};
constexpr ArgumentRow kRunas{"runas", Type::Text, "", "user to run as"};
constexpr ArgumentRow kShell{"shell", Type::Text, "/bin/sh", "the shell that reads the command line"};
constexpr ArgumentRow kSource{"source", Type::Text, "", "path of the script; the name when not given"};
constexpr ArgumentRow kStdin{"stdin", Type::Text, "", "what the program reads; otherwise nothing"};
constexpr ArgumentRow kSuccess{"success_retcodes", Type::List, "", "exit codes besides 0 that are a success"};
constexpr ArgumentRow kUmask{"umask", Type::Mode, "", "mask for files the program makes"};

constexpr ArgumentRow kRunArguments[] = {kArgv,  kAs,    kCwd,   kEnv,     kHide, kIgnoreTimeout,
                                         kRunas, kShell, kStdin, kSuccess, kUmask};
constexpr ArgumentRow kScriptArguments[] = {kArgs,  kAs,    kContent, kCwd,   kEnv,     kHide, kIgnoreTimeout,
                                            kRunas, kShell, kSource,  kStdin, kSuccess, kUmask};

constexpr std::string_view kNameDoc = "the command line; only a label when `argv` is given";

constexpr FunctionRow kRows[] = {
    {.name = "cmd.run",
     .doc = "Runs a command. Anything but exit code 0 is a failure; each run is a change, so give `unless`, "
            "`onlyif`, "
            "`creates` or `onchanges` where it may not run twice.",
     .name_doc = kNameDoc,
     .arguments = kRunArguments,
     .example = "nginx configuration parses:\n  cmd.run:\n    - argv: [nginx, -t]\n",
     .can_watch = true},
    {.name = "cmd.script",
     .doc = "Runs a script of its own: a file of the host, or text given here.",
     .name_doc = "path of the script when neither `source` nor `content` is given",
     .arguments = kScriptArguments,
     .example = "old sessions are dropped:\n  cmd.script:\n    - content: |\n        #!/bin/sh\n        find "
                "/var/lib/app/sessions -mmin +60 -delete\n",
     .can_watch = true},
    {.name = "cmd.wait",
     .doc = "Like `cmd.run`, but only when a step it watches has changed something.",
     .name_doc = kNameDoc,
     .arguments = kRunArguments,
     .example =
         "caches are rebuilt:\n  cmd.wait:\n    - argv: [fc-cache, -f]\n    - watch: [fonts are there]\n",
     .can_watch = true},
};

}  // namespace

std::span<const FunctionRow> cmd_rows() {
  return kRows;
}

}  // namespace balm
