#include "cli/config_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "common/io/file_text.h"
#include "common/io/folder_text.h"

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesMax = 10'000;  // a folder with more is a mistake, such as /
constexpr std::array<std::string_view, 3> kDocumentFolders{"checks.d", "notifiers.d", "rules.d"};

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool is_laid_out(const fs::path& folder) {
  return is_folder(folder / "states") || std::ranges::any_of(kDocumentFolders, [&](std::string_view name) {
           return is_folder(folder / name);
         });
}

// As people would type it from here: no leading "./".
std::string shown(const fs::path& path) {
  return path.lexically_normal().string();
}

Result<void> add_file(const fs::path& path, std::vector<NamedText>& into, const std::string& name) {
  if (into.size() >= kFilesMax)
    return Error{Error::Kind::Usage,
                 "more than " + std::to_string(kFilesMax) + " files: is that the right folder?", ""};
  Result<std::string> text = read_file(path.string(), {.follow_link = true});
  if (!text) return text.error();
  into.push_back({name, std::move(*text)});
  return {};
}

Result<void> add_documents(const fs::path& folder, std::vector<NamedText>& into) {
  const Result<std::vector<std::string>> paths = list_folder(folder.string(), {".yaml", ".yml"});
  if (!paths) return paths.error();
  for (const std::string& path : *paths)
    if (const Result<void> added = add_file(path, into, shown(path)); !added) return added;
  return {};
}

Result<void> add_states(const fs::path& root, ConfigFiles& files) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(root, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
    if (entry->path().extension() == ".sls" && paths.size() < kFilesMax) paths.push_back(entry->path());
  if (error) return Error{Error::Kind::Io, "cannot read " + root.string() + ": " + error.message(), ""};
  std::ranges::sort(paths);
  for (const fs::path& path : paths)
    if (const Result<void> added = add_file(path, files.states, path.lexically_relative(root).string());
        !added)
      return added;
  files.states_folder = shown(root) + "/";
  files.states_complete = true;
  return {};
}

// As the daemons read such a folder: with its manifest, and refused when others can write to it.
Result<void> add_as_daemons_do(const fs::path& folder, std::vector<NamedText>& into) {
  auto found = read_folder(folder.string(), {.suffixes = {".yaml", ".yml"}});
  if (!found) return found.error();
  for (FolderFile& file : *found) into.push_back({shown(folder / file.name), std::move(file.text)});
  return {};
}

Result<void> add_laid_out(const fs::path& folder, ConfigFiles& files) {
  for (const std::string_view name : kDocumentFolders)
    if (is_folder(folder / name))
      if (const Result<void> added = add_as_daemons_do(folder / name, files.documents); !added) return added;
  files.notifiers_complete = true;
  std::error_code error;
  for (const auto& [name, list] :
       {std::pair{"master.yaml", &files.master}, std::pair{"agent.yaml", &files.agent}})
    if (fs::exists(folder / name, error))
      if (const Result<void> added = add_file(folder / name, *list, shown(folder / name)); !added)
        return added;
  return is_folder(folder / "states") ? add_states(folder / "states", files) : Result<void>{};
}

Result<void> add_folder(const fs::path& folder, ConfigFiles& files) {
  return is_laid_out(folder) ? add_laid_out(folder, files) : add_documents(folder, files.documents);
}

Result<void> add_one(const fs::path& path, ConfigFiles& files) {
  if (is_folder(path)) return add_folder(path, files);
  if (path.filename() == "master.yaml") return add_file(path, files.master, shown(path));
  if (path.filename() == "agent.yaml") return add_file(path, files.agent, shown(path));
  if (path.extension() == ".sls") return add_file(path, files.states, path.filename().string());
  return add_file(path, files.documents, shown(path));
}

// The states beside the folder of a single file, so that its references can be checked.
void add_known_states(const std::vector<std::string>& paths, ConfigFiles& files) {
  if (!files.states.empty() || files.states_complete) return;
  for (const std::string& path : paths) {
    const fs::path states = fs::absolute(path).parent_path().parent_path() / "states";
    if (!is_folder(states) || !add_states(states, files)) continue;
    files.states_only_known = true;
    return;
  }
}

}  // namespace

Result<ConfigFiles> read_config_folder(const std::string& folder) {
  if (!is_folder(folder)) return Error{Error::Kind::NotFound, "there is no folder " + folder, ""};
  return read_config_paths({folder});
}

Result<ConfigFiles> read_config_paths(const std::vector<std::string>& paths) {
  ConfigFiles files;
  for (const std::string& path : paths)
    if (const Result<void> added = add_one(path, files); !added) return added.error();
  if (files.count() == 0)
    return Error{Error::Kind::NotFound, "there is nothing to read in " + paths.front(),
                 "a folder holds rules.d, checks.d, notifiers.d or states; files end in .yaml or .sls"};
  add_known_states(paths, files);
  return files;
}

std::string usual_config_folder() {
  return is_laid_out(".") ? "." : "/etc/balm";
}

}  // namespace balm::cli
