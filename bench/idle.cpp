// balm-bench-idle ENDPOINT SERVER_KEY: one CURVE DEALER and nothing else.
#include "bench/curve_peer.h"

int main(int count, char** words) {
  return count == 3 ? balm::bench::hold_connection(words[1], words[2]) : 2;
}
