#include "common/io/system_error.h"

#include <cerrno>
#include <cstring>

namespace balm {

std::string errno_text(int number) {
  const char* const text = strerrordesc_np(number);  // the same in every locale, and safe in threads
  return text != nullptr ? text : "error " + std::to_string(number);
}

Error system_error(const std::string& what, int number) {
  Error::Kind kind = Error::Kind::Io;
  if (number == ENOENT || number == ENOTDIR) kind = Error::Kind::NotFound;
  if (number == EACCES || number == EPERM) kind = Error::Kind::Denied;
  return {kind, what + ": " + errno_text(number), ""};
}

}  // namespace balm
