// How both daemons end: one set of exit codes, and last words on stderr for a person or for systemd's
// journal. The units do not restart after kExitConfig (RestartPreventExitStatus); see sysexits.h for the
// numbers.
#pragma once

#include <string_view>

#include "common/result.h"

namespace balm {

inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitBusy = 75;    // EX_TEMPFAIL: another one runs
inline constexpr int kExitConfig = 78;  // EX_CONFIG: do not restart, mend the files

int exit_code_of(const Error& error);

// Says on stderr what went wrong and what to try; returns `code`.
int complain(std::string_view program, const Error& error, int code);

}  // namespace balm
