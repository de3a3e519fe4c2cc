// Text -> StateDocument: the one way a state file is read, by the executor, the master, lint and conformance
// alike.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "common/issue.h"
#include "common/result.h"
#include "common/state/state_document.h"

namespace balm {

// State name (nginx.restart) -> text. A file `nginx/init.sls` is `nginx` or `nginx.init`; both are looked up.
using StateFiles = std::map<std::string, std::string>;

// Compiles state `name` (or several, comma separated, as `state.sls a,b`) and all it includes. Issues have
// codes E4xx and places; the value is usable only if ok(), then its plan is free of cycles and every
// function, argument and requisite is known.
Parsed<StateDocument> compile_state(const StateFiles& files, std::string_view name);

// "nginx/restart.sls" -> "nginx.restart", "nginx/init.sls" -> "nginx.init"; "" when the path is no state
// file.
std::string state_name_of_path(std::string_view path);

// Gives a run its parameters: what is missing gets its default, everything is checked against `params:`.
// `given` is a map (null counts as empty). Errors: Kind::Usage naming the parameter.
Result<Value> bind_params(const StateDocument& document, const Value& given);

}  // namespace balm
