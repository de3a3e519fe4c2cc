#include "common/document/master_config.h"

#include "common/yaml/fields.h"
#include "common/yaml/whole_text.h"
#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

constexpr Range<Duration> kKeep{24h, 10 * 365 * 24h};
constexpr Range<std::uint64_t> kDatabaseBytes{64ull << 20, 1ull << 44};
constexpr Range<Duration> kHeartbeat{200ms, 5min};
constexpr Range<Duration> kLostAfter{600ms, 1h};

RetentionConfig read_retention(Fields& fields) {
  RetentionConfig retention;
  const YamlNode* node = fields.find("retention");
  if (node == nullptr) return retention;
  Fields inner(*node, "`retention`", fields.issues());
  retention.events = inner.duration("events", retention.events, kKeep);
  retention.incidents = inner.duration("incidents", retention.incidents, kKeep);
  retention.size_bytes = inner.size("size", retention.size_bytes, kDatabaseBytes);
  inner.finish();
  return retention;
}

void read_folders(Fields& fields, MasterConfig& config) {
  config.state_dir = read_path(fields, "state_dir", config.state_dir);
  config.rules_dir = read_path(fields, "rules_dir", config.rules_dir);
  config.states_dir = read_path(fields, "states_dir", config.states_dir);
  config.checks_dir = read_path(fields, "checks_dir", config.checks_dir);
  config.notifiers_dir = read_path(fields, "notifiers_dir", config.notifiers_dir);
}

void read_liveness(Fields& fields, MasterConfig& config) {
  config.heartbeat = fields.duration("heartbeat", config.heartbeat, kHeartbeat);
  config.lost_after = fields.duration("lost_after", config.lost_after, kLostAfter);
  if (config.lost_after >= 3 * config.heartbeat) return;
  const YamlNode* at = fields.find("lost_after");
  if (at == nullptr) at = fields.find("heartbeat");
  fields.issues().push_back(at->error("E235", "`lost_after` must be at least three times `heartbeat`",
                                      "else one lost packet looks like a dead host"));
}

}  // namespace

Parsed<MasterConfig> parse_master_config(std::string_view yaml, std::string_view source) {
  Parsed<YamlNode> file = read_yaml(yaml, source);
  Parsed<MasterConfig> parsed{{}, std::move(file.issues)};
  if (auto cut = find_cut(yaml, source)) parsed.issues.push_back(*std::move(cut));
  if (has_errors(parsed.issues) || file.value.is_null()) return parsed;
  MasterConfig& config = parsed.value;
  Fields fields(file.value, "master.yaml", parsed.issues);
  config.name = fields.id("name", config.name);
  config.listen = read_endpoint(fields, "listen", config.listen, EndpointUse::Listen);
  read_folders(fields, config);
  if (fields.find("escalate") != nullptr) config.escalate = fields.texts("escalate");
  config.operator_group = read_account(fields, "operator_group", config.operator_group);
  read_liveness(fields, config);
  config.retention = read_retention(fields);
  config.log = read_log(fields);
  fields.finish();
  for (const YamlEntry& entry : file.value.entries) refuse_secret(entry, parsed.issues);
  return parsed;
}

}  // namespace balm
