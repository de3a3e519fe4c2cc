// Ctrl-C while something is waited for: the first one is noticed, the second one ends the program as ever.
#pragma once

namespace balm::cli {

// While one lives, SIGINT only interrupts waiting system calls. One inside another, as around a wait, knows
// what came since the outermost began. Used by one thread.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  bool came() const;
};

}  // namespace balm::cli
