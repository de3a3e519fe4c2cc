#include "agent/io/checks_folder.h"

#include <algorithm>

#include <sys/stat.h>

#include "common/document/document.h"
#include "common/io/file_text.h"

namespace balm::agent {
namespace {

const std::vector<std::string> kSuffixes{".yaml", ".yml"};

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

Result<Parsed<std::vector<CheckDocument>>> ChecksFolder::read() const {
  const auto paths = list_folder(path_, kSuffixes);
  if (!paths && paths.error().kind == Error::Kind::NotFound) return Parsed<std::vector<CheckDocument>>{};
  if (!paths) return paths.error();
  std::vector<NamedText> files;
  for (const std::string& path : *paths) {
    auto text = read_file(path, {.forbidden_mode = 022});
    if (!text) return text.error();
    files.push_back({"checks.d/" + base_name(path), std::move(*text)});
  }
  KnownNames known;
  known.zones = zones_;
  known.notifiers_complete = false;
  Parsed<Documents> documents = read_documents(files, known);
  Parsed<std::vector<CheckDocument>> checks{std::move(documents.value.checks), std::move(documents.issues)};
  if (checks.value.size() > limits::kChecksPerAgentMax)
    checks.issues.push_back(
        {.message = "there are more than " + std::to_string(limits::kChecksPerAgentMax) + " checks"});
  return checks;
}

std::string ChecksFolder::print() const {
  const auto paths = list_folder(path_, kSuffixes);
  if (!paths) return paths.error().message;
  std::string print;
  for (const std::string& path : *paths) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) continue;
    print += path + " " + std::to_string(info.st_ino) + " " + std::to_string(info.st_size) + " " +
             std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec) + "\n";
  }
  return print;
}

}  // namespace balm::agent
