// How one step of a state ended. The fields are Salt's state return, so that people and files find what they
// know: `result` true (as wanted), false (failed) or null (test: would change), `changes`, `comment`,
// `duration`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/instant.h"
#include "common/limits.h"
#include "common/value.h"

namespace balm {

struct StepResult {
  std::string id;
  std::string name;
  std::string sls;
  std::string function;        // cmd.run; cmd.mod_watch of a listener
  std::optional<bool> result;  // none: null
  Value changes = Value(ValueMap{});
  std::string comment;
  std::uint32_t run_num = 0;  // counts from 0 in order of execution
  WallTime start;
  Duration took{};
  // False: requisites or the run's end kept it from being tried at all.
  bool ran = true;
  // True: a `watch` on this step must not make it act a second time (a condition said no).
  bool skip_watch = false;

  bool failed() const { return result.has_value() && !*result; }
  bool changed() const;
  // "cmd_|-ID_|-NAME_|-run", Salt's name of a result.
  std::string tag() const;
};

// What TaskStatus::steps holds: a list of maps {id, name, sls, fun, result, changes, comment, run_num,
// start_ms, duration_ms, ran}. When its JSON would pass `bytes_max`, long texts are cut and say so.
Value to_value(const std::vector<StepResult>& results, std::size_t bytes_max = limits::kResultBytesMax);
std::vector<StepResult> step_results_from(const Value& steps);  // tolerant: what is missing is empty

}  // namespace balm
