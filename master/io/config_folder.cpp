#include "master/io/config_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/io/file_text.h"
#include "common/io/folder_text.h"

namespace balm::master {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kDocumentSuffixes{".yaml", ".yml"};
const std::vector<std::string> kStateSuffixes{".sls"};
constexpr std::size_t kStateFilesMax = 5'000;
constexpr std::uint32_t kTouches = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE |
                                   IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

bool counts(const std::string& name) {
  if (name.starts_with(".")) return false;
  return name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".sls") || name == kManifestName;
}

// "/etc/balm/rules.d", "nginx.yaml" -> "rules.d/nginx.yaml": as people speak of it.
std::string short_name(const std::string& folder, const std::string& file) {
  return (fs::path(folder + "/.").lexically_normal().parent_path().filename() / file).string();
}

std::vector<fs::path> folders_below(const std::string& root) {
  std::vector<fs::path> folders;
  std::error_code error;
  if (!fs::is_directory(root, error)) return folders;
  folders.emplace_back(root);
  for (auto entry = fs::recursive_directory_iterator(root, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
    if (entry->is_directory(error) && !entry->is_symlink(error)) folders.push_back(entry->path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

Result<void> read_states_of(const std::string& root, std::vector<NamedText>& into) {
  for (const fs::path& folder : folders_below(root)) {
    auto files = read_folder(folder.string(), {.suffixes = kStateSuffixes});
    if (!files) return files.error();
    if (into.size() + files->size() > kStateFilesMax)
      return Error{Error::Kind::BadData,
                   "more than " + std::to_string(kStateFilesMax) + " state files in " + root, ""};
    for (FolderFile& file : *files)
      into.push_back({(folder / file.name).lexically_relative(root).string(), std::move(file.text)});
  }
  return {};
}

}  // namespace

ConfigFolder::ConfigFolder(const MasterConfig& config)
    : states_folder_(config.states_dir), escalate_(config.escalate) {
  for (const std::string& folder : {config.rules_dir, config.notifiers_dir, config.checks_dir}) {
    if (folder.empty() ||
        std::find(document_folders_.begin(), document_folders_.end(), folder) != document_folders_.end())
      continue;
    document_folders_.push_back(folder);
    const auto files = list_folder(folder, kDocumentSuffixes);
    if (files && !files->empty()) filled_.insert(folder);
  }
  watch_ = UniqueFd(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  watch_tree();
}

std::vector<ConfigFolder::Identity> ConfigFolder::identities() const {
  std::vector<std::string> folders = document_folders_;
  folders.push_back(states_folder_);
  std::vector<Identity> identities;
  for (const std::string& folder : folders) {
    struct stat facts {};
    const bool there = ::stat(folder.c_str(), &facts) == 0;
    identities.push_back(there ? Identity{facts.st_dev, facts.st_ino} : Identity{});
  }
  return identities;
}

void ConfigFolder::watch_tree() {
  watched_ = identities();
  if (!watch_) return;
  for (const std::string& folder : document_folders_)
    inotify_add_watch(watch_.get(), folder.c_str(), kTouches);
  for (const fs::path& folder : folders_below(states_folder_))
    inotify_add_watch(watch_.get(), folder.c_str(), kTouches);
}

bool ConfigFolder::replaced() {
  if (identities() == watched_) return false;
  open_.clear();
  watch_tree();
  return true;
}

Result<void> ConfigFolder::read_documents_of(const std::string& folder, std::vector<NamedText>& into) {
  auto files = read_folder(folder, {.suffixes = kDocumentSuffixes});
  const bool missing = !files && files.error().kind == Error::Kind::NotFound;
  if (!files && !missing) return files.error();
  if ((missing || files->empty()) && filled_.contains(folder))
    return Error{Error::Kind::BadData, "nothing is left in " + folder,
                 "if that is meant, put a file there that says `allow_empty: true`"};
  if (missing || files->empty()) return {};
  filled_.insert(folder);
  for (FolderFile& file : *files) into.push_back({short_name(folder, file.name), std::move(file.text)});
  return {};
}

Result<ConfigurationText> ConfigFolder::read() {
  ConfigurationText text;
  text.escalate = escalate_;
  for (const std::string& folder : document_folders_)
    if (auto done = read_documents_of(folder, text.documents); !done) return done.error();
  if (auto done = read_states_of(states_folder_, text.states); !done) return done.error();
  return text;
}

// What one event says; true when the files have to be read again.
bool ConfigFolder::take(int watch, std::uint32_t mask, const std::string& name) {
  constexpr std::uint32_t kOfTheFolder = IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF;
  if ((mask & kOfTheFolder) != 0) open_.clear();  // nobody will tell of their end
  if ((mask & (kOfTheFolder | IN_ISDIR)) != 0) return !name.starts_with(".");
  if (!counts(name)) return false;
  if ((mask & IN_MODIFY) != 0)
    open_.emplace(watch, name);
  else if ((mask & (IN_CREATE | IN_ATTRIB)) == 0)
    open_.erase({watch, name});
  return true;
}

bool ConfigFolder::changed() {
  bool any = false;
  alignas(inotify_event) std::array<char, 4096> buffer;
  while (true) {
    const ssize_t size = ::read(watch_.get(), buffer.data(), buffer.size());
    if (size <= 0) break;
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      any = take(event->wd, event->mask, event->len == 0 ? "" : event->name) || any;
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
  if (any) watch_tree();
  return any;
}

}  // namespace balm::master
