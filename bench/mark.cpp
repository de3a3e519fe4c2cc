// The program of the measured check and of the measured state's first step.
//   balm-bench-mark act FILE       writes the wall clock, nanoseconds since 1970, to FILE and ends well
//   balm-bench-mark check FILE WOUND  is ok (0) without the file WOUND; else writes the clock to FILE, if
//   that
//                                     is not there yet, and says critical (2)
#include <cstdio>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <unistd.h>

namespace {

int write_clock(const char* path) {
  const int file = ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return 1;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  char text[32];
  const int size = std::snprintf(text, sizeof(text), "%lld\n", now.tv_sec * 1'000'000'000LL + now.tv_nsec);
  return ::write(file, text, static_cast<size_t>(size)) == size ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  if (count == 3 && std::strcmp(words[1], "act") == 0) return write_clock(words[2]);
  if (count != 4 || std::strcmp(words[1], "check") != 0) return 3;
  if (::access(words[3], F_OK) != 0) ::_exit(0);
  constexpr char kText[] = "CRITICAL - wounded\n";
  if (::write(STDOUT_FILENO, kText, sizeof(kText) - 1) < 0) return 3;
  (void)write_clock(words[2]);
  ::_exit(2);
}
