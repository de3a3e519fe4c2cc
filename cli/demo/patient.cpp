#include "cli/demo/patient.h"

#include <array>
#include <filesystem>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/demo/playground.h"
#include "common/io/file_text.h"
#include "common/io/free_port.h"
#include "common/io/system_clock.h"
#include "common/io/unique_fd.h"

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPlugin = "/usr/lib/nagios/plugins/check_http";

std::string filled_in(std::string text, const std::string& name, const std::string& value) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
    text.replace(at, name.size(), value);
  return text;
}

Result<std::string> demo_files() {
  for (const char* const place : {BALM_DEMO_FILES, "/usr/share/balm/demo"}) {
    std::error_code error;
    if (fs::exists(fs::path(place) / "nginx.conf", error)) return std::string(place);
  }
  return Error{Error::Kind::NotFound, "the files of the demo are gone (config/demo)",
               "run it from a clone: ./dev demo"};
}

// All processes of a group: nginx's workers share the group of their master.
std::vector<pid_t> group_members(pid_t group) {
  std::vector<pid_t> members;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto pid = static_cast<pid_t>(std::stol(name));
    if (::getpgid(pid) == group) members.push_back(pid);
  }
  return members;
}

pid_t master_pid(const std::string& folder) {
  const auto text = read_file(folder + "/nginx.pid");
  if (!text || text->find_first_not_of("0123456789\n") != std::string::npos || text->size() > 12 ||
      text->empty())
    return 0;
  return static_cast<pid_t>(std::stol(*text));
}

constexpr Duration kUpWithin = 30s;

bool check_is_ok(MasterClient& master) {
  std::string status;
  const auto on_part = [&](const Value& part) {
    status = part["status"].string_or();
    return MasterClient::Go::On;
  };
  const Value args = Value::map({{"check", "nginx_http"}, {"selector", "demo"}});
  return master.follow("checks.run", args, on_part, {kUpWithin, {}}).ok() && status == "ok";
}

bool nothing_is_open(MasterClient& master) {
  const auto open = master.ask("incidents.list", Value::map({{"state", "open"}}));
  return open && (*open)["incidents"].as_list().empty();
}

// The check may have seen that nginx was not there yet, and Balm may be at work on it: the play begins when
// that is over.
Result<void> until_all_is_well(MasterClient& master, const std::string& trouble) {
  const Instant end = system_now().instant + kUpWithin;
  while (system_now().instant < end) {
    if (check_is_ok(master) && nothing_is_open(master)) return {};
    ::usleep(50'000);
  }
  return Error{Error::Kind::Io, "nginx does not come up: " + trouble, ""};
}

// The group of the demo's own nginx; 0 when it does not run. A stale pid file never leads to a stranger: the
// program running under that number must be an nginx.
pid_t nginx_group(const std::string& folder) {
  const pid_t pid = master_pid(folder);
  std::error_code error;
  if (pid <= 1) return 0;
  const std::string program =
      fs::read_symlink("/proc/" + std::to_string(pid) + "/exe", error).filename().string();
  const pid_t group = program == "nginx" ? ::getpgid(pid) : 0;
  return group > 1 ? group : 0;
}

}  // namespace

Result<Patient> Patient::lay_out(const std::string& folder) {
  const auto files = demo_files();
  if (!files) return files.error();
  if (::access(kPlugin, X_OK) != 0)
    return Error{Error::Kind::NotFound, std::string(kPlugin) + " is not there",
                 "apt-get install monitoring-plugins-basic"};
  if (::access("/usr/sbin/nginx", X_OK) != 0)
    return Error{Error::Kind::NotFound, "nginx is not there", "apt-get install nginx-light"};
  const auto port = free_port();
  if (!port) return port.error();
  const std::string service = "nginx-demo-" + std::to_string(*port);
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(*files, error)) {
    const fs::path target = fs::path(folder) / entry.path().lexically_relative(*files);
    if (entry.is_directory()) {
      fs::create_directories(target, error);
      continue;
    }
    auto text = read_file(entry.path().string());
    if (!text) return text.error();
    std::string mine = filled_in(std::move(text).value(), "@DIR@", folder);
    mine = filled_in(filled_in(std::move(mine), "@PORT@", std::to_string(*port)), "@SERVICE@", service);
    if (auto written = replace_file_quickly(target.string(), mine); !written) return written.error();
  }
  const auto good = read_file(folder + "/nginx.conf");
  if (!good) return good.error();
  if (auto kept = replace_file_quickly(folder + "/nginx.conf.good", *good); !kept) return kept.error();
  return Patient(folder, *port, service);
}

Patient::Patient(Patient&& other) noexcept
    : folder_(std::exchange(other.folder_, "")), port_(other.port_), service_(std::move(other.service_)) {}

Patient::~Patient() {
  if (!folder_.empty()) kill_all();
}

Result<void> Patient::start(MasterClient& master) {
  std::string trouble;
  const auto on_part = [&](const Value& part) {
    if (part["outcome"].string_or() != "succeeded")
      trouble = part["comment"].string_or("nginx.restart did not run");
    return MasterClient::Go::On;
  };
  const auto ran = master.follow(
      "states.run",
      Value::map({{"state", "nginx.restart"}, {"selector", "demo"}, {"params", Value(ValueMap{})}}), on_part,
      {30s, {}});
  if (!ran) return ran.error();
  return until_all_is_well(master, trouble);
}

void Patient::kill_all() const {
  const pid_t group = nginx_group(folder_);
  if (group != 0) (void)::kill(-group, SIGKILL);
}

Result<void> Patient::break_configuration() const {
  auto text = read_file(folder_ + "/nginx.conf");
  if (!text) return text.error();
  const std::string broken =
      filled_in(std::move(text).value(), "listen 127", "sever_name demo;\n    listen 127");
  if (auto written = replace_file_quickly(folder_ + "/nginx.conf", broken); !written) return written;
  kill_all();
  return {};
}

void Patient::hang_worker() const {
  const pid_t group = nginx_group(folder_);
  const pid_t master = master_pid(folder_);
  if (group == 0) return;
  for (const pid_t pid : group_members(group))
    if (pid != master) (void)::kill(pid, SIGSTOP);
  (void)::kill(master, SIGKILL);
}

bool Patient::answers() const {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{0, 300'000};
  (void)::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    return false;
  constexpr std::string_view kRequest = "GET / HTTP/1.0\r\n\r\n";
  if (::send(socket.get(), kRequest.data(), kRequest.size(), MSG_NOSIGNAL) < 0) return false;
  std::array<char, 32> answer{};
  const ssize_t size = ::recv(socket.get(), answer.data(), answer.size(), 0);
  return size > 12 && std::string_view(answer.data(), 12).ends_with("200");
}

}  // namespace balm::cli
