// file.directory: a folder, who it belongs to, and with `clean` that nothing else is in it.
#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include <re2/re2.h>
#include <sys/stat.h>

#include "agent/io/modules/command_run.h"
#include "agent/io/modules/file_access.h"
#include "agent/io/modules/file_states.h"
#include "common/glob.h"
#include "common/io/system_error.h"

namespace balm::agent::modules {

namespace {

using Kind = PathFacts::Kind;

constexpr std::size_t kEntriesMax = 100'000;  // a folder with more is not walked through by a step

// What is below a folder, deepest first; links are not followed.
Result<std::vector<std::string>> entries_below(const std::string& folder) {
  std::vector<std::string> entries;
  std::error_code fault;
  std::filesystem::recursive_directory_iterator walk(folder, fault);
  for (; !fault && walk != std::filesystem::recursive_directory_iterator(); walk.increment(fault)) {
    if (entries.size() >= kEntriesMax)
      return Error{Error::Kind::BadData,
                   folder + " holds more than " + std::to_string(kEntriesMax) + " entries", ""};
    entries.push_back(walk->path().string());
  }
  if (fault) return system_error("cannot read " + folder, fault.value());
  std::reverse(entries.begin(), entries.end());
  return entries;
}

// Which of the entries stay: what required steps put there, what is excluded, and folders that hold such.
class Keeper {
 public:
  explicit Keeper(const ModuleCall& call) : folder_(call.name) {
    for (const std::string& name : call.required_names) keep(name);
    for (const std::string& pattern : texts_of(call["exclude_pat"])) {
      if (pattern.starts_with("E@"))
        expressions_.push_back(pattern.substr(2));
      else
        globs_.push_back(pattern);
    }
  }

  // Called deepest first.
  bool keeps(const std::string& path) {
    if (kept_.contains(path)) return true;
    const std::string relative = path.substr(folder_.size() + (folder_.ends_with('/') ? 0 : 1));
    const bool excluded = std::any_of(globs_.begin(), globs_.end(),
                                      [&](const auto& glob) { return glob_match(glob, relative); }) ||
                          std::any_of(expressions_.begin(), expressions_.end(), [&](const auto& expression) {
                            return RE2::PartialMatch(relative, expression);
                          });
    if (excluded) keep(path);
    return excluded;
  }

 private:
  // With all folders above it.
  void keep(std::string path) {
    while (path.size() > folder_.size() && kept_.insert(path).second) path = folder_of(path);
  }

