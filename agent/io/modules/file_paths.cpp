// file.absent, exists, missing, symlink, touch, rename: what is at a path, not what is in it.
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/io/modules/file_access.h"
#include "agent/io/modules/file_states.h"
#include "common/io/system_error.h"

namespace balm::agent::modules {

namespace {

using Kind = PathFacts::Kind;

std::string not_absolute(const std::string& path) {
  return "Specified file " + path + " is not an absolute path";
}

// Moves what is in the way aside, or removes it.
Result<void> clear_way(const std::string& path, const std::string& backup_name) {
  if (backup_name.empty()) return remove_path(path);
  const std::string aside = backup_name.starts_with('/') ? backup_name : folder_of(path) + "/" + backup_name;
  if (look_at(aside).exists())
    return Error{Error::Kind::Refused, "cannot move " + path + " aside: " + aside + " exists", ""};
  if (::rename(path.c_str(), aside.c_str()) != 0)
    return system_error("cannot move " + path + " to " + aside, errno);
  return {};
}

timespec time_of(const Value& seconds, WallTime otherwise) {
  const std::int64_t whole = seconds.is_null() ? otherwise.seconds() : seconds.int_or();
  return {static_cast<time_t>(whole), 0};
}

ModuleReport touch(const std::string& path, const ModuleCall& call, bool fresh) {
  const bool folder = look_at(path).kind == Kind::Folder;
  if (!folder) {
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0644));
    if (!fd) return failure(system_error("cannot touch " + path, errno).message);
  }
  const bool given = !call["atime"].is_null() || !call["mtime"].is_null();
  const PathFacts facts = look_at(path);
  const timespec times[2] = {time_of(call["atime"], facts.accessed), time_of(call["mtime"], facts.modified)};
  if (::utimensat(AT_FDCWD, path.c_str(), given ? times : nullptr, AT_SYMLINK_NOFOLLOW) != 0)
    return failure(system_error("cannot touch " + path, errno).message);
  if (fresh) return success("Created empty file " + path, Value::map({{"new", path}}));
  return success(std::string("Updated times on ") + (folder ? "directory " : "file ") + path,
                 Value::map({{"touched", path}}));
}

ModuleReport make_link(const ModuleCall& call, const Ownership& ownership, bool clear) {
  const std::string& path = call.name;
  if (auto made = make_folders_above(path, ownership); !made) return failure(made.error().message);
  ValueMap changes;
  if (clear) {
    const bool link = look_at(path).kind == Kind::Link;
    if (auto cleared = clear_way(path, link ? "" : call["backupname"].string_or()); !cleared)
      return failure(cleared.error().message);
    if (!link) changes[Value("forced")] = Value("Symlink was forcibly replaced");
  }
  const std::string target = call["target"].string_or();
  if (::symlink(target.c_str(), path.c_str()) != 0)
    return failure(system_error("Unable to create new symlink " + path + " -> " + target, errno).message);
  if (auto owned = set_ownership(path, ownership); !owned) return failure(owned.error().message);
  changes[Value("new")] = Value(path);
  return success("Created new symlink " + path + " -> " + target, Value(std::move(changes)));
}

Plan keep_link(const ModuleCall& call, const PathFacts& facts, const Ownership& ownership) {
  const std::string& path = call.name;
  ValueMap changes = ownership_changes(facts, ownership);
  if (changes.empty())
    return done("Symlink " + path + " is present and owned by " + user_name(facts.user) + ":" +
                group_name(facts.group));
  Value change(changes);
  return would("Ownership of the symlink " + path + " is set to be changed", change, [=] {
    if (auto owned = set_ownership(path, ownership); !owned) return failure(owned.error().message);
    return success("Set ownership of symlink " + path + " to " + user_name(look_at(path).user) + ":" +
                       group_name(look_at(path).group),
                   change);
  });
}

}  // namespace

Plan file_absent(const ModuleCall& call, const HostSettings&) {
  const std::string& path = call.name;
  if (path.empty()) return failed("Must provide name to file.absent");
  if (!is_absolute(path)) return failed(not_absolute(path));
  if (is_root(path)) return failed("Refusing to make \"/\" absent");
  const PathFacts facts = look_at(path);
  if (!facts.exists()) return done("File " + path + " is not present");
  const Value changes = Value::map({{"removed", path}});
  const std::string word = kind_word(facts);
  return would(word + " " + path + " is set for removal", changes, [=] {
    if (auto removed = remove_path(path); !removed) return failure(removed.error().message);
    return success("Removed " + std::string(word == "File" ? "file " : "directory ") + path, changes);
  });
}

