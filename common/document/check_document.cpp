#include "common/document/check_document.h"

#include <algorithm>
#include <cctype>

#include "common/document/config_fields.h"
#include "common/yaml/expression_fields.h"
#include "common/yaml/fields.h"

namespace balm {
namespace {

constexpr Range<Duration> kEvery{100ms, 31 * 24h};
constexpr Range<Duration> kTimeout{100ms, 1h};
constexpr Range<Duration> kCpu{1s, 24h};
constexpr Range<std::int64_t> kConfirm{1, 100};

// A program is found by its absolute path or, without any `/`, in the fixed PATH.
void check_program(const YamlNode& node, Issues& issues) {
  if (node.is_scalar() && node.text.find('/') != std::string::npos) read_path(node, issues);
}

std::vector<std::string> read_run(Fields& fields) {
  const YamlNode* run = fields.require("run");
  if (run == nullptr) return {};
  if (!run->is_sequence()) {
    std::optional<std::string> text = read_filled_text(*run, fields.issues());
    if (!text) return {};
    return {"/bin/sh", "-c", std::move(*text)};
  }
  std::vector<std::string> argv;
  for (const YamlNode& item : run->items)
    if (std::optional<std::string> text = read_text(item, fields.issues())) argv.push_back(std::move(*text));
  if (run->items.empty() || run->items.front().text.empty())
    fields.issues().push_back(run->error("E214", "the list must begin with a program"));
  else
    check_program(run->items.front(), fields.issues());
  return argv;
}

// What the master hands down runs as the host's check_user: more is for a file of the host to give.
std::string read_run_as(Fields& fields, const KnownNames& known, const CheckDocument& check) {
  std::string user = read_account(fields, "as", "");
  const bool refused = known.hands_checks_down && check.hosts && !user.empty();
  if (refused)
    fields.issues().push_back(fields.find("as")->error(
        "E236", "with `hosts` the check is handed down, and runs as check_user there",
        "leave out `as`, or put the check into checks.d of those hosts"));
  return user;
}

void read_zone(Fields& fields, const KnownNames& known, CheckDocument& check) {
  check.zone = fields.text("tz");
  const YamlNode* tz = fields.find("tz");
  if (tz == nullptr) return;
  if (!check.cron) fields.issues().push_back(tz->error("E224", "`tz` has a meaning only beside `cron`"));
  const bool unknown =
      known.zones != nullptr && !check.zone.empty() && known.zones->find(check.zone) == nullptr;
  if (unknown)
    fields.issues().push_back(tz->error("E217", "there is no time zone `" + check.zone + "`",
                                        "names look like Europe/Berlin, UTC or +02:00"));
}

void read_schedule(Fields& fields, const KnownNames& known, CheckDocument& check) {
  fields.at_most_one_of("every", "cron");
  check.every = fields.duration("every", check.every, kEvery);
  check.cron = read_cron(fields, "cron");
  read_zone(fields, known, check);
  const Duration half = check.cron ? Duration(30s) : std::max(check.every / 2, kTimeout.min);
  check.timeout = fields.duration("timeout", std::min(half, Duration(30s)), kTimeout);
}

// Only Nagios so far; what the others would mean must not be guessed.
void read_output(Fields& fields) {
  const YamlNode* output = fields.find("output");
  if (output == nullptr) return;
  if (output->text == "json" || output->text == "prom") {
    fields.issues().push_back(output->error("E223", "`output: " + output->text + "` is not supported yet"));
    return;
  }
  fields.choice("output", 0, {"nagios"});
}

Confirm read_confirm(Fields& fields) {
  Confirm confirm;
  const YamlNode* node = fields.find("confirm");
  if (node == nullptr) return confirm;
  Fields inner(*node, "`confirm`", fields.issues());
  confirm.fail = static_cast<std::uint32_t>(inner.whole("fail", confirm.fail, kConfirm));
  confirm.ok = static_cast<std::uint32_t>(inner.whole("ok", confirm.ok, kConfirm));
  inner.finish();
  return confirm;
}

CheckLimits read_limits(Fields& fields) {
  CheckLimits limits;
  const YamlNode* node = fields.find("limits");
  if (node == nullptr) return limits;
  Fields inner(*node, "`limits`", fields.issues());
  const auto count = [&](std::string_view key, std::uint64_t fallback) {
    return static_cast<std::uint64_t>(inner.whole(key, static_cast<std::int64_t>(fallback), {0, 1 << 20}));
  };
  limits.open_files = count("nofile", limits.open_files);
  limits.processes = count("processes", limits.processes);
  limits.memory_bytes = inner.size("memory", limits.memory_bytes, {0, 1ull << 46});
  limits.file_bytes = inner.size("file_size", limits.file_bytes, {0, 1ull << 46});
  limits.cpu = inner.duration("cpu", limits.cpu, kCpu);
  inner.finish();
  return limits;
}

bool is_variable_name(std::string_view name) {
  const auto fits = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  return !name.empty() && !std::isdigit(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(), fits);
}

std::map<std::string, std::string> read_env(Fields& fields) {
  std::map<std::string, std::string> env;
  const YamlNode* node = fields.find("env");
  if (node == nullptr) return env;
  if (!node->is_map())
    fields.issues().push_back(
        node->error("E201", "`env` is a map of names to texts, not " + std::string(kind_name(*node))));
  for (const YamlEntry& entry : node->entries) {
    if (!is_variable_name(entry.key.text))
      fields.issues().push_back(entry.key.error("E211", "`" + entry.key.text + "` cannot name a variable"));
    refuse_secret(entry, fields.issues());
    if (const auto text = read_text(entry.value, fields.issues())) env.emplace(entry.key.text, *text);
  }
  return env;
}

}  // namespace

expression::Schema check_schema() {
  expression::Schema schema;
  schema.add("metrics", expression::Type::map(expression::Type::text(), expression::Type::number()));
  return schema;
}

CheckDocument read_check(const YamlEntry& entry, const KnownNames& known, Issues& issues) {
  CheckDocument check;
  check.place = entry.key.place();
  check.name.text = read_id(entry.key, issues).value_or("");
  Fields fields(entry.value, "check `" + entry.key.text + "`", issues, &entry.key);
  fields.not_yet({"builtin", "args", "predict"});
  if (entry.value.find("builtin") == nullptr) check.argv = read_run(fields);
  check.hosts = fields.selector("hosts");
  check.run_as = read_run_as(fields, known, check);
  read_schedule(fields, known, check);
  read_output(fields);
  const expression::Schema schema = check_schema();
  check.warning = read_condition(fields, "warning", schema);
  check.critical = read_condition(fields, "critical", schema);
  check.confirm = read_confirm(fields);
  check.per = fields.id("per");
  check.env = read_env(fields);
  check.limits = read_limits(fields);
  check.labels = fields.labels("labels");
  check.summary = fields.text("summary");
  check.enabled = fields.flag("enabled", true);
  fields.finish();
  return check;
}

}  // namespace balm