  std::string folder_;
  std::set<std::string> kept_;
  std::vector<std::string> globs_;
  std::vector<std::string> expressions_;
};

struct Wanted {
  Ownership self;
  Ownership folders;  // with recurse
  Ownership files;
  bool recurse = false;
};

Result<Wanted> wanted_of(const ModuleCall& call) {
  auto self = ownership_of(call.arguments, call["dir_mode"].is_null() ? "mode" : "dir_mode");
  if (!self) return self.error();
  Wanted wanted;
  wanted.self = *self;
  for (const std::string& what : texts_of(call["recurse"])) {
    wanted.recurse = true;
    if (what == "user") wanted.folders.user = wanted.files.user = self->user;
    if (what == "group") wanted.folders.group = wanted.files.group = self->group;
    if (what != "mode") continue;
    wanted.folders.mode = self->mode;
    if (const std::string mode = call["file_mode"].string_or(); !mode.empty())
      wanted.files.mode = mode_of(mode);
  }
  return wanted;
}

// What there is to do in a folder that exists, found once and done as found.
struct Work {
  std::vector<std::pair<std::string, Ownership>> owned;
  std::vector<std::string> removed;
  ValueMap changes;
};

void look_into(Work& work, const std::string& path, const Ownership& wanted) {
  ValueMap changes = ownership_changes(look_at(path), wanted);
  if (changes.empty()) return;
  work.owned.emplace_back(path, wanted);
  work.changes[Value(path)] = Value(std::move(changes));
}

Result<Work> work_in(const ModuleCall& call, const Wanted& wanted) {
  Work work;
  look_into(work, call.name, wanted.self);
  const bool clean = call["clean"].bool_or();
  if (!clean && !wanted.recurse) return work;
  auto entries = entries_below(call.name);
  if (!entries) return entries.error();
  Keeper keeper(call);
  for (const std::string& path : *entries) {
    const PathFacts facts = look_at(path);
    if (clean && !keeper.keeps(path)) {
      work.removed.push_back(path);
      work.changes[Value(path)] = Value::map({{"removed", "Removed due to clean"}});
    } else if (wanted.recurse && facts.kind != Kind::Link) {
      look_into(work, path, facts.kind == Kind::Folder ? wanted.folders : wanted.files);
    }
  }
  return work;
}

ModuleReport carry_out(const ModuleCall& call, const Work& work) {
  for (const auto& [path, ownership] : work.owned)
    if (auto owned = set_ownership(path, ownership); !owned) return failure(owned.error().message);
  for (const std::string& path : work.removed)
    if (auto removed = remove_path(path); !removed) return failure(removed.error().message);
  if (work.removed.empty()) return success("Directory " + call.name + " updated", Value(work.changes));
  ValueMap changes;
  for (const auto& [path, change] : work.changes)
    if (change["removed"].is_null()) changes[path] = change;
  ValueList removed;
  for (const std::string& path : work.removed) removed.emplace_back(path);
  changes[Value("removed")] = Value(std::move(removed));
  return success("Files cleaned from directory " + call.name, Value(std::move(changes)));
}

std::string would_say(const Value& changes) {
  std::string comment = "The following files will be changed:\n";
  for (const auto& [path, change] : changes.as_map())
    for (const auto& [what, value] : change.as_map())
      comment += to_display(path) + ": " + to_display(what) + " - " + to_display(value) + "\n";
  return comment;
}

Plan plan_existing(const ModuleCall& call, const Wanted& wanted) {
  auto work = work_in(call, wanted);
  if (!work) return failed(work.error().message);
  if (work->changes.empty()) return done("The directory " + call.name + " is in the correct state");
  const Value changes(work->changes);
  std::string comment = would_say(changes);
  return would(std::move(comment), changes,
               [&call, work = std::move(*work)] { return carry_out(call, work); });
}

ModuleReport make_folder_here(const ModuleCall& call, const Wanted& wanted, bool forced) {
  const std::string& path = call.name;
  if (forced)
    if (auto removed = remove_path(path); !removed) return failure(removed.error().message);
  if (auto made = make_folders_above(path, wanted.self); !made) return failure(made.error().message);
  if (::mkdir(path.c_str(), 0755) != 0)
    return failure(system_error("Failed to create directory " + path, errno).message);
  if (auto owned = set_ownership(path, wanted.self); !owned) return failure(owned.error().message);
  ValueMap changes = {{Value(path), Value::map({{"directory", "new"}})}};
  if (forced) changes[Value("forced")] = Value("File was forcibly replaced");
  return success("", Value(std::move(changes)));
}

}  // namespace

Plan file_directory(const ModuleCall& call, const HostSettings&) {
  const std::string& path = call.name;
  if (!is_absolute(path)) return failed("Specified file " + path + " is not an absolute path");
  if (is_root(path) && call["clean"].bool_or()) return failed("will not clean up the whole host");
  auto wanted = wanted_of(call);
  if (!wanted) return failed(wanted.error().message);
  for (const std::string& pattern : texts_of(call["exclude_pat"]))
    if (pattern.starts_with("E@") && !RE2(pattern.substr(2), RE2::Quiet).ok())
      return failed("exclude_pat is no regular expression: " + pattern.substr(2));
  const PathFacts facts = look_at(path);
  if (facts.kind == Kind::Folder) return plan_existing(call, *wanted);
  if (facts.exists() && !call["force"].bool_or())
    return failed("Specified location " + path + " exists and is a " +
                  (facts.kind == Kind::Link ? "symlink" : "file"));
  if (!look_at(folder_of(path)).exists() && !call["makedirs"].bool_or())
    return failed("No directory to create " + path + " in");
  const Value changes = Value::map({{path, Value::map({{"directory", "new"}})}});
  return would(would_say(changes), changes, [&call, wanted = *wanted, forced = facts.exists()] {
    return make_folder_here(call, wanted, forced);
  });
}

}  // namespace balm::agent::modules
