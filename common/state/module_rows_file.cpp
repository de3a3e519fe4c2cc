// file: files, folders and links. Writes are atomic (new file, then rename) and follow no link in the last
// place of a path.
#include "common/state/module_rows.h"

namespace balm {

namespace {

using Type = ArgumentType;

constexpr std::string_view kPathDoc = "absolute path";

constexpr ArgumentRow kBackup{"backup", Type::Any, "",
                              "keep the old content beside the file: a suffix like `.bak`, or true"};
constexpr ArgumentRow kCount{"count", Type::Int, "0", "replace at most so many; 0: all"};
constexpr ArgumentRow kDirMode{"dir_mode", Type::Mode, "", "mode of folders that `makedirs` makes"};
constexpr ArgumentRow kForce{"force", Type::Bool, "false", "what is in the way is removed"};
constexpr ArgumentRow kGroup{"group", Type::Text, "", "owning group"};
constexpr ArgumentRow kIgnoreMissing{"ignore_if_missing", Type::Bool, "false",
                                     "a missing file is no failure"};
constexpr ArgumentRow kMakedirs{"makedirs", Type::Bool, "false", "make missing folders above"};
constexpr ArgumentRow kMode{"mode", Type::Mode, "", "permissions, as '0644'"};
constexpr ArgumentRow kRegex{"regex", Type::Text, "", "RE2 regular expression", true};
constexpr ArgumentRow kShowChanges{"show_changes", Type::Bool, "true", "put the difference into `changes`"};
constexpr ArgumentRow kText{"text", Type::TextList, "",
                            "lines; what the file already holds is not added again"};
constexpr ArgumentRow kUser{"user", Type::Text, "", "owning user"};
constexpr ArgumentRow kChar{"char", Type::Text, "#", "what makes a line a comment"};
constexpr ArgumentRow kFileSource{"source", Type::Text, "", "file whose lines are taken"};
constexpr ArgumentRow kIgnoreSpace{"ignore_whitespace", Type::Bool, "true",
                                   "spacing does not count when looking for the lines"};

constexpr ArgumentRow kAppend[] = {kIgnoreSpace, kMakedirs, kFileSource, kText};
constexpr ArgumentRow kPrepend[] = {
    {"header", Type::Bool, "false", "the lines must be the file's first"}, kMakedirs, kFileSource, kText};

constexpr ArgumentRow kBlockreplace[] = {
    {"append_if_not_found", Type::Bool, "false", "without markers in the file, add the block at its end"},
    {"append_newline", Type::Bool, "",
     "whether the block ends with an empty line; only when its text has no line end"},
    kBackup,
    {"content", Type::Text, "", "what stands between the markers"},
    {"insert_after_match", Type::Text, "",
     "without markers in the file, add the block behind the line this matches (RE2)"},
    {"insert_before_match", Type::Text, "",
     "without markers in the file, add the block before the line this matches (RE2)"},
    {"marker_end", Type::Text, "#-- end managed zone --", "the line that ends the block"},
    {"marker_start", Type::Text, "#-- start managed zone --", "the line that begins the block"},
    {"prepend_if_not_found", Type::Bool, "false", "without markers in the file, add the block at its start"},
    kShowChanges,
};

constexpr ArgumentRow kComment[] = {kBackup, kChar, kIgnoreMissing, kRegex};
constexpr ArgumentRow kUncomment[] = {kBackup, kChar, kRegex};

constexpr ArgumentRow kCopy[] = {
    kDirMode,
    kForce,
    kGroup,
    kMakedirs,
    kMode,
    {"preserve", Type::Bool, "false", "keep mode and owner of the source"},
    {"source", Type::Text, "", "file or folder to copy", true},
    {"subdir", Type::Bool, "false", "an existing folder is not the target but holds it"},
    kUser,
};

constexpr ArgumentRow kDirectory[] = {
    {"clean", Type::Bool, "false", "remove what no required `file` step put there"},
    kDirMode,
    {"exclude_pat", Type::TextList, "",
     "with `clean`: keep these; globs, or `E@` and a regular expression (RE2)"},
    {"file_mode", Type::Mode, "", "mode of files, with `recurse`"},
    kForce,
    kGroup,
    kMakedirs,
    kMode,
    {"recurse", Type::TextList, "", "apply to all that is inside: user, group, mode"},
    kUser,
};

constexpr ArgumentRow kKeyvalue[] = {
    {"append_if_not_found", Type::Bool, "false", "add keys that the file does not have"},
    {"count", Type::Int, "1", "change at most so many lines for each key; -1: all"},
    {"ignore_if_missing", Type::Bool, "false", "a missing file is no failure"},
    {"key", Type::Text, "", "one key"},
    {"key_ignore_case", Type::Bool, "false", "case of keys does not count"},
    {"key_values", Type::Map, "", "several keys with their values"},
    {"prepend_if_not_found", Type::Bool, "false", "add missing keys at the start"},
    {"search_only", Type::Bool, "false", "only look whether it is so"},
    {"separator", Type::Text, "=", "what stands between key and value"},
    kShowChanges,
    {"uncomment", Type::Text, "",
     "characters that make a line a comment; matching lines are brought to life"},
    {"value", Type::Text, "", "value of `key`"},
    {"value_ignore_case", Type::Bool, "false", "case of values does not count"},
};

constexpr ArgumentRow kManaged[] = {
    {"allow_empty", Type::Bool, "true", "whether empty `contents` are meant"},
    kBackup,
    {"check_cmd", Type::Text, "",
     "command that is given the new file's path and must succeed before it is put in place"},
    {"content", Type::TextList, "", "same as `contents`"},
    {"contents", Type::TextList, "", "the text; a list is lines"},
    {"contents_newline", Type::Bool, "true", "end the text with a line end"},
    {"create", Type::Bool, "true", "make the file when it does not exist"},
    kDirMode,
    kGroup,
    kMakedirs,
    kMode,
    {"replace", Type::Bool, "true", "false: leave an existing file's content alone"},
    kShowChanges,
    {"skip_verify", Type::Bool, "false", "do not look at `source_hash`"},
    {"source", Type::TextList, "", "path on this host; of a list the first that exists"},
    {"source_hash", Type::Text, "", "sha256 of the source, as `sha256=...` or the digits alone"},
    kUser,
};

constexpr ArgumentRow kRemovedOlder[] = {
    {"age", Type::Span, "", "older than this, by the time of the last change", true},
    {"path", Type::Text, "", "the folder; the name when not given"},
    {"pattern", Type::Text, "*", "glob over file names"},
    {"recurse", Type::Bool, "true", "also in folders below, on the same file system"},
    {"remove_empty", Type::Bool, "false", "also remove folders that become empty"},
};

constexpr ArgumentRow kRename[] = {
    kForce, kMakedirs, {"source", Type::Text, "", "what is to be moved", true}};

constexpr ArgumentRow kReplace[] = {
    {"append_if_not_found", Type::Bool, "false", "when nothing matches, add the replacement at the end"},
    {"backslash_literal", Type::Bool, "false", "backslashes in `repl` mean themselves"},
    {"backup", Type::Any, ".bak", "keep the old content beside the file: a suffix, or false"},
    kCount,
    {"flags", Type::Any, "[MULTILINE]", "IGNORECASE, MULTILINE, DOTALL, or their sum as in Python"},
    kIgnoreMissing,
    {"not_found_content", Type::Text, "", "what is added when nothing matches; otherwise `repl`"},
    {"pattern", Type::Text, "", "RE2 regular expression; ^ and $ match at lines", true},
    {"prepend_if_not_found", Type::Bool, "false", "when nothing matches, add the replacement at the start"},
    {"repl", Type::Text, "", "the replacement; \\1 is a group", true},
    kShowChanges,
};

constexpr ArgumentRow kSymlink[] = {
    {"backupname", Type::Text, "", "with `force`: where to move what is in the way"},
    kForce,
    kGroup,
    kMakedirs,
    {"target", Type::Text, "", "where the link points to", true},
    kUser,
};

constexpr ArgumentRow kTouch[] = {
    {"atime", Type::Int, "", "time of last reading, seconds since 1970"},
    kMakedirs,
    {"mtime", Type::Int, "", "time of last writing, seconds since 1970"},
};

constexpr FunctionRow kRows[] = {
    {.name = "file.absent",
     .doc = "The path does not exist; a folder is removed with all that is in it.",
     .name_doc = kPathDoc,
     .example = "/run/app.lock: file.absent\n"},
    {.name = "file.append",
     .doc = "The file holds these lines; missing ones are added at its end.",
     .name_doc = kPathDoc,
     .arguments = kAppend,
     .example = "/etc/hosts:\n  file.append:\n    - text: 10.0.0.9 db\n"},
    {.name = "file.blockreplace",
     .doc = "A block between two marker lines has this content.",
     .name_doc = kPathDoc,
     .arguments = kBlockreplace,
     .example =
         "/etc/hosts:\n  file.blockreplace:\n    - content: 10.0.0.9 db\n    - append_if_not_found: true\n"},
    {.name = "file.comment",
     .doc = "Lines that match are commented out.",
     .name_doc = kPathDoc,
     .arguments = kComment,
     .example = "/etc/fstab:\n  file.comment:\n    - regex: ^/dev/sdb1\n"},
    {.name = "file.copy",
     .doc = "The path is a copy of a file or folder of this host. An existing one stays, unless `force`.",
     .name_doc = kPathDoc,
     .arguments = kCopy,
     .example = "/etc/app.conf.orig:\n  file.copy:\n    - source: /etc/app.conf\n"},
    {.name = "file.directory",
     .doc = "The path is a folder.",
     .name_doc = kPathDoc,
     .arguments = kDirectory,
     .example =
         "/var/lib/app:\n  file.directory:\n    - user: app\n    - mode: '0750'\n    - makedirs: true\n"},
    {.name = "file.exists",
     .doc = "Fails when the path does not exist.",
     .name_doc = kPathDoc,
     .example = "/etc/app.conf: file.exists\n"},
    {.name = "file.keyvalue",
     .doc = "Lines `key separator value` have these values.",
     .name_doc = kPathDoc,
     .arguments = kKeyvalue,
     .example = "/etc/ssh/sshd_config:\n  file.keyvalue:\n    - separator: ' '\n    - uncomment: '# '\n"
                "    - key_values: { PermitRootLogin: 'no' }\n"},
    {.name = "file.managed",
     .doc = "The file has this content, owner and mode.",
     .name_doc = kPathDoc,
     .arguments = kManaged,
     .example =
         "/etc/app.conf:\n  file.managed:\n    - contents: |\n        listen = 8080\n    - mode: '0640'\n"},
    {.name = "file.missing",
     .doc = "Fails when the path exists.",
     .name_doc = kPathDoc,
     .example = "/etc/nologin: file.missing\n"},
    {.name = "file.prepend",
     .doc = "The file holds these lines; missing ones are added at its start.",
     .name_doc = kPathDoc,
     .arguments = kPrepend,
     .example = "/etc/motd:\n  file.prepend:\n    - text: This host is watched by Balm.\n"},
    {.name = "file.removed_older",
     .doc = "Files below a folder that are older than an age are gone. Links are not followed.",
     .name_doc = "the folder, when `path` is not given",
     .arguments = kRemovedOlder,
     .example = "old core dumps are gone:\n  file.removed_older:\n    - path: /var/lib/systemd/coredump\n    "
                "- age: 3d\n"},
    {.name = "file.rename",
     .doc = "What was at `source` is here.",
     .name_doc = kPathDoc,
     .arguments = kRename,
     .example = "/etc/app.conf:\n  file.rename:\n    - source: /etc/app.cfg\n"},
    {.name = "file.replace",
     .doc = "Every match of a pattern is replaced.",
     .name_doc = kPathDoc,
     .arguments = kReplace,
     .example = "/etc/app.conf:\n  file.replace:\n    - pattern: ^workers = .*$\n    - repl: workers = 4\n"},
    {.name = "file.symlink",
     .doc = "The path is a symbolic link.",
     .name_doc = kPathDoc,
     .arguments = kSymlink,
     .example = "/etc/localtime:\n  file.symlink:\n    - target: /usr/share/zoneinfo/Europe/Berlin\n"},
    {.name = "file.touch",
     .doc = "The file exists and its times are now, or those given.",
     .name_doc = kPathDoc,
     .arguments = kTouch,
     .example = "/run/app.reload: file.touch\n"},
    {.name = "file.uncomment",
     .doc = "Lines that match and are commented out are brought to life.",
     .name_doc = kPathDoc,
     .arguments = kUncomment,
     .example = "/etc/fstab:\n  file.uncomment:\n    - regex: ^/dev/sdb1\n"},
};

}  // namespace

std::span<const FunctionRow> file_rows() {
  return kRows;
}

}  // namespace balm
