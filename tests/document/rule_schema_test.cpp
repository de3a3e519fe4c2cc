#include "common/document/rule_schema.h"

#include <gtest/gtest.h>

#include "common/expression/program.h"
#include "common/observation.h"
#include "common/wire.h"

namespace balm {
namespace {

// The fields a rule may name are exactly those the master gives: else a rule that loads could never be
// evaluated, or a fact could not be asked for.
void expect_same_fields(const expression::Type& type, const Value& given) {
  for (const auto& [name, field] : type.record->fields)
    EXPECT_NE(given.find(name), nullptr) << type.name << "." << name << " is promised and not given";
  for (const auto& [name, value] : given.as_map())
    EXPECT_EQ(type.record->fields.count(name.as_string()), 1u) << type.name << "." << name.as_string();
}

TEST(RuleSchema, EventsAndChecksAreWhatTheWireGives) {
  const expression::Schema schema = rule_schema({});
  expect_same_fields(*schema.find("event"), wire::to_value(Event{}));
  expect_same_fields(*schema.find("check"), wire::to_value(CheckStanding{}));
}

bool compiles(const expression::Schema& schema, std::string_view text) {
  return expression::Program::compile(text, schema, {}).ok();
}

TEST(RuleSchema, NamesOfARule) {
  const expression::Schema schema = rule_schema({"mount"});
  for (const char* good :
       {"event.status == 'critical'", "event.metrics['used'] > 85.0", "event.metrics.used > 85",
        "event.labels.mount in ['/', '/var']", "event.body.alerts[0].x == 1", "host.labels.env == 'prod'",
        "host.checks['disk'].status == 'ok'", "check.metrics.a < 0.5 * check.metrics.b", "vars.mount == 1",
        "event.at > now - duration('1h')", "event.labels[?'team'].orValue('ops') == 'x'"})
    EXPECT_TRUE(compiles(schema, good)) << good;
  for (const char* bad : {"evnt.status", "event.stauts", "event.status == 1", "vars.other", "last.output",
                          "incident.id", "host.label.env", "event.metrics.a == 'x'", "params.x"})
    EXPECT_FALSE(compiles(schema, bad)) << bad;
}

TEST(RuleSchema, NamesOfARung) {
  const expression::Schema schema = rung_schema({});
  for (const char* good :
       {"last.output.contains('x')", "last.timed_out", "last.result == true", "last.steps.size() > 0",
        "incident.attempts < 3", "now - incident.opened > duration('10m')", "event.host == host.name"})
    EXPECT_TRUE(compiles(schema, good)) << good;
  EXPECT_FALSE(compiles(schema, "last.comment == ''"));
}

}  // namespace
}  // namespace balm
