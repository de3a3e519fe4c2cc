#include "master/io/config_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <sys/inotify.h>
#include <unistd.h>

#include "common/io/file_text.h"

namespace balm::master {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStateFilesMax = 5'000;
constexpr std::uint32_t kTouches = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE;

// "/etc/balm/rules.d/nginx.yaml" -> "rules.d/nginx.yaml": as people speak of it.
std::string short_name(const std::string& path) {
  const fs::path whole(path);
  return (whole.parent_path().filename() / whole.filename()).string();
}

Result<void> read_documents_of(const std::string& folder, std::vector<NamedText>& into) {
  std::error_code gone;
  if (!fs::exists(folder, gone)) return {};
  const auto paths = list_folder(folder, {".yaml", ".yml"});
  if (!paths) return paths.error();
  for (const std::string& path : *paths) {
    auto text = read_file(path);
    if (!text) return text.error();
    into.push_back({short_name(path), std::move(text).value()});
  }
  return {};
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
    const auto paths = list_folder(folder.string(), {".sls"});
    if (!paths) return paths.error();
    for (const std::string& path : *paths) {
      if (into.size() >= kStateFilesMax)
        return Error{Error::Kind::BadData,
                     "more than " + std::to_string(kStateFilesMax) + " state files in " + root, ""};
      auto text = read_file(path);
      if (!text) return text.error();
      into.push_back({fs::path(path).lexically_relative(root).string(), std::move(text).value()});
    }
  }
  return {};
}

}  // namespace

ConfigFolder::ConfigFolder(const MasterConfig& config)
    : states_folder_(config.states_dir), escalate_(config.escalate) {
  for (const std::string& folder : {config.rules_dir, config.notifiers_dir, config.checks_dir})
    if (!folder.empty() &&
        std::find(document_folders_.begin(), document_folders_.end(), folder) == document_folders_.end())
      document_folders_.push_back(folder);
  watch_ = UniqueFd(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  watch_tree();
}

void ConfigFolder::watch_tree() {
  if (!watch_) return;
  for (const std::string& folder : document_folders_)
    inotify_add_watch(watch_.get(), folder.c_str(), kTouches);
  for (const fs::path& folder : folders_below(states_folder_))
    inotify_add_watch(watch_.get(), folder.c_str(), kTouches);
}

Result<ConfigurationText> ConfigFolder::read() const {
  ConfigurationText text;
  text.escalate = escalate_;
  for (const std::string& folder : document_folders_)
    if (auto done = read_documents_of(folder, text.documents); !done) return done.error();
  if (auto done = read_states_of(states_folder_, text.states); !done) return done.error();
  return text;
}

bool ConfigFolder::changed() {
  bool any = false;
  alignas(inotify_event) std::array<char, 4096> buffer;
  while (true) {
    const ssize_t size = ::read(watch_.get(), buffer.data(), buffer.size());
    if (size <= 0) break;
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      const std::string name = event->len == 0 ? "" : event->name;
      const bool ours = name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".sls") ||
                        (event->mask & IN_ISDIR) != 0;
      any = any || (ours && !name.starts_with("."));
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
  if (any) watch_tree();
  return any;
}

}  // namespace balm::master
