// file.copy: a file or folder of this host in a second place.
#include <filesystem>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "agent/io/modules/file_access.h"
#include "agent/io/modules/file_states.h"
#include "common/io/system_error.h"

namespace balm::agent::modules {

namespace {

using Kind = PathFacts::Kind;

struct Copy {
  std::string source;
  std::string target;
  PathFacts facts;  // of the source
  Ownership ownership;
  Ownership folders;
};

bool same_text(const std::string& a, const std::string& b) {
  const auto left = read_whole(a);
  const auto right = read_whole(b);
  return left && right && *left == *right;
}

Result<void> copy_file(const Copy& copy) {
  auto text = read_whole(copy.source);
  if (!text) return text.error();
  return rewrite(copy.target, *text, copy.ownership);
}

Result<void> copy_folder(const Copy& copy) {
  if (auto removed = remove_path(copy.target); !removed) return removed;
  std::error_code fault;
  std::filesystem::copy(
      copy.source, copy.target,
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks, fault);
  if (fault)
    return system_error("Failed to copy \"" + copy.source + "\" to \"" + copy.target + "\"", fault.value());
  return set_ownership(copy.target, copy.ownership);
}

ModuleReport carry_out(const Copy& copy) {
  if (auto made = make_folders_above(copy.target, copy.folders); !made) return failure(made.error().message);
  const PathFacts there = look_at(copy.target);
  if (there.exists() && there.kind != copy.facts.kind)
    if (auto removed = remove_path(copy.target); !removed) return failure(removed.error().message);
  const auto copied = copy.facts.kind == Kind::Folder ? copy_folder(copy) : copy_file(copy);
  if (!copied) return failure(copied.error().message);
  return success("Copied \"" + copy.source + "\" to \"" + copy.target + "\"",
                 Value::map({{copy.target, copy.source}}));
}

// `preserve` and `mode: keep` take what the source has.
Result<Ownership> ownership_for(const ModuleCall& call, const PathFacts& source) {
  auto ownership = ownership_of(call.arguments);
  if (!ownership) return ownership;
  const bool preserve = call["preserve"].bool_or();
  if (preserve && ::geteuid() == 0) {
    ownership->user = source.user;
    ownership->group = source.group;
  }
  if (preserve || call["mode"].string_or() == "keep") ownership->mode = source.mode;
  return ownership;
}

// The target is removed before a folder is copied to it, and a folder within itself has no end.
bool overlap(const std::string& a, const std::string& b) {
  std::error_code fault;
  const auto place = [&fault](const std::string& path) {
    return std::filesystem::weakly_canonical(path, fault).string() + "/";
  };
  const std::string left = place(a);
  const std::string right = place(b);
  return fault || left.starts_with(right) || right.starts_with(left);
}

std::string base_name(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path.substr(path.find_last_of('/') + 1);
}

}  // namespace

Plan file_copy(const ModuleCall& call, const HostSettings&) {
  Copy copy;
  copy.source = call["source"].string_or();
  copy.target = call.name;
  if (!is_absolute(copy.target)) return failed("Specified file " + copy.target + " is not an absolute path");
  copy.facts = look_at(copy.source);
  if (!is_absolute(copy.source) || !copy.facts.exists())
    return failed("Source file \"" + copy.source + "\" is not present");
  if (copy.facts.kind != Kind::File && copy.facts.kind != Kind::Folder)
    return failed("Source file \"" + copy.source + "\" is neither file nor folder");
  auto ownership = ownership_for(call, copy.facts);
  if (!ownership) return failed(ownership.error().message);
  copy.ownership = *ownership;
  copy.folders = {ownership->user, ownership->group, std::nullopt};
  if (const std::string mode = call["dir_mode"].string_or(); !mode.empty()) copy.folders.mode = mode_of(mode);
  if (call["subdir"].bool_or() && look_at(copy.target).kind == Kind::Folder)
    copy.target += "/" + base_name(copy.source);

  const PathFacts there = look_at(copy.target);
  if (copy.facts.kind == Kind::Folder && overlap(copy.source, copy.target))
    return failed("\"" + copy.source + "\" and \"" + copy.target + "\" lie within each other");
  if (there.exists() && !call["force"].bool_or())
    return done("The target file \"" + copy.target + "\" exists and will not be overwritten");
  if (there.kind == Kind::File && copy.facts.kind == Kind::File && same_text(copy.source, copy.target) &&
      ownership_changes(there, copy.ownership).empty())
    return done("The target file \"" + copy.target + "\" is a copy of \"" + copy.source + "\" already");
  if (!look_at(folder_of(copy.target)).exists() && !call["makedirs"].bool_or())
    return failed("The target directory " + folder_of(copy.target) + " is not present");
  const Value changes = Value::map({{copy.target, copy.source}});
  std::string comment = "File \"" + copy.source + "\" is set to be copied to \"" + copy.target + "\"";
  return would(std::move(comment), changes, [copy = std::move(copy)] { return carry_out(copy); });
}

}  // namespace balm::agent::modules
