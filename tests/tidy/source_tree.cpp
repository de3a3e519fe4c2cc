#include "tests/tidy/source_tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace balm::tidy {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool is_foreign(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  return entry.is_directory() && (name.starts_with("build") || (name.starts_with(".") && name != ".ci"));
}

}  // namespace

std::vector<std::string> files_ending(std::string_view ending) {
  std::vector<std::string> found;
  const fs::path top(BALM_SOURCE_DIR);
  for (auto entry = fs::recursive_directory_iterator(top); entry != fs::recursive_directory_iterator();
       ++entry) {
    if (is_foreign(*entry)) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && entry->path().string().ends_with(ending)) {
      found.push_back(entry->path().lexically_relative(top).string());
    }
  }
  std::ranges::sort(found);
  return found;
}

const std::vector<SourceFile>& all_sources() {
  static const std::vector<SourceFile> sources = [] {
    std::vector<SourceFile> read_sources;
    for (const char* ending : {".h", ".cpp"})
      for (const std::string& path : files_ending(ending))
        read_sources.push_back(make_source(path, read_in_tree(path)));
    return read_sources;
  }();
  return sources;
}

bool exists_in_tree(const std::string& path) {
  return fs::exists(fs::path(BALM_SOURCE_DIR) / path);
}
std::string read_in_tree(const std::string& path) {
  return read(fs::path(BALM_SOURCE_DIR) / path);
}
std::string read_in_build(const std::string& path) {
  return read(fs::path(BALM_BINARY_DIR) / path);
}

std::string listed(const Faults& faults) {
  std::string text = std::to_string(faults.size()) + " found";
  for (const std::string& fault : faults) text += "\n  " + fault;
  return text;
}

}  // namespace balm::tidy
