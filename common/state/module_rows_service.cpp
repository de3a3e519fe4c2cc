// service: daemons, by whatever starts them here: systemd, `service` (System V), or plain commands.
#include "common/state/module_rows.h"

namespace balm {

namespace {

using Type = ArgumentType;

constexpr std::string_view kNameDoc =
    "the service: a unit, an init script, or for commands a name of your choice";

constexpr ArgumentRow kAs{"as", Type::Text, "", "user the start command runs as"};
constexpr ArgumentRow kCheck{"check", Type::TextList, "", "command that succeeds while the service runs"};
constexpr ArgumentRow kCwd{"cwd", Type::Text, "/", "folder the start command runs in"};
constexpr ArgumentRow kEnable{"enable", Type::Bool, "",
                              "also start it with the host (true) or do not (false)"};
constexpr ArgumentRow kEnv{"env", Type::Map, "", "environment of the start command"};
constexpr ArgumentRow kGrace{"grace", Type::Span, "10s", "time to end in peace, before KILL"};
constexpr ArgumentRow kPidfile{"pidfile", Type::Text, "",
                               "file with the pid of the daemon, for those that fork away"};
constexpr ArgumentRow kProvider{
    "provider", Type::Text, "",
    "systemd, sysv or command; guessed: command when `start` is given, else what runs the host"};
constexpr ArgumentRow kReload{"reload", Type::Bool, "false",
                              "when a watched step changed: reload instead of restart"};
constexpr ArgumentRow kReloadWith{"reload_with", Type::TextList, "",
                                  "command that makes it read its settings again; otherwise HUP"};
constexpr ArgumentRow kSettle{"settle", Type::Span, "500ms", "the started process must live this long"};
constexpr ArgumentRow kStart{"start", Type::TextList, "", "command that starts it: argv"};
constexpr ArgumentRow kStop{"stop", Type::TextList, "",
                            "command that stops it; otherwise TERM to its processes"};

constexpr ArgumentRow kRunning[] = {kAs,       kCheck,  kCwd,        kEnable, kEnv,   kGrace, kPidfile,
                                    kProvider, kReload, kReloadWith, kSettle, kStart, kStop};
constexpr ArgumentRow kRestarted[] = {kAs,      kCheck,    kCwd,    kEnv,   kGrace,
                                      kPidfile, kProvider, kSettle, kStart, kStop};
constexpr ArgumentRow kDead[] = {kCheck, kEnable, kGrace, kPidfile, kProvider, kStart, kStop};
constexpr ArgumentRow kReloaded[] = {kCheck, kPidfile, kProvider, kReloadWith, kStart};
constexpr ArgumentRow kBoot[] = {kProvider};

constexpr FunctionRow kRows[] = {
    {.name = "service.dead",
     .doc = "The service does not run.",
     .name_doc = kNameDoc,
     .arguments = kDead,
     .example = "the importer rests:\n  service.dead:\n    - name: importer\n"},
    {.name = "service.disabled",
     .doc = "The service does not start with the host.",
     .name_doc = kNameDoc,
     .arguments = kBoot,
     .example = "telnet: service.disabled\n"},
    {.name = "service.enabled",
     .doc = "The service starts with the host.",
     .name_doc = kNameDoc,
     .arguments = kBoot,
     .example = "nginx: service.enabled\n"},
    {.name = "service.reloaded",
     .doc = "A running service reads its settings again. It fails when the service does not run.",
     .name_doc = kNameDoc,
     .arguments = kReloaded,
     .example = "nginx takes its new settings:\n  service.reloaded:\n    - name: nginx\n"},
    {.name = "service.restarted",
     .doc = "The service is freshly started, whether it ran before or not. Leftovers of the old one are "
            "ended first.",
     .name_doc = kNameDoc,
     .arguments = kRestarted,
     .example = "nginx is freshly started:\n  service.restarted:\n    - name: nginx\n",
     .can_watch = true},
    {.name = "service.running",
     .doc = "The service runs; it is started when it does not, and restarted when a watched step changed "
            "something.",
     .name_doc = kNameDoc,
     .arguments = kRunning,
     .example = "nginx is up:\n  service.running:\n    - name: nginx\n    - watch: [nginx configuration]\n",
     .can_watch = true},
};

}  // namespace

std::span<const FunctionRow> service_rows() {
  return kRows;
}

}  // namespace balm
