#include "agent/io/checks_folder.h"

#include <sys/stat.h>

#include "common/document/document.h"
#include "common/io/file_text.h"
#include "common/io/folder_text.h"

namespace balm::agent {
namespace {

const std::vector<std::string> kSuffixes{".yaml", ".yml"};

}  // namespace

Result<Parsed<std::vector<CheckDocument>>> ChecksFolder::read() {
  auto texts = read_folder(path_, {.suffixes = kSuffixes, .forbidden_mode = 022});
  const bool missing = !texts && texts.error().kind == Error::Kind::NotFound;
  if (!texts && !missing) return texts.error();
  if (filled_ && (missing || texts->empty()))
    return Error{Error::Kind::BadData, "nothing is left in " + path_,
                 "if that is meant, put a file there that says `allow_empty: true`"};
  if (missing) return Parsed<std::vector<CheckDocument>>{};
  filled_ = !texts->empty();
  std::vector<NamedText> files;
  for (FolderFile& file : *texts) files.push_back({"checks.d/" + file.name, std::move(file.text)});
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
