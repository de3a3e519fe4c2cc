#include "agent/io/checks_folder.h"

#include <sys/stat.h>

#include "common/document/document.h"
#include "common/io/file_text.h"
#include "common/io/folder_text.h"

namespace balm::agent {
namespace {

const std::vector<std::string> kSuffixes{".yaml", ".yml"};

enum class Times { No, Yes };

std::string time_text(const timespec& time) {
  return " " + std::to_string(time.tv_sec) + "." + std::to_string(time.tv_nsec);
}

// Mode and owner as well: they may be why the files were refused. A folder's times change with every draft.
std::string facts_text(const std::string& path, Times times) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return "";
  std::string text = path + " " + std::to_string(info.st_mode) + " " + std::to_string(info.st_uid);
  if (times == Times::Yes)
    text += " " + std::to_string(info.st_ino) + " " + std::to_string(info.st_size) + time_text(info.st_mtim);
  return text + "\n";
}

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
  std::vector<std::string> names = kSuffixes;
  names.emplace_back(kManifestName);
  const auto paths = list_folder(path_, names);
  if (!paths) return paths.error().message;
  std::string print = facts_text(path_, Times::No);
  for (const std::string& path : *paths) print += facts_text(path, Times::Yes);
  return print;
}

}  // namespace balm::agent
