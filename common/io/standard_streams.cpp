#include "common/io/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

namespace balm {

void keep_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
    if (::fcntl(stream, F_GETFD) < 0) (void)::open("/dev/null", O_RDONLY);  // takes the lowest free number
}

}  // namespace balm
