#include "cli/show/list_views.h"

#include "cli/show/event_page.h"
#include "cli/show/fields.h"
#include "cli/show/incident_text.h"
#include "cli/show/times.h"

namespace balm::cli {
namespace {

using Kind = Column::Kind;

// "12 ok, 1 critical"
std::string host_checks(const Value& row, const Screen&) {
  std::string text;
  for (const std::string_view status : {"ok", "warning", "critical", "unknown"}) {
    const std::int64_t count = field(row, "checks")[status].int_or();
    if (count > 0) text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(status);
  }
  return text;
}

std::string host_maintenance(const Value& row, const Screen& screen) {
  const Value& until = field(row, "maintenance.until_ms");
  return until.is_null() ? "-" : "until " + minute_text(until, screen);
}

// People compare the beginning; programs and -o wide get all of it.
std::string short_fingerprint(const Value& row, const Screen& screen) {
  constexpr std::size_t kShown = 24;  // five groups of four with their dashes
  const std::string print = row["fingerprint"].string_or("-");
  return screen.terminal && print.size() > kShown ? print.substr(0, kShown) : print;
}

std::string key_remark(const Value& row, const Screen&) {
  const std::string note = row["note"].string_or();
  return note.empty() ? row["reason"].string_or() : note;
}

std::string check_name(const Value& row, const Screen&) {
  const std::string instance = row["instance"].string_or();
  return row["check"].string_or() + (instance.empty() ? "" : ":" + instance);
}

// The newest result is told beside the status when it is not believed yet.
std::string check_status(const Value& row, const Screen&) {
  const std::string status = row["status"].string_or("-");
  const std::string newest = row["soft"].string_or(status);
  if (!row["known"].bool_or(true)) return newest + " (not confirmed)";
  return newest == status ? status : status + " (newest: " + newest + ")";
}

// Who defines it, and whether the other side says something else.
std::string check_origin(const Value& row, const Screen&) {
  const std::string by = row["origin"]["by"].string_or();
  return row["issue"].is_null() ? by : by + " (!)";
}

std::string event_id(const Value& row, const Screen&) {
  return event_name(row);
}
std::string place(const Value& row, const Screen&) {
  return place_of(row);
}
std::string incident_id(const Value& row, const Screen&) {
  return number_text(row["id"]);
}
std::string incident_phase(const Value& row, const Screen& screen) {
  return doing_text(row, screen);
}
std::string attempt_rung(const Value& row, const Screen&) {
  return rung_text(row);
}
std::string attempt_outcome(const Value& row, const Screen&) {
  return outcome_text(row);
}
std::string attempt_verified(const Value& row, const Screen&) {
  return verified_text(row);
}

std::string state_params(const Value& row, const Screen&) {
  const Value& params = row["params"];
  if (!params.is(Value::Kind::Map)) return params.is(Value::Kind::List) ? joined(params.as_list(), " ") : "";
  std::string text;
  for (const auto& [name, body] : params.as_map())
    text += (text.empty() ? "" : " ") + to_display(name) + (body["required"].bool_or() ? "" : "?");
  return text;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}
std::string state_doc(const Value& row, const Screen&) {
  return first_line(row["doc"].string_or());
}

std::string state_steps(const Value& row, const Screen&) {
  const Value& steps = row["steps"];
  return steps.is(Value::Kind::List) ? std::to_string(steps.as_list().size()) : to_display(steps);
}

std::string rule_mode(const Value& row, const Screen&) {
  return row["enabled"].bool_or(true) ? row["mode"].string_or("-") : "disabled";
}

}  // namespace

const std::vector<Column>& host_columns() {
  static const std::vector<Column> kColumns{
      {"HOST", "name", Kind::Text, 0},
      {"STATE", "state", Kind::Word, 0},
      {"SEEN", "seen_ms", Kind::When, 3},
      {"CHECKS", "checks", Kind::Text, 2, false, host_checks},
      {"INCIDENTS", "incidents", Kind::Number, 2},
      {"MAINTENANCE", "maintenance.until_ms", Kind::When, 1, false, host_maintenance},
      {"LABELS", "labels", Kind::Free, 4},
      {"ADDRESS", "address", Kind::Text, 6, true},
      {"VERSION", "version", Kind::Text, 5, true},
  };
  return kColumns;
}

const std::vector<Column>& key_columns() {
  static const std::vector<Column> kColumns{
      {"HOST", "name", Kind::Text, 0},
      {"STATE", "state", Kind::Word, 0},
      {"FINGERPRINT", "fingerprint", Kind::Text, 0, false, short_fingerprint},
      {"SEEN", "seen_ms", Kind::When, 2},
      {"ADDRESS", "address", Kind::Text, 3},
      {"NOTE", "note", Kind::Free, 1, false, key_remark},
      {"ROLE", "role", Kind::Text, 4, true},
      {"FIRST", "first_ms", Kind::When, 5, true},
  };
  return kColumns;
}

const std::vector<Column>& maintenance_columns() {
  static const std::vector<Column> kColumns{
      {"HOST", "host", Kind::Text, 0},      {"ENDS", "until_ms", Kind::When, 0}, {"BY", "by", Kind::Text, 2},
      {"SINCE", "since_ms", Kind::When, 3}, {"REASON", "reason", Kind::Free, 1},
  };
  return kColumns;
}

const std::vector<Column>& check_columns() {
  static const std::vector<Column> kColumns{
      {"HOST", "host", Kind::Text, 0},
      {"CHECK", "check", Kind::Text, 0, false, check_name},
      {"STATUS", "status", Kind::Word, 0, false, check_status},
      {"SINCE", "since_ms", Kind::Age, 2},
      {"CHECKED", "at_ms", Kind::When, 3},
      {"FROM", "origin.by", Kind::Text, 4, false, check_origin},
      {"OUTPUT", "output", Kind::Free, 1},
      {"FILE", "origin.file", Kind::Text, 5, true},
      {"ISSUE", "issue", Kind::Free, 6, true},
  };
  return kColumns;
}

const std::vector<Column>& event_columns() {
  static const std::vector<Column> kColumns{
      {"EVENT", "id", Kind::Text, 0, false, event_id},
      {"WHEN", "at_ms", Kind::When, 1},
      {"HOST", "host", Kind::Text, 0, false, place},
      {"TYPE", "type", Kind::Text, 0},
      {"STATUS", "status", Kind::Word, 0},
      {"OUTPUT", "output", Kind::Free, 3},
      {"BECAME", "verdicts", Kind::Free, 2},
  };
  return kColumns;
}

const std::vector<Column>& incident_columns() {
  static const std::vector<Column> kColumns{
      {"INCIDENT", "id", Kind::Text, 0, false, incident_id},
      {"STATUS", "status", Kind::Word, 0},
      {"OPENED", "opened_ms", Kind::When, 2},
      {"HOST", "host", Kind::Text, 0, false, place},
      {"RULE", "rule", Kind::Text, 1},
      {"STANDING", "phase", Kind::Free, 0, false, incident_phase},
      {"ACKED", "acked.by", Kind::Text, 3},
      {"TITLE", "title", Kind::Free, 4, true},
      {"TRIES", "attempts", Kind::Number, 5, true},
  };
  return kColumns;
}

const std::vector<Column>& attempt_columns() {
  static const std::vector<Column> kColumns{
      {"ATTEMPT", "id", Kind::Text, 0},
      {"WHEN", "started_ms", Kind::When, 1},
      {"HOST", "host", Kind::Text, 0},
      {"RULE", "rule", Kind::Text, 2},
      {"RUNG", "state", Kind::Text, 1, false, attempt_rung},
      {"OUTCOME", "outcome", Kind::Word, 0, false, attempt_outcome},
      {"TOOK", "took_us", Kind::Took, 3},
      {"VERIFIED AFTER", "verified_ms", Kind::Text, 4, false, attempt_verified},
      {"BY", "by", Kind::Text, 5},
      {"REVISION", "revision", Kind::Text, 6},
      {"REASON", "reason", Kind::Text, 7, true},
      {"HEALED", "healed", Kind::Text, 9, true},
      {"COMMENT", "comment", Kind::Free, 8, true},
  };
  return kColumns;
}

const std::vector<Column>& state_columns() {
  static const std::vector<Column> kColumns{
      {"STATE", "name", Kind::Text, 0},
      {"STEPS", "steps", Kind::Number, 2, false, state_steps},
      {"PARAMETERS", "params", Kind::Text, 1, false, state_params},
      {"WHAT", "doc", Kind::Free, 1, false, state_doc},
      {"FILE", "file", Kind::Text, 3, true},
  };
  return kColumns;
}

const std::vector<Column>& rule_columns() {
  static const std::vector<Column> kColumns{
      {"RULE", "name", Kind::Text, 0},         {"MODE", "mode", Kind::Word, 0, false, rule_mode},
      {"WHEN", "when", Kind::Free, 1},         {"RUNGS", "rungs", Kind::Number, 4},
      {"MATCHED", "matched", Kind::Number, 2}, {"HEALED", "healed", Kind::Number, 3},
      {"FAILED", "failed", Kind::Number, 3},   {"LAST", "last_ms", Kind::When, 5},
      {"SUMMARY", "summary", Kind::Free, 6},   {"FILE", "file", Kind::Text, 7, true},
  };
  return kColumns;
}

}  // namespace balm::cli
