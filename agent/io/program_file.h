// The file a check's program is in, looked at before the program starts and after it has ended. A shell reads
// its script while it runs: what was exchanged meanwhile is half of the old and half of the new.
#pragma once

#include <optional>
#include <string>

#include <sys/stat.h>

#include "common/io/subprocess.h"
#include "common/result.h"

namespace balm::agent {

struct ProgramFile {
  std::string path;  // as it is found, through PATH if need be
  struct stat facts {};
};

// Nothing when there is no such file; starting it says why.
std::optional<ProgramFile> find_program_file(const ProgramSpec& spec);

// Errors: Denied, when somebody else could have written what is about to run: anybody for all programs, and
// anybody but root for what runs as root.
Result<void> check_writers(const ProgramFile& file, uid_t runs_as);

// True when the file has rights of its own (setuid, setgid, capabilities), as check_icmp has.
bool has_own_rights(const ProgramFile& file);

// True when another file, or another content, is there now.
bool was_replaced(const ProgramFile& before);

}  // namespace balm::agent
