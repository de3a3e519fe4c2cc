// All files that people write in one folder, read together or not at all, because a part of a deployment is
// none. Whoever can write there decides what runs, so it matters who can.
//
// Refused besides what read_file() refuses: a folder or file that others may write to, a file of a user who
// is neither root nor the folder's owner, and more than there may be. When the folder holds a file SHA256SUMS
// (made by `sha256sum *.yaml > SHA256SUMS`), every file must be in it and match: a copy under way, or one
// that broke off, is then never taken for the whole.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <sys/types.h>

#include "common/result.h"

namespace balm {

inline constexpr const char* kManifestName = "SHA256SUMS";

struct FolderRules {
  std::vector<std::string> suffixes;  // of the files that count
  mode_t forbidden_mode = 0002;       // permission bits that neither the folder nor a file may have
  bool follow_links = false;          // of files; a link to elsewhere is otherwise refused
  std::size_t files_max = 5'000;
  std::size_t bytes_max = 256ull * 1024 * 1024;  // of all files
};

struct FolderFile {
  std::string name;  // within the folder
  std::string text;
};

// Sorted by name. Errors: NotFound (no such folder), Denied (others can write), BadData (does not match the
// manifest, no regular file, too much), Io.
Result<std::vector<FolderFile>> read_folder(const std::string& folder, const FolderRules& rules);

}  // namespace balm
