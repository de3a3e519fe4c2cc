// Services that systemd runs, through systemctl.
#include <map>
#include <sstream>
#include <utility>

#include "agent/io/modules/command_run.h"
#include "agent/io/modules/service_provider.h"

namespace balm::agent::modules {

namespace {

constexpr auto kAnswerTimeout = std::chrono::seconds(30);  // systemctl only asks here

class SystemdProvider : public ServiceProvider {
 public:
  SystemdProvider(const ModuleCall& call, const HostSettings& host)
      : name_(call.name), timeout_(call.timeout), host_(host) {}

  std::string_view kind() const override { return "systemd"; }

  Result<ServiceStatus> status() override {
    auto ended =
        systemctl({"show", "--property=LoadState,ActiveState,UnitFileState,MainPID"}, kAnswerTimeout);
    if (!ended) return ended.error();
    std::map<std::string, std::string> facts;
    std::istringstream lines(ended->output);
    for (std::string line; std::getline(lines, line);)
      if (const std::size_t equals = line.find('='); equals != std::string::npos)
        facts[line.substr(0, equals)] = line.substr(equals + 1);
    if (!ended->succeeded() || !facts.contains("LoadState"))
      return Error{Error::Kind::Io,
                   "systemctl does not answer: " + ended->describe() + " " + without_line_ends(ended->error),
                   ""};
    ServiceStatus status;
    status.known = facts["LoadState"] != "not-found";
    const std::string& active = facts["ActiveState"];
    status.running = active == "active" || active == "reloading";
    const std::string& file = facts["UnitFileState"];
    if (file == "enabled" || file == "enabled-runtime") status.enabled = true;
    if (file == "disabled" || file == "masked") status.enabled = false;
    if (status.running && facts["MainPID"] != "0") status.detail = "pid " + facts["MainPID"];
    return status;
  }

  Result<void> start() override { return change("start"); }
  Result<void> stop() override { return change("stop"); }
  Result<void> restart() override { return change("restart"); }
  Result<void> reload() override { return change("reload"); }
  Result<void> enable(bool with_host) override { return change(with_host ? "enable" : "disable"); }

 private:
  Result<Finished> systemctl(std::vector<std::string> words, Duration timeout) {
    words.insert(words.begin(), "systemctl");
    words.push_back("--");
    words.push_back(name_);
    return run_command(command_spec(std::move(words), Value(ValueMap{}), host_), timeout, host_);
  }

  Result<void> change(const std::string& verb) {
    auto ended = systemctl({verb}, timeout_);
    if (!ended) return ended.error();
    if (ended->succeeded()) return {};
    return Error{
        Error::Kind::Io,
        "systemctl " + verb + " " + name_ + ": " + ended->describe() + " " + without_line_ends(ended->error),
        ""};
  }

  std::string name_;
  Duration timeout_;
  const HostSettings& host_;
};

}  // namespace

std::unique_ptr<ServiceProvider> systemd_provider(const ModuleCall& call, const HostSettings& host) {
  return std::make_unique<SystemdProvider>(call, host);
}

}  // namespace balm::agent::modules
