#include "common/document/agent_config.h"

#include "common/yaml/fields.h"
#include "common/yaml/whole_text.h"
#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

constexpr Range<std::uint64_t> kSpoolBytes{1ull << 20, limits::kSpoolBytesMax};

void read_master(Fields& fields, AgentConfig& config) {
  config.master = read_endpoint(fields, "master", config.master, EndpointUse::Connect);
  config.master_key = read_public_key(fields, "master_key");
  config.master_key_file = read_path(fields, "master_key_file", config.master_key_file);
  fields.at_most_one_of("master_key_file", "master_key");
}

void read_folders_and_users(Fields& fields, AgentConfig& config) {
  config.state_dir = read_path(fields, "state_dir", config.state_dir);
  config.executor_dir = read_path(fields, "executor_dir", config.executor_dir);
  config.checks_dir = read_path(fields, "checks_dir", config.checks_dir);
  config.agent_user = read_account(fields, "agent_user", config.agent_user);
  config.check_user = read_account(fields, "check_user", config.check_user);
}

}  // namespace

Parsed<AgentConfig> parse_agent_config(std::string_view yaml, std::string_view source) {
  Parsed<YamlNode> file = read_yaml(yaml, source);
  Parsed<AgentConfig> parsed{{}, std::move(file.issues)};
  if (auto cut = find_cut(yaml, source)) parsed.issues.push_back(*std::move(cut));
  if (has_errors(parsed.issues) || file.value.is_null()) return parsed;
  AgentConfig& config = parsed.value;
  Fields fields(file.value, "agent.yaml", parsed.issues);
  read_master(fields, config);
  config.name = fields.id("name");
  config.labels = fields.labels("labels");
  read_folders_and_users(fields, config);
  config.checks_running_max = static_cast<std::size_t>(
      fields.whole("checks_running_max", static_cast<std::int64_t>(config.checks_running_max), {1, 256}));
  config.spool_bytes = fields.size("spool_size", config.spool_bytes, kSpoolBytes);
  config.log = read_log(fields);
  fields.finish();
  for (const YamlEntry& entry : file.value.entries) refuse_secret(entry, parsed.issues);
  return parsed;
}

}  // namespace balm
