#include "common/document/check_text.h"

#include "common/document/document.h"
#include "common/duration_text.h"
#include "common/hash.h"
#include "common/size_text.h"
#include "common/value_json.h"

namespace balm {
namespace {

constexpr std::size_t kHashDigits = 16;

Value whole(std::uint64_t number) {
  return Value(static_cast<std::int64_t>(number));
}

template <class Texts>
Value texts(const Texts& map) {
  ValueMap values;
  for (const auto& [name, text] : map) values.emplace(Value(name), Value(text));
  return Value(std::move(values));
}

Value run_of(const CheckDocument& check) {
  ValueList words;
  for (const std::string& word : check.argv) words.emplace_back(word);
  return Value(std::move(words));
}

Value limits_of(const CheckLimits& limits) {
  return Value::map({{"nofile", whole(limits.open_files)},
                     {"memory", size_text(limits.memory_bytes)},
                     {"file_size", size_text(limits.file_bytes)},
                     {"cpu", duration_text(limits.cpu)},
                     {"processes", whole(limits.processes)}});
}

// Members that say nothing are left out: an empty condition would not be read.
void add_texts(const CheckDocument& check, ValueMap& body) {
  const auto add = [&](std::string_view key, const std::string& text) {
    if (!text.empty()) body.emplace(Value(key), Value(text));
  };
  add("cron", check.cron ? check.cron->text() : "");
  add("every", check.cron ? "" : duration_text(check.every));
  add("tz", check.zone);
  if (!check.warning.empty()) add("warning", check.warning.text());
  if (!check.critical.empty()) add("critical", check.critical.text());
  add("per", check.per);
  add("summary", check.summary);
}

Issue fault(std::string_view code, std::string message) {
  Issue issue;
  issue.code = code;
  issue.message = std::move(message);
  return issue;
}

}  // namespace

std::string check_text(const CheckDocument& check) {
  const Value fixed = Value::map(
      {{"run", run_of(check)},
       {"timeout", duration_text(check.timeout)},
       {"confirm", Value::map({{"fail", whole(check.confirm.fail)}, {"ok", whole(check.confirm.ok)}})},
       {"env", texts(check.env)},
       {"limits", limits_of(check.limits)},
       {"labels", texts(check.labels)}});
  ValueMap body = fixed.as_map();
  add_texts(check, body);
  ValueMap named;
  named.emplace(Value(check.name.text), Value(std::move(body)));
  return to_json(Value::map({{"checks", Value(std::move(named))}})) + "\n";
}

Parsed<CheckDocument> read_check_text(std::string_view text, const ZoneSource* zones) {
  KnownNames known;
  known.zones = zones;
  Parsed<Documents> read = read_documents({{"the master's check", std::string(text)}}, known);
  Parsed<CheckDocument> check{{}, std::move(read.issues)};
  const Documents& found = read.value;
  const bool one = found.checks.size() == 1 && found.rules.empty() && found.notifiers.empty();
  if (one) check.value = std::move(read.value.checks.front());
  if (!one && check.ok()) check.issues.push_back(fault("E220", "this is not one check"));
  if (!check.value.run_as.empty())
    check.issues.push_back(fault("E236", "the master may not choose the user a check runs as"));
  check.value.handed = true;
  return check;
}

std::string check_set_hash(const std::vector<std::string>& texts) {
  if (texts.empty()) return "";
  std::string all;
  for (const std::string& text : texts) all += std::to_string(text.size()) + ":" + text;
  return sha256_hex(all).substr(0, kHashDigits);
}

}  // namespace balm
