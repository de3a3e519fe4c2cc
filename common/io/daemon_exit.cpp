#include "common/io/daemon_exit.h"

#include <cstdio>
#include <string>

namespace balm {

int exit_code_of(const Error& error) {
  switch (error.kind) {
    case Error::Kind::Refused:
      return kExitBusy;
    case Error::Kind::BadData:
    case Error::Kind::Denied:
    case Error::Kind::Usage:
    case Error::Kind::NotFound:
      return kExitConfig;
    default:
      return kExitFailed;
  }
}

int complain(std::string_view program, const Error& error, int code) {
  std::string words = std::string(program) + ": " + error.message + "\n";
  if (!error.hint.empty()) words += "  try: " + error.hint + "\n";
  std::fputs(words.c_str(), stderr);
  return code;
}

}  // namespace balm
