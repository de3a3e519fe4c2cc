#include "cli/conformance/check_cases.h"

#include <charconv>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <netinet/in.h>
#include <re2/re2.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/io/file_text.h"
#include "common/io/program_run.h"
#include "common/io/system_clock.h"
#include "common/value_json.h"

namespace balm::conformance {
namespace {

constexpr auto kTimeout = 60s;
// Where a name in `needs` differs from the one in {{name_port}}.
constexpr std::pair<std::string_view, std::string_view> kServerOfNeed[] = {{"ssh_banner", "ssh"},
                                                                           {"udp_echo", "udp"}};

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

class TemporaryFolder {
 public:
  TemporaryFolder() : path_((std::filesystem::temp_directory_path() / "balm-case-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

bool swap_is_off() {
  const auto swaps = read_file("/proc/swaps");
  return swaps.ok() && swaps->find("\n/") == std::string::npos;
}

bool udp_port_is_free(std::string_view port_in_hex) {
  for (const char* table : {"/proc/net/udp", "/proc/net/udp6"}) {
    const auto sockets = read_file(table);
    if (sockets.ok() && sockets->find(":" + std::string(port_in_hex) + " ") != std::string::npos)
      return false;
  }
  return true;
}

bool raw_sockets_open() {
  return static_cast<bool>(UniqueFd(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP)));
}

bool program_exists(const std::string& name) {
  for (const char* folder : {"/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/", "/usr/local/bin/"})
    if (::access((folder + name).c_str(), X_OK) == 0) return true;
  return false;
}

std::int64_t now_seconds() {
  return system_now().wall.seconds();
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

// {{now}}, {{now-60}}, {{now+60}}
void fill_times(std::string& text) {
  for (std::size_t at = 0; (at = text.find("{{now", at)) != std::string::npos;) {
    const std::size_t end = text.find("}}", at);
    if (end == std::string::npos) return;
    const std::string shift = text.substr(at + 5, end - at - 5);
    std::int64_t seconds = 0;
    const char* const first = shift.data() + (shift.starts_with('+') ? 1 : 0);
    std::from_chars(first, shift.data() + shift.size(), seconds);
    text.replace(at, end + 2 - at, std::to_string(now_seconds() + seconds));
  }
}

void make_file(const std::string& path, const std::string& content, const Value& file) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  std::ofstream(path, std::ios::binary) << content;
  if (file.find("age_seconds") == nullptr) return;
  const timespec at{now_seconds() - file["age_seconds"].int_or(), 0};
  const timespec times[2] = {at, at};
  ::utimensat(AT_FDCWD, path.c_str(), times, 0);
}

std::string expectation(const Value& fields) {
  std::string text;
  if (!fields["expect_exit"].is_null()) text += "exit " + to_display(fields["expect_exit"]) + " ";
  if (!fields["expect_signal"].is_null()) text += "signal " + to_display(fields["expect_signal"]) + " ";
  return text + fields["expect_status"].string_or();
}

std::string result_text(const Value& fields, const Finished& finished) {
  std::string text;
  if (!fields["expect_exit"].is_null()) text += "exit " + std::to_string(finished.exit_code) + " ";
  if (!fields["expect_signal"].is_null()) text += "signal " + std::to_string(finished.signal) + " ";
  if (!fields["expect_status"].is_null())
    text += upper_case(to_text(nagios::meaning_of(finished.end()).status));
  return text;
}

}  // namespace

CheckCases::CheckCases(std::string plugin_folder) : plugin_folder_(std::move(plugin_folder)) {}

CaseOutcome CheckCases::run(std::string_view line) {
  Case c = read_case(line);
  if (!c.readable) return c.outcome;
  const std::string program = element(c.fields["argv"], 0).string_or();
  if (::access((plugin_folder_ + "/" + program).c_str(), X_OK) != 0) {
    c.outcome.skipped = program + " is not installed (package monitoring-plugins-basic)";
    return c.outcome;
  }
  if (servers_ == nullptr && to_json(c.fields).find("_port}}") != std::string::npos)
    servers_ = std::make_unique<CheckServers>();
  c.outcome.skipped = missing_need(c.fields["needs"]);
  if (!c.outcome.skipped.empty()) return c.outcome;
  const TemporaryFolder folder;
  run_plugin(c, folder.path());
  return c.outcome;
}

void CheckCases::run_plugin(Case& c, const std::string& folder) const {
  ProgramSpec spec;
  spec.directory = folder;
  for (const Value& word : c.fields["argv"].as_list()) spec.argv.push_back(filled(word.string_or(), folder));
  spec.argv[0] = plugin_folder_ + "/" + spec.argv[0];
  if (c.fields["setup"].is(Value::Kind::List))
    for (const Value& file : c.fields["setup"].as_list())
      make_file(filled(file["path"].string_or(), folder), filled(file["content"].string_or(), folder), file);
  const auto finished = balm::run(spec, kTimeout);
  if (!finished) return compare(c.outcome, expectation(c.fields), finished.error().message);
  compare(c.outcome, expectation(c.fields), result_text(c.fields, *finished));
  const std::string pattern = c.fields["stdout_regex"].string_or();
  if (!pattern.empty() && !RE2::PartialMatch(finished->output, RE2("(?m)" + pattern))) {
    c.outcome.passed = false;
    c.outcome.expected += " output like " + pattern;
  }
  c.outcome.got += " output " + to_json(finished->output);
}

// Why the case cannot be run on this machine; empty when it can.
std::string CheckCases::missing_need(const Value& needs) const {
  if (!needs.is(Value::Kind::List)) return "";
  for (const Value& value : needs.as_list()) {
    const std::string need = value.string_or();
    std::string missing;
    if (need == "no_swap")
      missing = swap_is_off() ? "" : "there is swap";
    else if (need == "no_lm_sensors")
      missing = program_exists("sensors") ? "lm-sensors is installed" : "";
    else if (need == "no_ntp")
      missing = udp_port_is_free("007B") ? "" : "port 123 is taken";
    else if (need == "raw_socket")
      missing = raw_sockets_open() ? "" : "no raw sockets";
    else if (need == "ping_program")
      missing = program_exists("ping") ? "" : "there is no ping";
    else if (need == "negate")
      missing = ::access((plugin_folder_ + "/negate").c_str(), X_OK) == 0 ? "" : "there is no negate";
    else
      missing = missing_server(need);
    if (!missing.empty()) return missing;
  }
  return "";
}

std::string CheckCases::missing_server(const std::string& need) const {
  std::string_view name = need;
  for (const auto& [other, server] : kServerOfNeed)
    if (name == other) name = server;
  if (servers_ == nullptr || servers_->port(name) != 0) return "";
  return need == "tls" ? "no TLS server: " + servers_->tls_trouble() : "there is no server " + need;
}

std::string CheckCases::filled(std::string text, const std::string& folder) const {
  replace_all(text, "{{plugins}}", plugin_folder_);
  replace_all(text, "{{tmp}}", folder);
  fill_times(text);
  for (std::size_t at = 0; (at = text.find("{{", at)) != std::string::npos; ++at) {
    const std::size_t end = text.find("_port}}", at);
    if (end == std::string::npos || servers_ == nullptr) return text;
    const std::string name = text.substr(at + 2, end - at - 2);
    text.replace(at, end + 7 - at, std::to_string(servers_->port(name)));
  }
  return text;
}

}  // namespace balm::conformance
