// file.append, prepend, replace, comment, uncomment, blockreplace, keyvalue: edits inside a file. Each reads
// the file, asks a pure function of common/state for the new text, and writes that.
#include <optional>
#include <utility>

#include "agent/io/modules/command_run.h"
#include "agent/io/modules/file_access.h"
#include "agent/io/modules/file_source.h"
#include "agent/io/modules/file_states.h"
#include "common/state/key_values.h"
#include "common/state/line_comment.h"
#include "common/state/marked_block.h"
#include "common/state/text_edit.h"
#include "common/state/unified_diff.h"

namespace balm::agent::modules {

namespace {

// The file's text; nothing when there is no such file.
Result<std::optional<std::string>> present_text(const std::string& path) {
  if (!is_absolute(path))
    return Error{Error::Kind::Usage, "Specified file " + path + " is not an absolute path", ""};
  if (!look_at(path).exists()) return std::optional<std::string>();
  auto text = read_whole(path);
  if (!text) return text.error();
  return std::optional(std::move(*text));
}

struct Edit {
  std::string before;
  std::string after;
  bool fresh = false;     // the file does not exist yet
  std::string would_say;  // comment of a test
  std::string says;       // comment when done
  Value would_change;     // changes of a test; null: the difference
  std::string backup;     // suffix; "" for none
};

Value difference(const ModuleCall& call, const Edit& edit) {
  if (!call["show_changes"].bool_or(true)) return Value::map({{"diff", "<show_changes=False>"}});
  std::string diff = unified_diff(edit.before, edit.after);
  if (diff.empty()) diff = "New file";
  return Value::map({{"diff", std::move(diff)}});
}

Plan plan_edit(const ModuleCall& call, Edit edit) {
  const Value changes = difference(call, edit);
  const Value predicted = edit.would_change.is_null() ? changes : edit.would_change;
  std::string comment = edit.would_say;
  return would(std::move(comment), predicted, [&call, changes, edit = std::move(edit)] {
    if (edit.fresh)
      if (auto made = make_folders_above(call.name, {}); !made) return failure(made.error().message);
    if (!edit.backup.empty() && !edit.fresh)
      if (auto kept = back_up(call.name, edit.backup); !kept) return failure(kept.error().message);
    if (auto written = rewrite(call.name, edit.after); !written) return failure(written.error().message);
    return success(edit.says, changes);
  });
}

// The lines of `text` and `source`.
Result<std::vector<std::string>> chunks_of(const ModuleCall& call, const HostSettings& host) {
  std::vector<std::string> chunks = texts_of(call["text"]);
  const std::string source = call["source"].string_or();
  if (source.empty()) return chunks;
  auto path = find_source(Value(ValueList{Value(source)}), host);
  if (!path) return path.error();
  auto text = read_whole(*path);
  if (!text) return text.error();
  chunks.push_back(std::move(*text));
  return chunks;
}

// append and prepend are one function but for the end they work at.
Plan plan_added(const ModuleCall& call, const HostSettings& host, bool at_end) {
  const std::string& path = call.name;
  auto present = present_text(path);
  if (!present) return failed(present.error().message);
  if (!*present && !look_at(folder_of(path)).exists() && !call["makedirs"].bool_or())
    return failed(path + ": file not found");
  auto chunks = chunks_of(call, host);
  if (!chunks) return failed(chunks.error().message);
  Edit edit;
  edit.fresh = !*present;
  edit.before = present->value_or("");
  Edited edited = at_end ? append_missing(edit.before, *chunks, call["ignore_whitespace"].bool_or(true))
                  : call["header"].bool_or() ? with_header(edit.before, *chunks)
                                             : prepend_missing(edit.before, *chunks);
  if (edited.lines == 0 && !edit.fresh) return done("File " + path + " is in correct state");
  edit.after = std::move(edited.text);
  edit.would_say = "File " + path + " is set to be updated";
  edit.says = (at_end ? "Appended " : "Prepended ") + std::to_string(edited.lines) + " lines";
  return plan_edit(call, std::move(edit));
}

// `flags`: names, or their sum in Python's numbers.
void read_flags(const Value& flags, Replacement& replacement) {
  constexpr std::int64_t kIgnoreCase = 2;
  constexpr std::int64_t kMultiline = 8;
  constexpr std::int64_t kDotAll = 16;
  if (flags.is_null()) return;
  std::int64_t sum = flags.int_or();
  for (const std::string& name : texts_of(flags)) {
    if (name == "IGNORECASE" || name == "I") sum |= kIgnoreCase;
    if (name == "MULTILINE" || name == "M") sum |= kMultiline;
    if (name == "DOTALL" || name == "S") sum |= kDotAll;
  }
  replacement.ignore_case = (sum & kIgnoreCase) != 0;
  replacement.multiline = (sum & kMultiline) != 0;
  replacement.dot_all = (sum & kDotAll) != 0;
}

Replacement replacement_of(const ModuleCall& call) {
  Replacement replacement;
  replacement.pattern = call["pattern"].string_or();
  replacement.with = call["repl"].string_or();
  replacement.count = call["count"].int_or();
  replacement.literal_backslash = call["backslash_literal"].bool_or();
  replacement.append_if_not_found = call["append_if_not_found"].bool_or();
  replacement.prepend_if_not_found = call["prepend_if_not_found"].bool_or();
  replacement.not_found_content = call["not_found_content"].string_or();
  read_flags(call["flags"], replacement);
  return replacement;
}

MarkedBlock block_of(const ModuleCall& call) {
  MarkedBlock block;
  block.begin = call["marker_start"].string_or("#-- start managed zone --");
  block.end = call["marker_end"].string_or("#-- end managed zone --");
  block.content = call["content"].string_or();
  if (!call["append_newline"].is_null()) block.append_newline = call["append_newline"].bool_or();
  block.append_if_not_found = call["append_if_not_found"].bool_or();
  block.prepend_if_not_found = call["prepend_if_not_found"].bool_or();
  block.insert_before = call["insert_before_match"].string_or();
  block.insert_after = call["insert_after_match"].string_or();
  return block;
}

KeyValues key_values_of(const ModuleCall& call) {
  KeyValues wanted;
  if (const std::string key = call["key"].string_or(); !key.empty())
    wanted.values.emplace_back(key, call["value"].string_or());
  if (call["key_values"].is(Value::Kind::Map))
    for (const auto& [key, value] : call["key_values"].as_map())
      wanted.values.emplace_back(to_display(key), to_display(value));
  wanted.separator = call["separator"].string_or("=");
  wanted.uncomment = call["uncomment"].string_or();
  wanted.count = call["count"].int_or(1);
  wanted.key_ignore_case = call["key_ignore_case"].bool_or();
  wanted.value_ignore_case = call["value_ignore_case"].bool_or();
  wanted.append_if_not_found = call["append_if_not_found"].bool_or();
  wanted.prepend_if_not_found = call["prepend_if_not_found"].bool_or();
  return wanted;
}

Plan plan_commented(const ModuleCall& call, bool in) {
  const std::string& path = call.name;
  auto present = present_text(path);
  if (!present) return failed(present.error().message);
  if (!*present) {
    if (call["ignore_if_missing"].bool_or()) return done("File " + path + " is not present");
    return failed(path + ": file not found");
  }
  const LineComment comment{call["regex"].string_or(), call["char"].string_or("#")};
  auto changed = in ? uncomment_lines(**present, comment) : comment_lines(**present, comment);
  if (!changed) return failed(changed.error().message);
  if (changed->state == Commented::State::Missing) return failed(comment.regex + ": Pattern not found");
  if (changed->state == Commented::State::Already)
    return done(in ? "Pattern already uncommented" : "Pattern already commented");
  Edit edit;
  edit.before = std::move(**present);
  edit.after = std::move(changed->text);
  edit.would_say = "File " + path + " is set to be updated";
  edit.would_change = Value::map({{path, "updated"}});
  edit.says = in ? "Uncommented lines successfully" : "Commented lines successfully";
  edit.backup = backup_suffix(call["backup"], ".bak");
  return plan_edit(call, std::move(edit));
}

}  // namespace

Plan file_append(const ModuleCall& call, const HostSettings& host) {
  return plan_added(call, host, true);
}

Plan file_prepend(const ModuleCall& call, const HostSettings& host) {
  return plan_added(call, host, false);
}

Plan file_comment(const ModuleCall& call, const HostSettings&) {
  return plan_commented(call, false);
}

Plan file_uncomment(const ModuleCall& call, const HostSettings&) {
  return plan_commented(call, true);
}

Plan file_replace(const ModuleCall& call, const HostSettings&) {
  auto present = present_text(call.name);
  if (!present) return failed(present.error().message);
  if (!*present) {
    if (call["ignore_if_missing"].bool_or()) return done("No changes needed to be made");
    return failed(call.name + ": file not found");
  }
  auto replaced = replace_matches(**present, replacement_of(call));
  if (!replaced) return failed(replaced.error().message);
  if (replaced->text == **present) return done("No changes needed to be made");
  Edit edit;
  edit.before = std::move(**present);
  edit.after = std::move(replaced->text);
  edit.would_say = "Changes would have been made";
  edit.says = "Changes were made";
  edit.backup = backup_suffix(call["backup"], ".bak");
  return plan_edit(call, std::move(edit));
}

Plan file_blockreplace(const ModuleCall& call, const HostSettings&) {
  auto present = present_text(call.name);
  if (!present) return failed(present.error().message);
  if (!*present) return failed(call.name + ": file not found");
  auto text = with_block(**present, block_of(call));
  if (!text) return failed("Encountered error managing block: " + text.error().message);
  if (*text == **present) return done("No changes needed to be made");
  Edit edit;
  edit.before = std::move(**present);
  edit.after = std::move(*text);
  edit.would_say = "Changes would be made";
  edit.says = "Changes were made";
  edit.backup = backup_suffix(call["backup"], ".bak");
  return plan_edit(call, std::move(edit));
}

Plan file_keyvalue(const ModuleCall& call, const HostSettings&) {
  const std::string& path = call.name;
  auto present = present_text(path);
  if (!present) return failed(present.error().message);
  if (!*present) {
    if (call["ignore_if_missing"].bool_or()) return done("unable to open " + path + ", ignored");
    return failed("unable to open " + path);
  }
  const KeyValues wanted = key_values_of(call);
  if (wanted.values.empty())
    return failed("file.keyvalue key and value not supplied and key_values is empty");
  KeyValuesEdited edited = with_key_values(**present, wanted);
  if (edited.changed == 0)
    return edited.missing.empty() ? done("File " + path + " is in correct state")
                                  : failed("no line has key " + edited.missing.front());
  if (call["search_only"].bool_or()) return failed("Some keys do not have their values");
  Edit edit;
  edit.before = std::move(**present);
  edit.after = std::move(edited.text);
  edit.would_say = "File " + path + " is set to be changed (" + std::to_string(edited.changed) + " lines)";
  edit.says = "Changed " + std::to_string(edited.changed) + " lines";
  return plan_edit(call, std::move(edit));
}

}  // namespace balm::agent::modules
