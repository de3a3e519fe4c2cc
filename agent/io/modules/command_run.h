// Programs as steps start them: the arguments cwd, env, as, stdin, umask, shell of module `cmd`, which
// conditions and the commands of services honour too.
#pragma once

#include <string>
#include <vector>

#include "agent/io/modules/module_plan.h"
#include "common/io/program_run.h"
#include "common/io/subprocess.h"
#include "common/result.h"

namespace balm::agent::modules {

// Errors: NotFound (no such user, no such folder), in Salt's words.
Result<ProgramSpec> command_spec(std::vector<std::string> argv, const Value& arguments,
                                 const HostSettings& host);

// The same for a line that a shell reads.
Result<ProgramSpec> command_spec_of_line(const std::string& line, const Value& arguments,
                                         const HostSettings& host);

// Runs it to its end; what it leaves in the background stays. `timeout` 0: the host's own limit.
Result<Finished> run_command(const Result<ProgramSpec>& spec, Duration timeout, const HostSettings& host);

// Program and arguments in one line, for comments.
std::string shown(const std::vector<std::string>& argv);

// A list argument as texts.
std::vector<std::string> texts_of(const Value& list);

// Without the line ends at its end, as Salt shows output.
std::string without_line_ends(std::string text);

}  // namespace balm::agent::modules
