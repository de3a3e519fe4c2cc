#include "agent/io/modules/file_source.h"

#include <sys/stat.h>

#include "common/hash.h"

namespace balm::agent::modules {

namespace {

constexpr std::string_view kFilePrefix = "file://";
constexpr std::string_view kTreePrefix = "salt://";
constexpr std::size_t kSha256Digits = 64;

bool is_file(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

// "" when there is no such place here.
std::string path_of(const std::string& source, const HostSettings& host) {
  if (source.starts_with(kFilePrefix)) return source.substr(kFilePrefix.size());
  if (!source.starts_with(kTreePrefix)) return source;
  const std::string inside = source.substr(kTreePrefix.size());
  if (host.file_root.empty() || inside.find("..") != std::string::npos) return "";
  return host.file_root + "/" + inside;
}

Error missing(const std::string& source, const std::string& path) {
  if (source.starts_with(kTreePrefix))
    return {Error::Kind::NotFound, "Source file " + source + " not found",
            "give `contents`, or a path of this host"};
  return {Error::Kind::NotFound, "Local file source " + path + " does not exist", ""};
}

}  // namespace

Result<std::string> find_source(const Value& sources, const HostSettings& host) {
  std::string first;
  for (const Value& entry : sources.as_list()) {
    const std::string path = path_of(entry.as_string(), host);
    if (path.starts_with('/') && is_file(path)) return path;
    if (first.empty()) first = entry.as_string();
  }
  if (sources.as_list().size() > 1)
    return Error{Error::Kind::NotFound, "none of the specified sources were found", ""};
  return missing(first, path_of(first, host));
}

Result<void> check_source_hash(const ModuleCall& call, const std::string& text) {
  std::string wanted = call["source_hash"].string_or();
  if (wanted.empty() || call["skip_verify"].bool_or()) return {};
  for (const std::string_view prefix : {"sha256=", "sha256:"})
    if (wanted.starts_with(prefix)) wanted = wanted.substr(prefix.size());
  if (wanted.size() != kSha256Digits ||
      wanted.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
    return Error{Error::Kind::BadData, "source_hash is no SHA-256: give 64 hex digits", ""};
  for (char& digit : wanted)
    if (digit >= 'A' && digit <= 'F') digit = static_cast<char>(digit - 'A' + 'a');
  const std::string actual = sha256_hex(text);
  if (actual == wanted) return {};
  return Error{Error::Kind::BadData,
               "Specified sha256 checksum for " + call.name + " (" + wanted +
                   ") does not match actual checksum (" + actual + ")",
               ""};
}

std::string backup_suffix(const Value& backup, std::string_view otherwise) {
  if (backup.is_null()) return std::string(otherwise);
  if (backup.is(Value::Kind::Bool)) return backup.as_bool() ? ".bak" : "";
  const std::string suffix = backup.string_or();
  if (suffix.find('/') != std::string::npos || suffix.empty()) return "";
  return suffix.starts_with('.') ? suffix : ".bak";
}

}  // namespace balm::agent::modules
