#include "agent/io/agent_store.h"

#include "common/io/file_text.h"
#include "common/value_json.h"
#include "common/wire_map.h"

namespace balm::wire {

void map(auto& fields, Like<agent::SavedCheck> auto& m) {
  fields.required("check", m.check);
  fields.optional("instance", m.instance, limits::kInstanceBytesMax);
  fields.required("status", m.status);
  fields.required("certain", m.certain);
  fields.required("since_ms", m.since);
  fields.optional("generation", m.generation);
}

void map(auto& fields, Like<agent::SavedChecks> auto& m) {
  fields.required("spool", m.spool);
  fields.required("seq", m.seq);
  fields.required("checks", m.checks, limits::kChecksPerAgentMax * (limits::kInstancesPerCheckMax + 1));
}

}  // namespace balm::wire

namespace balm::agent {
namespace {

constexpr std::size_t kFileBytesMax = 64 * 1024 * 1024;

}  // namespace

std::string to_text(const SavedChecks& checks) {
  std::string text;
  wire::append_json(text, checks);
  return text + "\n";
}

Result<SavedChecks> saved_checks_from_text(std::string_view text) {
  const auto value = value_from_json(text);
  if (!value) return value.error();
  SavedChecks checks;
  wire::Fault fault;
  if (!wire::Reader<wire::ValueNode>::read_object(wire::ValueNode(*value), checks, fault))
    return Error{Error::Kind::BadData, "\"" + fault.path + "\" " + fault.what, ""};
  return checks;
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
