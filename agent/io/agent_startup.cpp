#include "agent/io/agent_startup.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "common/io/file_text.h"
#include "common/io/state_folder.h"

namespace balm::agent {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "";
  return name.data();
}

// The nearest name the rules for ids allow: "Web_1.example.NET" is "web_1.example.net".
std::string fitted(std::string_view name) {
  std::string id;
  for (const char c : name.substr(0, limits::kIdBytesMax)) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool fits = valid_id(std::string("x") + lower);
    id += fits ? lower : '-';
  }
  const std::size_t first = id.find_first_not_of(".-");
  id.erase(0, first == std::string::npos ? id.size() : first);
  return id.empty() ? "host" : id;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Result<UniqueFd> lock_folder(const std::string& folder) {
  if (auto made = make_folder(folder, 0700); !made) return made.error();
  if (const auto storage = check_state_folder(folder); !storage) return storage.error();
  const std::string path = folder + "/lock";
  UniqueFd file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file)
    return Error{Error::Kind::Denied, path + ": " + std::strerror(errno), "who owns " + folder + "?"};
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0)
    return Error{Error::Kind::Refused, "another balm-agent is running on " + folder,
                 "systemctl status balm-agent, or give this one folders of its own"};
  return file;
}

HostName claimed_name(const AgentConfig& config) {
  return {config.name.empty() ? fitted(host_name()) : config.name};
}

Result<KeyPair> own_keys(const AgentConfig& config) {
  return read_or_create_key_file(config.state_dir + "/agent.key");
}

Result<std::string> master_key(const AgentConfig& config) {
  if (!config.master_key.empty()) return config.master_key;
  const auto text = read_file(config.master_key_file, {.bytes_max = 4'096, .forbidden_mode = 022});
  if (!text && text.error().kind == Error::Kind::NotFound)
    return Error{Error::Kind::NotFound, "there is no key of the master at " + config.master_key_file,
                 "copy it from the master's /var/lib/balm/master/master.pub, or set master_key"};
  if (!text) return text.error();
  const std::string key = trimmed(*text);
  if (!valid_public_key(key))
    return Error{Error::Kind::BadData, config.master_key_file + " does not hold a public key", ""};
  return key;
}

Result<AgentConfig> read_agent_config(const std::string& path) {
  const auto text = read_file(path, {.forbidden_mode = 022});
  if (!text) return text.error();
  Parsed<AgentConfig> config = parse_agent_config(*text, path);
  std::fputs(render(config.issues).c_str(), stderr);
  if (!config.ok()) return Error{Error::Kind::BadData, path + " cannot be used", ""};
  return std::move(config.value);
}

}  // namespace balm::agent
