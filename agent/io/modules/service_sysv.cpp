// Services with a System V init script, through `service` and `update-rc.d`.
#include <utility>

#include <dirent.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include "agent/io/modules/command_run.h"
#include "agent/io/modules/service_provider.h"

namespace balm::agent::modules {

namespace {

constexpr auto kAnswerTimeout = std::chrono::seconds(30);

// Whether /etc/rc2.d to rc5.d hold a start link.
bool has_start_link(const std::string& name) {
  const std::string pattern = "S[0-9][0-9]" + name;
  for (const char* folder : {"/etc/rc2.d", "/etc/rc3.d", "/etc/rc4.d", "/etc/rc5.d"}) {
    DIR* open = ::opendir(folder);
    if (!open) continue;
    bool found = false;
    while (const dirent* entry = ::readdir(open))
      found = found || ::fnmatch(pattern.c_str(), entry->d_name, 0) == 0;
    ::closedir(open);
    if (found) return true;
  }
  return false;
}

class SysvProvider : public ServiceProvider {
 public:
  SysvProvider(const ModuleCall& call, const HostSettings& host)
      : name_(call.name), timeout_(call.timeout), host_(host) {}

  std::string_view kind() const override { return "sysv"; }

  Result<ServiceStatus> status() override {
    ServiceStatus status;
    struct stat info {};
    status.known =
        name_.find('/') == std::string::npos && ::stat((host_.init_folder + "/" + name_).c_str(), &info) == 0;
    if (!status.known) return status;
    auto ended = run_words({"service", name_, "status"}, kAnswerTimeout);
    if (!ended) return ended.error();
    status.running = ended->succeeded();
    status.enabled = has_start_link(name_);
    return status;
  }

  Result<void> start() override { return change({"service", name_, "start"}); }
  Result<void> stop() override { return change({"service", name_, "stop"}); }
  Result<void> restart() override { return change({"service", name_, "restart"}); }
  Result<void> reload() override { return change({"service", name_, "reload"}); }
  Result<void> enable(bool with_host) override {
    if (with_host)
      if (auto known = change({"update-rc.d", name_, "defaults"}); !known) return known;
    return change({"update-rc.d", name_, with_host ? "enable" : "disable"});
  }

 private:
  Result<Finished> run_words(std::vector<std::string> words, Duration timeout) {
    auto spec = command_spec(std::move(words), Value(ValueMap{}), host_);
    if (spec) spec->environment[kServiceVariable] = name_;
    return run_command(spec, timeout, host_);
  }

  Result<void> change(const std::vector<std::string>& words) {
    auto ended = run_words(words, timeout_);
    if (!ended) return ended.error();
    if (ended->succeeded()) return {};
    return Error{
        Error::Kind::Io,
        shown(words) + ": " + ended->describe() + " " + without_line_ends(ended->output + ended->error), ""};
  }

  std::string name_;
  Duration timeout_;
  const HostSettings& host_;
};

}  // namespace

std::unique_ptr<ServiceProvider> sysv_provider(const ModuleCall& call, const HostSettings& host) {
  return std::make_unique<SysvProvider>(call, host);
}

Result<std::unique_ptr<ServiceProvider>> provider_for(const ModuleCall& call, const HostSettings& host) {
  const std::string asked = call["provider"].string_or();
  struct stat info {};
  // The folder systemd makes when it runs the host: sd_booted(3).
  const bool systemd = ::stat("/run/systemd/system", &info) == 0 && S_ISDIR(info.st_mode);
  const bool sysv = ::stat(host.init_folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
  if (asked == "command" || (asked.empty() && !call["start"].is_null())) return command_provider(call, host);
  if (asked == "systemd" || (asked.empty() && systemd)) return systemd_provider(call, host);
  if (asked == "sysv" || (asked.empty() && sysv)) return sysv_provider(call, host);
  if (!asked.empty())
    return Error{Error::Kind::NotFound, "there is no provider " + asked + ": systemd, sysv or command", ""};
  return Error{Error::Kind::NotFound, "nothing runs services on this host; give `start`", ""};
}

}  // namespace balm::agent::modules
