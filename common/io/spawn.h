// vfork and exec: the dangerous part of starting a program, in one place.
//
// Between vfork and exec the child runs in the caller's memory. So everything that allocates is made ready
// beforehand, and the child makes system calls only.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "common/io/subprocess.h"
#include "common/result.h"

namespace balm {

// The descriptors that become 0, 1 and 2 of the child; all above 2.
struct StandardFds {
  int input = -1;
  int output = -1;
  int error = -1;
};

// Where the program is looked for, in this order: argv[0] itself, or its name in the folders of PATH.
// REQUIRES: argv is not empty
std::vector<std::string> program_paths(const ProgramSpec& spec);

// Returns when the child runs the program, or the reason why it does not (then there is no child any more).
// Errors: Kind::NotFound, Denied, Usage (no argv, a NUL byte in a text), Io.
Result<pid_t> spawn(const ProgramSpec& spec, const StandardFds& fds);

}  // namespace balm
