#include "agent/io/agent_store.h"

#include <string_view>

#include "common/io/file_text.h"
#include "common/json_scan.h"
#include "common/wire_map.h"

namespace balm::agent {
namespace {

struct Head {
  SpoolId spool;
  std::uint64_t seq = 0;
  std::uint64_t count = 0;  // of the lines behind it
  bool files_refused = false;
};

}  // namespace
}  // namespace balm::agent

namespace balm::wire {

void map(auto& fields, Like<agent::Head> auto& m) {
  fields.required("spool", m.spool);
  fields.required("seq", m.seq);
  fields.required("count", m.count);
  fields.optional("files_refused", m.files_refused);
}

void map(auto& fields, Like<agent::SavedCheck> auto& m) {
  fields.required("check", m.check);
  fields.optional("instance", m.instance, limits::kInstanceBytesMax);
  fields.required("status", m.status);
  fields.required("certain", m.certain);
  fields.required("since_ms", m.since);
  fields.optional("generation", m.generation);
}

}  // namespace balm::wire

namespace balm::agent {
namespace {

constexpr std::size_t kFileBytesMax = 64 * 1024 * 1024;

template <class T>
void append_line(std::string& text, const T& object) {
  wire::append_json(text, object);
  text += '\n';
}

// The first line of `text`, which loses it.
template <class T>
Result<T> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return Error{Error::Kind::BadData, "it was cut off", ""};
  const auto scan = json::Scan::of(text.substr(0, end));
  if (!scan) return scan.error();
  text.remove_prefix(end + 1);
  T object;
  wire::Fault fault;
  if (wire::Reader<json::Node>::read_object(scan->root(), object, fault)) return object;
  return Error{Error::Kind::BadData, "\"" + fault.path + "\" " + fault.what, ""};
}

}  // namespace

std::string to_text(const SavedChecks& checks) {
  std::string text;
  append_line(text, Head{checks.spool, checks.seq, checks.checks.size(), checks.files_refused});
  for (const SavedCheck& check : checks.checks) append_line(text, check);
  return text;
}

Result<SavedChecks> saved_checks_from_text(std::string_view text) {
  const auto head = take_line<Head>(text);
  if (!head) return head.error();
  SavedChecks checks{head->spool, head->seq, {}, head->files_refused};
  while (!text.empty()) {
    auto check = take_line<SavedCheck>(text);
    if (!check) return check.error();
    checks.checks.push_back(std::move(*check));
  }
  if (checks.checks.size() == head->count) return checks;
  return Error{Error::Kind::BadData, "it was cut off", ""};
}

Result<SavedChecks> AgentStore::load() const {
  const auto text = read_file(path_, {.bytes_max = kFileBytesMax, .forbidden_mode = 077});
  if (!text) return text.error();
  return saved_checks_from_text(*text);
}

Result<void> AgentStore::keep(const SavedChecks& checks) const {
  return replace_file(path_, to_text(checks), 0600);
}

}  // namespace balm::agent
