// Whole files read and replaced, so that nobody ever sees half of one, reads a device for ever, or is led
// astray by a link. Every error names the path and the reason.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "common/limits.h"
#include "common/result.h"

namespace balm {

// What a file must be like to be read. The defaults suit files that may be read by anyone; for keys and
// secrets ask for `forbidden_mode = 077` and the owner.
struct ReadRules {
  std::size_t bytes_max = limits::kFileBytesMax;
  mode_t forbidden_mode = 0;   // permission bits that must not be set
  std::optional<uid_t> owner;  // root is always welcome as an owner
  bool follow_link = false;    // only whether the last part of the path may be a symbolic link
};

// Errors: NotFound, Denied (also: looser than the rules), BadData (too large, or no regular file), Io.
Result<std::string> read_file(const std::string& path, const ReadRules& rules = {});

// Replaces `path` in one step, or leaves it as it was: a new file in the same folder, fsync, rename, fsync of
// the folder. When this returns, the text survives a power cut. A link at `path` is replaced, not followed.
Result<void> replace_file(const std::string& path, std::string_view text, mode_t mode = 0644);

// The same for files that need not survive a power cut (status files): no fsync.
Result<void> replace_file_quickly(const std::string& path, std::string_view text, mode_t mode = 0644);

// Full paths of the entries of a folder whose name ends in one of `suffixes`, sorted by name; hidden ones
// ("." first) and leftovers of replace_file() are not listed.
Result<std::vector<std::string>> list_folder(const std::string& path,
                                             const std::vector<std::string>& suffixes);

// Writes all of `text`, however often the kernel takes only a part; `path` is for the error. Errors: Io.
Result<void> write_all(int fd, std::string_view text, const std::string& path);

// Makes what was created, renamed or removed in a folder survive a power cut. Errors: Io.
Result<void> sync_folder(const std::string& path);

// Makes a folder (not its parents) unless there is one already. Errors: Io, Denied; BadData when it is
// something else.
Result<void> make_folder(const std::string& path, mode_t mode = 0755);

}  // namespace balm
