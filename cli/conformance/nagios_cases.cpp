#include "cli/conformance/nagios_cases.h"

#include <cmath>

#include "common/nagios/exit_status.h"
#include "common/nagios/plugin_output.h"
#include "common/nagios/threshold.h"
#include "common/value_json.h"
#include "common/value_text.h"

namespace balm::conformance {
namespace {

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

// All numbers as doubles, so that 0 and 0.0 are the same.
Value number_value(const std::optional<double>& number) {
  return number ? Value(*number) : Value();
}
Value number_value(const Value& value) {
  return value.is_null() ? Value() : Value(value.number_or());
}

Value text_value(const std::string& text) {
  return text.empty() ? Value() : Value(text);
}

// A measurement in the form the suite writes them.
Value as_written(const nagios::Measurement& m) {
  return Value::map({{"label", m.label},
                     {"value", number_value(m.value)},
                     {"uom", m.unit},
                     {"warn", text_value(m.warning)},
                     {"crit", text_value(m.critical)},
                     {"min", number_value(m.min)},
                     {"max", number_value(m.max)}});
}

Value as_expected(const Value& item, const Value& dialect) {
  const auto field = [&](std::string_view name) {
    const Value* const other = dialect.find(name);
    return other != nullptr ? *other : item[name];
  };
  return Value::map({{"label", field("label")},
                     {"value", number_value(field("value"))},
                     {"uom", field("uom").string_or()},
                     {"warn", field("warn")},
                     {"crit", field("crit")},
                     {"min", number_value(field("min"))},
                     {"max", number_value(field("max"))}});
}

// What one reading of the case comes to, of the parts the case speaks of.
struct Reading {
  std::string status;
  std::optional<std::string> text;
  std::optional<std::string> long_text;
  ValueList perfdata;
};

std::string shown(const Reading& reading) {
  std::string line = reading.status;
  if (reading.text) line += " text=" + to_json(*reading.text);
  if (reading.long_text) line += " long=" + to_json(*reading.long_text);
  return line + " perfdata=" + to_json(reading.perfdata);
}

Reading expected_reading(const Value& expect, const Value& dialect) {
  Reading reading;
  const Value& status = dialect.is(Value::Kind::String) ? dialect : expect["status"];
  reading.status = status.string_or();
  if (dialect["status"].is(Value::Kind::String)) reading.status = dialect["status"].string_or();
  if (expect.find("text") != nullptr) reading.text = expect["text"].string_or();
  if (expect.find("long_text") != nullptr) reading.long_text = expect["long_text"].string_or();
  if (!expect["perfdata"].is(Value::Kind::List)) return reading;
  for (const Value& item : expect["perfdata"].as_list())
    reading.perfdata.push_back(as_expected(item, dialect));
  return reading;
}

Reading our_reading(const Value& fields) {
  const nagios::PluginOutput output = nagios::read_plugin_output(fields["output"].string_or());
  const auto exit = static_cast<int>(fields["exit"].int_or());
  Reading reading;
  reading.status =
      upper_case(to_text(nagios::meaning_of({nagios::ProgramEnd::How::Exited, exit, ""}).status));
  if (fields["expect"].find("text") != nullptr) reading.text = output.text;
  if (fields["expect"].find("long_text") != nullptr) reading.long_text = output.long_text;
  for (const nagios::Measurement& m : output.perfdata) reading.perfdata.push_back(as_written(m));
  return reading;
}

// A bad token may also be kept by its value alone: one more item than expected, of that value.
bool passes_leniently(const Reading& expected, Reading got, const Value* lenient_value) {
  if (lenient_value == nullptr) return false;
  for (auto item = got.perfdata.begin(); item != got.perfdata.end(); ++item) {
    if (!((*item)["value"] == number_value(*lenient_value))) continue;
    got.perfdata.erase(item);
    return shown(got) == shown(expected);
  }
  return false;
}

bool passes_in_a_dialect(const Value& fields, const std::string& got) {
  const Value& dialects = fields["dialects"];
  if (!dialects.is(Value::Kind::Map)) return false;
  for (const auto& [name, dialect] : dialects.as_map())
    if (shown(expected_reading(fields["expect"], dialect)) == got) return true;
  return false;
}

void check_output(Case& c) {
  const Reading expected = expected_reading(c.fields["expect"], Value());
  const Reading got = our_reading(c.fields);
  compare(c.outcome, shown(expected), shown(got));
  if (c.outcome.passed) return;
  c.outcome.passed = passes_leniently(expected, got, c.fields.find("lenient_value")) ||
                     passes_in_a_dialect(c.fields, c.outcome.got);
}

std::string end_text(double end) {
  return std::isinf(end) ? "infinite" : double_text(end);
}
std::string end_text(const Value& end) {
  return end.is_null() ? "infinite" : double_text(end.number_or());
}

std::string range_text(const std::string& start, const std::string& end, bool inside) {
  return start + " to " + end + (inside ? " inside" : " outside");
}

void check_range(Case& c) {
  const auto range = nagios::Range::parse(c.fields["range"].string_or());
  if (c.fields["error"].bool_or()) return compare(c.outcome, "refused", range ? "accepted" : "refused");
  if (!range) return compare(c.outcome, "accepted", range.error().message);
  std::string expected =
      range_text(end_text(c.fields["start"]), end_text(c.fields["end"]), c.fields["inside"].bool_or());
  std::string got = range_text(end_text(range->start), end_text(range->end), range->alert_inside);
  if (c.fields["alerts"].is(Value::Kind::List)) {
    for (const Value& alert : c.fields["alerts"].as_list()) {
      const double value = element(alert, 0).number_or();
      const std::string at = " " + double_text(value) + ":";
      expected += at + (element(alert, 1).bool_or() ? "alert" : "fine");
      got += at + (range->alerts(value) ? "alert" : "fine");
    }
  }
  compare(c.outcome, expected, got);
}

// False when there is a range that is refused.
bool read_threshold(const Value& text, std::optional<nagios::Range>& range) {
  if (text.string_or().empty()) return true;
  const auto read = nagios::Range::parse(text.string_or());
  if (read) range = *read;
  return read.ok();
}

void check_thresholds(Case& c) {
  nagios::Thresholds thresholds;
  const bool accepted = read_threshold(c.fields["warn"], thresholds.warning) &&
                        read_threshold(c.fields["crit"], thresholds.critical);
  if (!accepted || c.fields["error"].bool_or())
    return compare(c.outcome, c.fields["error"].bool_or() ? "refused" : "accepted",
                   accepted ? "accepted" : "refused");
  std::string expected, got;
  for (const Value& pair : c.fields["status"].as_list()) {
    const double value = element(pair, 0).number_or();
    const std::string at = double_text(value) + ":";
    expected += at + element(pair, 1).string_or() + " ";
    got += at + upper_case(to_text(thresholds.status(value))) + " ";
  }
  compare(c.outcome, expected, got);
}

}  // namespace

CaseOutcome run_nagios_case(std::string_view line) {
  Case c = read_case(line);
  if (!c.readable) return c.outcome;
  if (c.fields.find("output") != nullptr)
    check_output(c);
  else if (c.fields.find("range") != nullptr)
    check_range(c);
  else if (c.fields["status"].is(Value::Kind::List))
    check_thresholds(c);
  else
    c.outcome.skipped = "the case asks for nothing known";
  return c.outcome;
}

}  // namespace balm::conformance
