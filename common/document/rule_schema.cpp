#include "common/document/rule_schema.h"

#include <utility>

namespace balm {
namespace {

using expression::Schema;
using expression::Type;

// The records below are constants, built once: fifty thousand rules share them.

Type texts() {
  return Type::map(Type::text(), Type::text());
}
Type numbers() {
  return Type::map(Type::text(), Type::number());
}

const Type& event_type() {
  static const Type type = Type::record_of("event", {{"id", Type::integer()},
                                                     {"type", Type::text()},
                                                     {"host", Type::text()},
                                                     {"check", Type::text()},
                                                     {"instance", Type::text()},
                                                     {"status", Type::text()},
                                                     {"previous", Type::text()},
                                                     {"output", Type::text()},
                                                     {"long_output", Type::text()},
                                                     {"metrics", numbers()},
                                                     {"labels", texts()},
                                                     {"at", Type::timestamp()},
                                                     {"received", Type::timestamp()},
                                                     {"generation", Type::integer()},
                                                     {"cause", Type::text()},
                                                     {"body", Type::dyn()}});
  return type;
}

// The newest result of a check.
const Type& check_type() {
  static const Type type = Type::record_of("check", {{"check", Type::text()},
                                                     {"instance", Type::text()},
                                                     {"status", Type::text()},
                                                     {"known", Type::boolean()},
                                                     {"latest", Type::text()},
                                                     {"output", Type::text()},
                                                     {"long_output", Type::text()},
                                                     {"trouble", Type::text()},
                                                     {"metrics", numbers()},
                                                     {"at", Type::timestamp()},
                                                     {"since", Type::timestamp()},
                                                     {"generation", Type::integer()}});
  return type;
}

const Type& host_type() {
  static const Type type = Type::record_of("host", {{"name", Type::text()},
                                                    {"labels", texts()},
                                                    {"up", Type::boolean()},
                                                    {"checks", Type::map(Type::text(), check_type())}});
  return type;
}

const Type& incident_type() {
  static const Type type = Type::record_of("incident", {{"id", Type::integer()},
                                                        {"key", Type::text()},
                                                        {"rule", Type::text()},
                                                        {"host", Type::text()},
                                                        {"opened", Type::timestamp()},
                                                        {"attempts", Type::integer()}});
  return type;
}

// How the rung before ended. `result` is the state's: true, false or null; `steps` a list of step results.
const Type& last_type() {
  static const Type type = Type::record_of("last", {{"outcome", Type::text()},
                                                    {"output", Type::text()},
                                                    {"result", Type::dyn()},
                                                    {"timed_out", Type::boolean()},
                                                    {"steps", Type::list(Type::dyn())}});
  return type;
}

Type vars_type(const std::vector<std::string>& names) {
  std::vector<std::pair<std::string, Type>> fields;
  fields.reserve(names.size());
  for (const std::string& name : names) fields.emplace_back(name, Type::dyn());
  return Type::record_of("vars", std::move(fields));
}

}  // namespace

Schema rule_schema(const std::vector<std::string>& vars) {
  Schema schema;
  schema.add("event", event_type());
  schema.add("host", host_type());
  schema.add("check", check_type());
  schema.add("vars", vars_type(vars));
  return schema;
}

Schema rung_schema(const std::vector<std::string>& vars) {
  Schema schema = rule_schema(vars);
  schema.add("incident", incident_type());
  schema.add("last", last_type());
  return schema;
}

}  // namespace balm
