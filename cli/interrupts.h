// Ctrl-C while something is waited for: the first one is noticed, the second one ends the program as ever.
#pragma once

namespace balm::cli {

// While one lives, SIGINT, SIGTERM and SIGHUP only interrupt waiting system calls. One may live within
// another: what came during either is known until the outer one ends. Used by one thread.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  static bool came();
};

}  // namespace balm::cli
