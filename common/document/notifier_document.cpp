#include "common/document/notifier_document.h"

#include "common/document/config_fields.h"
#include "common/yaml/fields.h"

namespace balm {
namespace {

constexpr Range<Duration> kTimeout{100ms, 5min};
constexpr Range<Duration> kRetryEvery{1s, 1h};

// `retry: {attempts, every}`
void read_retry(Fields& fields, NotifierDocument& notifier) {
  const YamlNode* node = fields.find("retry");
  if (node == nullptr) return;
  Fields retry(*node, "`retry`", fields.issues());
  notifier.attempts = static_cast<std::uint32_t>(retry.whole("attempts", notifier.attempts, {1, 20}));
  notifier.retry_every = retry.duration("every", notifier.retry_every, kRetryEvery);
  retry.finish();
}

NotifierType read_type(Fields& fields) {
  const YamlNode* node = fields.require("type");
  if (node == nullptr) return NotifierType::Log;
  for (const std::string_view later : {"webhook", "slack", "email"}) {
    if (node->text != later) continue;
    fields.issues().push_back(node->error("E223",
                                          "notifiers of type `" + node->text + "` are not supported yet",
                                          "use `exec` and a program that sends it"));
    return NotifierType::Log;
  }
  return static_cast<NotifierType>(fields.choice("type", 1, {"exec", "log"}));
}

void read_program(Fields& fields, NotifierDocument& notifier) {
  if (fields.require("run") == nullptr) return;
  notifier.argv = fields.text_list("run");
  const YamlNode& run = *fields.find("run");
  if (run.is_sequence() && run.items.empty())
    fields.issues().push_back(run.error("E214", "the list is empty"));
  if (!notifier.argv.empty()) read_path(run.items.front(), fields.issues());
}

}  // namespace

std::string_view to_text(NotifierType type) {
  switch (type) {
    case NotifierType::Exec:
      return "exec";
    case NotifierType::Log:
      return "log";
  }
  return "log";
}

NotifierDocument read_notifier(const YamlEntry& entry, Issues& issues) {
  NotifierDocument notifier;
  notifier.place = entry.key.place();
  notifier.name = read_id(entry.key, issues).value_or("");
  Fields fields(entry.value, "notifier `" + entry.key.text + "`", issues, &entry.key);
  notifier.type = read_type(fields);
  if (notifier.type == NotifierType::Exec) {
    read_program(fields, notifier);
    notifier.timeout = fields.duration("timeout", notifier.timeout, kTimeout);
    read_retry(fields, notifier);
  }
  notifier.resolved = fields.flag("resolved", notifier.resolved);
  notifier.enabled = fields.flag("enabled", notifier.enabled);
  fields.not_yet({"url", "body", "to", "group", "unless"});
  fields.finish();
  for (const YamlEntry& field : entry.value.entries) refuse_secret(field, issues);
  return notifier;
}

}  // namespace balm
