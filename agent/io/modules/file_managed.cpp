// file.managed: a file's content, owner and mode.
#include <optional>
#include <utility>

#include "agent/io/modules/command_run.h"
#include "agent/io/modules/file_access.h"
#include "agent/io/modules/file_source.h"
#include "agent/io/modules/file_states.h"
#include "common/state/text_edit.h"
#include "common/state/unified_diff.h"
#include "common/utf8.h"

namespace balm::agent::modules {

namespace {

using Kind = PathFacts::Kind;

// What the file shall hold; nothing: its content does not matter.
Result<std::optional<std::string>> wanted_text(const ModuleCall& call, const HostSettings& host) {
  const Value& contents = call[call["contents"].is_null() ? "content" : "contents"];
  if (!contents.is_null()) {
    std::string text;
    for (const Value& part : contents.as_list())
      for (const std::string_view line : lines_of(part.as_string())) text += std::string(line) + "\n";
    if (!call["contents_newline"].bool_or(true))
      while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    if (text.empty() && !call["allow_empty"].bool_or(true))
      return Error{Error::Kind::Usage, "contents are empty and allow_empty is false", ""};
    return std::optional(std::move(text));
  }
  if (call["source"].is_null()) return std::optional<std::string>();
  auto source = find_source(call["source"], host);
  if (!source) return source.error();
  auto text = read_whole(*source);
  if (!text) return text.error();
  if (auto right = check_source_hash(call, *text); !right) return right.error();
  return std::optional(std::move(*text));
}

std::string difference(const std::string& before, const std::string& after) {
  const bool binary = before.find('\0') != std::string::npos || after.find('\0') != std::string::npos;
  if (binary || !valid_utf8(before) || !valid_utf8(after)) return "Replace binary file";
  return unified_diff(before, after);
}

struct Managed {
  std::string path;
  std::optional<std::string> text;  // nothing: leave the content alone
  Ownership ownership;
  Ownership folders;
  PathFacts facts;
  ValueMap changes;
};

// As one word of a shell, whatever is in it.
std::string shell_word(const std::string& text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

ModuleReport check_draft(const ModuleCall& call, const HostSettings& host, const std::string& draft) {
  const std::string command = call["check_cmd"].string_or();
  if (command.empty()) return success("");
  auto ended =
      run_command(command_spec_of_line(command + " " + shell_word(draft), {}, host), call.timeout, host);
  if (ended && ended->succeeded()) return success("");
  ModuleReport report = failure("check_cmd execution failed");
  if (ended)
    report.comment += "\n" + ended->error + ended->output;
  else
    report.comment += "\n" + ended.error().message;
  report.skip_watch = true;
  return report;
}

ModuleReport write_file(const Managed& managed, const ModuleCall& call, const HostSettings& host) {
  if (auto made = make_folders_above(managed.path, managed.folders); !made)
    return failure(made.error().message);
  const std::string suffix = backup_suffix(call["backup"], "");
  if (!suffix.empty() && managed.facts.exists())
    if (auto kept = back_up(managed.path, suffix); !kept) return failure(kept.error().message);
  Ownership ownership = managed.ownership;
  if (managed.facts.exists()) {
    if (!ownership.mode) ownership.mode = managed.facts.mode;
    if (!ownership.user) ownership.user = managed.facts.user;
    if (!ownership.group) ownership.group = managed.facts.group;
  }
  if (!ownership.mode) ownership.mode = 0644;
  auto draft = FileDraft::write(managed.path, *managed.text, ownership);
  if (!draft) return failure(draft.error().message);
  if (ModuleReport checked = check_draft(call, host, draft->draft_path()); checked.result == false)
    return checked;
  if (auto placed = draft->commit(); !placed) return failure(placed.error().message);
  return success("File " + managed.path + " updated", Value(managed.changes));
}

Plan plan_new(Managed managed, const ModuleCall& call, const HostSettings& host) {
  const std::string path = managed.path;
  if (!call["create"].bool_or(true))
    return done("File " + path + " is not present and is not set for creation");
  if (!look_at(folder_of(path)).exists() && !call["makedirs"].bool_or())
    return failed("Parent directory not present");
  if (managed.text)
    managed.changes[Value("diff")] = Value("New file");
  else
    managed.changes[Value("new")] = Value("file " + path + " created");
  if (managed.ownership.mode && *managed.ownership.mode != 0644)
    managed.changes[Value("mode")] = Value(mode_text(*managed.ownership.mode));
  const bool empty = !managed.text;
  if (empty) managed.text = "";
  const Value changes(managed.changes);
  return would("The file " + path +
                   " is set to be changed\nNote: No changes made, actual changes may\nbe different "
                   "due to other states.",
               changes, [managed = std::move(managed), &call, &host, empty] {
                 ModuleReport report = write_file(managed, call, host);
                 if (empty && report.result == true) report.comment = "Empty file";
                 return report;
               });
}

Plan plan_existing(Managed managed, const ModuleCall& call, const HostSettings& host) {
  const std::string path = managed.path;
  const bool replace = call["replace"].bool_or(true);
  if (managed.text && replace) {
    auto present = read_whole(path);
    if (!present) return failed(present.error().message);
    if (*present == *managed.text)
      managed.text.reset();
    else
      managed.changes[Value("diff")] = Value(
          call["show_changes"].bool_or(true) ? difference(*present, *managed.text) : "<show_changes=False>");
  } else {
    managed.text.reset();
  }
  managed.changes.merge(ownership_changes(managed.facts, managed.ownership));
  if (managed.changes.empty())
    return done(replace ? "File " + path + " is in the correct state"
                        : "File " + path + " exists with proper permissions. No changes made.");
  const Value changes(managed.changes);
  return would("The file " + path +
                   " is set to be changed\nNote: No changes made, actual changes may\nbe different "
                   "due to other states.",
               changes, [managed = std::move(managed), &call, &host] {
                 if (managed.text) return write_file(managed, call, host);
                 if (auto owned = set_ownership(managed.path, managed.ownership); !owned)
                   return failure(owned.error().message);
                 return success("File " + managed.path + " updated", Value(managed.changes));
               });
}

}  // namespace

Plan file_managed(const ModuleCall& call, const HostSettings& host) {
  Managed managed;
  managed.path = call.name;
  if (managed.path.empty()) return failed("Destination file name is required");
  if (!is_absolute(managed.path))
    return failed("Specified file " + managed.path + " is not an absolute path");
  managed.facts = look_at(managed.path);
  if (managed.facts.kind == Kind::Folder)
    return failed("Specified target " + managed.path + " is a directory");
  if (managed.facts.kind == Kind::Link || managed.facts.kind == Kind::Other)
    return failed("Specified target " + managed.path + " is no regular file; name the file it points to");
  auto ownership = ownership_of(call.arguments);
  if (!ownership) return failed(ownership.error().message);
  managed.ownership = *ownership;
  managed.folders = {ownership->user, ownership->group, std::nullopt};
  if (const std::string mode = call["dir_mode"].string_or(); !mode.empty())
    managed.folders.mode = mode_of(mode);
  auto text = wanted_text(call, host);
  if (!text) return failed(text.error().message);
  managed.text = std::move(*text);
  return managed.facts.exists() ? plan_existing(std::move(managed), call, host)
                                : plan_new(std::move(managed), call, host);
}

}  // namespace balm::agent::modules
