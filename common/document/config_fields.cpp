#include "common/document/config_fields.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace balm {
namespace {

constexpr std::size_t kPathBytesMax = 4096;
constexpr std::size_t kAccountBytesMax = 32;
constexpr std::size_t kPublicKeyLength = 40;

bool climbs(std::string_view path) {
  for (std::size_t at = path.find(".."); at != std::string_view::npos; at = path.find("..", at + 1)) {
    const bool starts = at == 0 || path[at - 1] == '/';
    const bool ends = at + 2 == path.size() || path[at + 2] == '/';
    if (starts && ends) return true;
  }
  return false;
}

std::string_view objection_to_path(std::string_view path) {
  if (path.find("://") != std::string_view::npos || path.substr(0, 5) == "file:")
    return "is a URI, not a path";
  if (path.empty() || path.front() != '/')
    return "is relative: what it means would depend on where the daemon starts";
  if (climbs(path)) return "leads upwards with `..`";
  if (path.size() > kPathBytesMax) return "is too long";
  return {};
}

bool is_account(std::string_view name) {
  const auto fits = [](char c) { return std::islower(static_cast<unsigned char>(c)) || c == '_'; };
  const auto follows = [&](char c) {
    return fits(c) || std::isdigit(static_cast<unsigned char>(c)) || c == '-';
  };
  return !name.empty() && name.size() <= kAccountBytesMax && fits(name[0]) &&
         std::all_of(name.begin(), name.end(), follows);
}

bool is_z85(char c) {
  constexpr std::string_view kMarks = ".-:+=^!/*?&<>()[]{}@%$#";
  return std::isalnum(static_cast<unsigned char>(c)) || kMarks.find(c) != std::string_view::npos;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

void hide_line(const Place& place, Issues& issues) {
  for (Issue& issue : issues)
    if (issue.place.source == place.source && issue.place.line == place.line) issue.excerpt.clear();
}

}  // namespace

std::optional<std::string> read_path(const YamlNode& node, Issues& issues) {
  std::optional<std::string> path = read_filled_text(node, issues);
  if (!path) return std::nullopt;
  const std::string_view objection = objection_to_path(*path);
  if (objection.empty()) return path;
  issues.push_back(node.error("E231", "the path " + std::string(objection), "write it from `/` on"));
  return std::nullopt;
}

std::string read_path(Fields& fields, std::string_view key, std::string_view fallback) {
  const YamlNode* node = fields.find(key);
  if (node == nullptr) return std::string(fallback);
  return read_path(*node, fields.issues()).value_or(std::string(fallback));
}

Endpoint read_endpoint(Fields& fields, std::string_view key, const Endpoint& fallback, EndpointUse use) {
  const YamlNode* node = fields.find(key);
  const std::optional<std::string> text =
      node == nullptr ? std::nullopt : read_filled_text(*node, fields.issues());
  if (!text) return fallback;
  Result<Endpoint> endpoint = endpoint_from_text(*text);
  if (!endpoint.ok()) {
    fields.issues().push_back(node->error("E230", endpoint.error().message, endpoint.error().hint));
    return fallback;
  }
  if (use == EndpointUse::Connect || is_address(endpoint->host)) return std::move(endpoint).value();
  fields.issues().push_back(
      node->error("E230", "`" + endpoint->host + "` is a name; to listen, one address is needed",
                  "127.0.0.1 for this machine alone, 0.0.0.0 for every interface"));
  return fallback;
}

std::string read_account(Fields& fields, std::string_view key, std::string_view fallback) {
  const YamlNode* node = fields.find(key);
  const std::optional<std::string> name =
      node == nullptr ? std::nullopt : read_filled_text(*node, fields.issues());
  if (!name) return std::string(fallback);
  if (is_account(*name)) return *name;
  fields.issues().push_back(node->error("E233", "`" + *name + "` is not the name of a user or group",
                                        "small letters, digits, `_` and `-`; names, not numbers"));
  return std::string(fallback);
}

std::string read_public_key(Fields& fields, std::string_view key) {
  const YamlNode* node = fields.find(key);
  const std::optional<std::string> text =
      node == nullptr ? std::nullopt : read_filled_text(*node, fields.issues());
  if (!text) return {};
  if (text->size() == kPublicKeyLength && std::all_of(text->begin(), text->end(), is_z85)) return *text;
  fields.issues().push_back(node->error("E234",
                                        "a public key has 40 characters, as `balm keys show` prints them",
                                        "put it in quotes: it may hold `#`, `:` and brackets"));
  return {};
}

LogConfig read_log(Fields& fields) {
  LogConfig log;
  const YamlNode* node = fields.find("log");
  if (node == nullptr) return log;
  Fields inner(*node, "`log`", fields.issues());
  log.level = static_cast<LogConfig::Level>(
      inner.choice("level", static_cast<std::size_t>(log.level), {"error", "warning", "info", "debug"}));
  log.format = static_cast<LogConfig::Format>(
      inner.choice("format", static_cast<std::size_t>(log.format), {"text", "json"}));
  inner.finish();
  return log;
}

void refuse_secret(const YamlEntry& entry, Issues& issues) {
  constexpr std::array<std::string_view, 9> kSecretNames = {"password",    "passwd",     "secret",
                                                            "token",       "api_key",    "apikey",
                                                            "private_key", "credential", "passphrase"};
  const std::string name = lower(entry.key.text);
  const auto named_so = [&](std::string_view word) { return name.find(word) != std::string::npos; };
  if (std::none_of(kSecretNames.begin(), kSecretNames.end(), named_so)) return;
  const bool ends_with_file = name.size() >= 4 && name.substr(name.size() - 4) == "file";
  const bool names_a_file = ends_with_file || entry.value.text.substr(0, 1) == "/";
  if (!entry.value.is_scalar() || names_a_file) return;
  Issue issue = entry.key.error(
      "E232", "`" + entry.key.text + "` looks like a secret, and secrets do not stand in files people read");
  issue.guess = "keep it in a file of mode 0600 and write that file's path here";
  issues.push_back(std::move(issue));
  hide_line(entry.key.place(), issues);
  hide_line(entry.value.place(), issues);
}

}  // namespace balm
