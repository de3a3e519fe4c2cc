#include "cli/operator_file.h"

#include "common/io/file_text.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

constexpr std::string_view kOnMaster = "/var/lib/balm/master/operator.json";
constexpr std::size_t kBytesMax = 16 * 1024;
constexpr mode_t kOthers = 07;

Error unusable(const std::string& path, const std::string& why, const std::string& hint) {
  return {Error::Kind::Denied, "no usable operator key in " + path + "\n" + why, hint};
}

Error explained(const std::string& path, const Error& error) {
  if (error.kind == Error::Kind::NotFound)
    return unusable(path, "there is no such file", "balm help environment");
  const std::string hint = path == kOnMaster
                               ? "run it as root, or join the group that may read it: ls -l " + path
                               : "chmod 640 " + path + "    (and see that you may read it)";
  return unusable(path, error.message, hint);
}

Result<OperatorFile> read(const std::string& path) {
  const Result<std::string> text = read_file(path, {.bytes_max = kBytesMax, .forbidden_mode = kOthers});
  if (!text) return explained(path, text.error());
  return parse_operator_file(*text, path);
}

}  // namespace

Result<OperatorFile> parse_operator_file(std::string_view json, const std::string& path) {
  const Result<Value> value = value_from_json(json);
  const std::string shape =
      "it holds {\"endpoint\", \"server_key\", \"public_key\", \"secret_key\"}, keys in Z85";
  if (!value)
    return Error{Error::Kind::BadData,
                 path + " is not an operator file: " + value.error().message + "\n" + shape, ""};
  OperatorFile file{path, (*value)["endpoint"].string_or(), (*value)["server_key"].string_or(),
                    (*value)["public_key"].string_or(), (*value)["secret_key"].string_or()};
  constexpr std::size_t kZ85KeySize = 40;
  for (const std::string* const key : {&file.server_key, &file.public_key, &file.secret_key})
    if (key->size() != kZ85KeySize)
      return Error{Error::Kind::BadData,
                   path + " is not an operator file: a key is missing or not 40 characters long\n" + shape,
                   ""};
  if (!file.endpoint.starts_with("tcp://"))
    return Error{Error::Kind::BadData,
                 path + " is not an operator file: no \"endpoint\" as tcp://HOST:PORT\n" + shape, ""};
  return file;
}

Result<OperatorFile> find_operator_file(const OperatorFilePlaces& places) {
  if (!places.asked_for.empty()) return read(places.asked_for);
  if (!places.variable.empty()) return read(places.variable);
  const std::string in_home = places.home.empty() ? "" : places.home + "/.config/balm/operator.json";
  for (const std::string& path : {std::string(kOnMaster), in_home}) {
    if (path.empty()) continue;
    Result<OperatorFile> file = read(path);
    const bool absent = !file && file.error().message.find("no such file") != std::string::npos;
    if (!absent) return file;
  }
  return Error{Error::Kind::Denied,
               "no operator key was found, so there is no master to ask\nlooked for " +
                   std::string(kOnMaster) + (in_home.empty() ? "" : " and " + in_home),
               "run it on the master, or name the file: balm --connect FILE (or BALM_CONNECT)"};
}

}  // namespace balm::cli
