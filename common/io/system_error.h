// Errors of the operating system as sentences.
#pragma once

#include <string>

#include "common/result.h"

namespace balm {

// "No such file or directory" for ENOENT.
std::string errno_text(int number);

// "cannot read /etc/x: No such file or directory", of the kind that fits: NotFound, Denied, else Io.
Error system_error(const std::string& what, int number);

}  // namespace balm
