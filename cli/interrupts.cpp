#include "cli/interrupts.h"

#include <csignal>

namespace balm::cli {
namespace {

// Written by the signal, read by the one thread that waits; a signal can reach nothing else.
volatile std::sig_atomic_t g_came = 0;
int g_living = 0;  // a signal's disposition belongs to the process, too

void note_signal(int) {
  g_came = 1;
}

}  // namespace

Interrupts::Interrupts() {
  if (g_living++ > 0) return;
  g_came = 0;
  struct sigaction note {};
  note.sa_handler = note_signal;
  note.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &note, nullptr);
}

Interrupts::~Interrupts() {
  if (--g_living > 0) return;
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &usual, nullptr);
  g_came = 0;
}

bool Interrupts::came() {
  return g_came != 0;
}

}  // namespace balm::cli
