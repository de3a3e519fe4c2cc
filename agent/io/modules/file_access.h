// The file module's hands: looks at paths and changes them so that nobody ever sees half a file and no link
// in the last place of a path is followed. Errors are sentences with the path in them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "common/instant.h"
#include "common/io/unique_fd.h"
#include "common/result.h"
#include "common/value.h"

namespace balm::agent::modules {

inline constexpr std::size_t kManagedFileBytesMax = 64 * 1024 * 1024;

struct PathFacts {
  enum class Kind { Missing, File, Folder, Link, Other };
  Kind kind = Kind::Missing;
  mode_t mode = 0;  // permission bits
  uid_t user = 0;
  gid_t group = 0;
  dev_t device = 0;
  WallTime accessed;
  WallTime modified;
  std::string target;  // of a link

  bool exists() const { return kind != Kind::Missing; }
};

// Of the path itself, links not followed. A path that cannot be looked at counts as missing.
PathFacts look_at(const std::string& path);

// "File", "Directory" as Salt says it.
std::string kind_word(const PathFacts& facts);

// "0644"
std::string mode_text(mode_t mode);
mode_t mode_of(std::string_view octal);

std::string folder_of(const std::string& path);
bool is_absolute(const std::string& path);
// "/", however it is written: "//", "/.", "/a/..".
bool is_root(const std::string& path);

// Who a path shall belong to, and its permissions. Unset: as it is, or for new ones as the system makes them.
struct Ownership {
  std::optional<uid_t> user;
  std::optional<gid_t> group;
  std::optional<mode_t> mode;
};

// From arguments `user`, `group` and `mode`: names or numbers. Errors: NotFound, in Salt's words.
Result<Ownership> ownership_of(const Value& arguments, std::string_view mode_argument = "mode");

std::string user_name(uid_t user);
std::string group_name(gid_t group);

// What of `wanted` is not so: {user, group, mode}; empty when all is.
ValueMap ownership_changes(const PathFacts& facts, const Ownership& wanted);
// Links are not followed, and have no mode.
Result<void> set_ownership(const std::string& path, const Ownership& wanted);

// Regular files only. Errors: NotFound, BadData (too large, not a file), Denied, Io.
Result<std::string> read_whole(const std::string& path);

// Missing folders above `path`.
Result<void> make_folders_above(const std::string& path, const Ownership& ownership);

// A new version of a file, beside it until it is put in place. Discarded unless committed.
class FileDraft {
 public:
  // Errors: NotFound (no such folder), Denied, Io.
  static Result<FileDraft> write(const std::string& path, std::string_view text, const Ownership& ownership);

  FileDraft(FileDraft&& other) noexcept;
  FileDraft& operator=(FileDraft&&) = delete;
  ~FileDraft();

  const std::string& draft_path() const { return draft_; }
  // Durable when it returns.
  Result<void> commit();

 private:
  FileDraft(std::string path, std::string draft) : path_(std::move(path)), draft_(std::move(draft)) {}
  std::string path_;
  std::string draft_;  // empty once committed
};

// Replaces a file's text; owner and mode stay, unless `ownership` says otherwise.
Result<void> rewrite(const std::string& path, std::string_view text, const Ownership& ownership = {});

// Copies the file to `path` + suffix.
Result<void> back_up(const std::string& path, const std::string& suffix);

// A folder with all that is in it, a file or a link. Nothing to do when it is missing.
Result<void> remove_path(const std::string& path);

}  // namespace balm::agent::modules
