// What a condition cannot be true without, read off its tree: for an index that finds, among very many
// conditions, the few that are worth evaluating (master/rule_index.h).
//
//   event.status == "critical" && event.labels.role in ["web", "db"] && size(event.output) > 9
//   needs  event.status to be "critical", and event.labels.role to be "web" or "db"
#pragma once

#include <string>
#include <vector>

#include "common/expression/program.h"

namespace balm::expression {

// Names from the root on: {"event", "labels", "role"}.
using Path = std::vector<std::string>;

// That what stands at `path` equals `value`: a text, a bool, or a number that every kind of number holds
// exactly.
struct Need {
  Path path;
  Value value;
};

// If every path can be read and no need of `any` is met, evaluating the condition gives false: no error, no
// true.
struct Clause {
  std::vector<Need> any;
  // The same when the last name of a path is missing in a map that is there: has(path) is asked for as well.
  // Otherwise the condition is an error then, and must be evaluated to say so.
  bool or_missing = false;
};

// Empty for a condition of which nothing of the kind can be said. REQUIRES: it was compiled with a schema.
//
// Holds to the letter of evaluate(), also where it counts steps: a clause is given only if what stands before
// it cannot be too expensive for any data.
std::vector<Clause> clauses_of(const Program& program);

// The fields of the name `root` that are read, each once. `whole`: it is read in another way than by field.
struct FieldsRead {
  std::vector<std::string> fields;
  bool whole = false;
};
void add_fields_read(const Program& program, std::string_view root, FieldsRead& read);

}  // namespace balm::expression
