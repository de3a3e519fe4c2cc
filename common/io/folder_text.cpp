#include "common/io/folder_text.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <string_view>

#include <sys/stat.h>

#include "common/hash.h"
#include "common/io/file_text.h"
#include "common/io/system_error.h"
#include "common/size_text.h"

namespace balm {
namespace {

constexpr std::size_t kDigits = 64;  // of a SHA-256

using Sums = std::map<std::string, std::string, std::less<>>;  // name -> digits

Result<struct stat> facts_of(const std::string& folder, mode_t forbidden) {
  struct stat facts {};
  if (::stat(folder.c_str(), &facts) != 0) return system_error("cannot read the folder " + folder, errno);
  if ((facts.st_mode & forbidden) == 0) return facts;
  return Error{Error::Kind::Denied, "others can write to " + folder,
               "chmod " + std::string((forbidden & 020u) != 0 ? "go-w " : "o-w ") + folder};
}

// Lines of sha256sum(1): 64 digits, a blank, a blank or `*`, the name.
Result<Sums> sums_in(const std::string& manifest) {
  const auto text = read_file(manifest);
  if (!text) return text.error();
  Sums sums;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const bool fits = line.size() > kDigits + 2 && line[kDigits] == ' ' &&
                      line.find_first_not_of("0123456789abcdef") == kDigits;
    if (!fits)
      return Error{Error::Kind::BadData, manifest + " is not what sha256sum writes",
                   "cut off? sha256sum *.yaml > " + std::string(kManifestName)};
    sums.emplace(line.substr(kDigits + 2), line.substr(0, kDigits));
  }
  return sums;
}

bool counts(std::string_view name, const FolderRules& rules) {
  const auto ends_name = [name](const std::string& suffix) { return name.ends_with(suffix); };
  return std::any_of(rules.suffixes.begin(), rules.suffixes.end(), ends_name);
}

Result<void> check_manifest(const std::string& folder, const FolderRules& rules,
                            const std::vector<FolderFile>& files) {
  auto sums = sums_in(folder + "/" + kManifestName);
  if (!sums && sums.error().kind == Error::Kind::NotFound) return {};
  if (!sums) return sums.error();
  const auto mismatch = [&](const std::string& name, const char* why) {
    return Error{Error::Kind::BadData, folder + "/" + name + " " + why,
                 "is a copy under way? if not: sha256sum them all into " + std::string(kManifestName)};
  };
  for (const FolderFile& file : files) {
    const auto sum = sums->find(file.name);
    if (sum == sums->end()) return mismatch(file.name, "is not in SHA256SUMS");
    if (sum->second != sha256_hex(file.text)) return mismatch(file.name, "is not what SHA256SUMS says");
    sums->erase(sum);
  }
  for (const auto& [name, digits] : *sums)
    if (counts(name, rules)) return mismatch(name, "is in SHA256SUMS, but not there");
  return {};
}

Result<std::vector<FolderFile>> read_all(const std::string& folder, const FolderRules& rules, uid_t owner) {
  const auto paths = list_folder(folder, rules.suffixes);
  if (!paths) return paths.error();
  const auto too_much = [&](const std::string& bound) {
    return Error{Error::Kind::BadData, "more than " + bound + " in " + folder, "is that the right folder?"};
  };
  if (paths->size() > rules.files_max) return too_much(std::to_string(rules.files_max) + " files");
  std::vector<FolderFile> files;
  std::size_t bytes = 0;
  for (const std::string& path : *paths) {
    auto text = read_file(
        path, {.forbidden_mode = rules.forbidden_mode, .owner = owner, .follow_link = rules.follow_links});
    if (!text) return text.error();
    bytes += text->size();
    if (bytes > rules.bytes_max) return too_much(size_text(rules.bytes_max) + " bytes");
    files.push_back({path.substr(path.rfind('/') + 1), std::move(*text)});
  }
  return files;
}

}  // namespace

Result<std::vector<FolderFile>> read_folder(const std::string& folder, const FolderRules& rules) {
  const auto facts = facts_of(folder, rules.forbidden_mode);
  if (!facts) return facts.error();
  auto files = read_all(folder, rules, facts->st_uid);
  if (!files) return files;
  if (auto whole = check_manifest(folder, rules, *files); !whole) return whole.error();
  return files;
}

}  // namespace balm