Plan file_exists(const ModuleCall& call, const HostSettings&) {
  struct stat info {};
  if (call.name.empty()) return failed("Must provide name to file.exists");
  if (::stat(call.name.c_str(), &info) == 0) return done("Specified path " + call.name + " exists");
  return failed("Specified path " + call.name + " does not exist");
}

Plan file_missing(const ModuleCall& call, const HostSettings&) {
  struct stat info {};
  if (call.name.empty()) return failed("Must provide name to file.missing");
  if (::stat(call.name.c_str(), &info) == 0) return failed("Specified path " + call.name + " exists");
  return done("Specified path " + call.name + " is missing");
}

Plan file_symlink(const ModuleCall& call, const HostSettings&) {
  const std::string& path = call.name;
  const std::string target = call["target"].string_or();
  if (!is_absolute(path)) return failed(not_absolute(path));
  auto ownership = ownership_of(call.arguments);
  if (!ownership) return failed(ownership.error().message);
  const PathFacts facts = look_at(path);
  if (facts.kind == Kind::Link && facts.target == target) return keep_link(call, facts, *ownership);
  if (!look_at(folder_of(path)).exists() && !call["makedirs"].bool_or())
    return failed("Directory " + folder_of(path) + " for symlink is not present");
  const bool in_the_way = facts.exists() && facts.kind != Kind::Link;
  if (in_the_way && !call["force"].bool_or())
    return failed(kind_word(facts) + " exists where the symlink " + path + " should be");
  const auto act = [&call, owner = *ownership, clear = facts.exists()] {
    return make_link(call, owner, clear);
  };
  if (facts.kind == Kind::Link)
    return would("Link " + path + " target is set to be changed to " + target, Value::map({{"change", path}}),
                 act);
  if (in_the_way)
    return would("The file or directory " + path +
                     " is set for removal to make way for a new symlink targeting " + target,
                 Value::map({{"forced", path}, {"new", path}}), act);
  return would("Symlink " + path + " to " + target + " is set for creation", Value::map({{"new", path}}),
               act);
}

Plan file_touch(const ModuleCall& call, const HostSettings&) {
  const std::string& path = call.name;
  if (!is_absolute(path)) return failed(not_absolute(path));
  const PathFacts facts = look_at(path);
  if (facts.kind == Kind::Link || facts.kind == Kind::Other)
    return failed("cannot touch " + path + ": it is neither file nor folder");
  if (!facts.exists()) {
    if (!look_at(folder_of(path)).exists() && !call["makedirs"].bool_or())
      return failed("Directory not present to touch file " + path);
    return would("File " + path + " is set to be created", Value::map({{"new", path}}), [&call] {
      if (auto made = make_folders_above(call.name, {}); !made) return failure(made.error().message);
      return touch(call.name, call, true);
    });
  }
  const bool given = !call["atime"].is_null() || !call["mtime"].is_null();
  const bool right = (call["atime"].is_null() || call["atime"].int_or() == facts.accessed.seconds()) &&
                     (call["mtime"].is_null() || call["mtime"].int_or() == facts.modified.seconds());
  if (given && right) return done("File " + path + " exists and has the correct times");
  return would(
      "Times set to be updated on " + std::string(facts.kind == Kind::Folder ? "directory " : "file ") + path,
      Value::map({{"touched", path}}), [&call] { return touch(call.name, call, false); });
}

Plan file_rename(const ModuleCall& call, const HostSettings&) {
  const std::string& path = call.name;
  const std::string source = call["source"].string_or();
  if (!is_absolute(path)) return failed(not_absolute(path));
  if (!is_absolute(source)) return failed(not_absolute(source));
  const bool there = look_at(path).exists();
  if (!look_at(source).exists())
    return there ? done("\"" + path + "\" has already been moved from \"" + source + "\"")
                 : failed("Source file \"" + source + "\" has already been moved out of place");
  if (there && !call["force"].bool_or())
    return failed("The target file \"" + path + "\" exists and will not be overwritten");
  if (!look_at(folder_of(path)).exists() && !call["makedirs"].bool_or())
    return failed("The target directory " + folder_of(path) + " is not present");
  const Value changes = Value::map({{path, source}});
  return would("File \"" + source + "\" is set to be moved to \"" + path + "\"", changes, [=] {
    if (auto made = make_folders_above(path, {}); !made) return failure(made.error().message);
    if (look_at(path).kind == Kind::Folder)
      if (auto removed = remove_path(path); !removed) return failure(removed.error().message);
    if (::rename(source.c_str(), path.c_str()) != 0)
      return failure(system_error("Failed to move \"" + source + "\" to \"" + path + "\"", errno).message);
    return success("Moved \"" + source + "\" to \"" + path + "\"", changes);
  });
}

}  // namespace balm::agent::modules
