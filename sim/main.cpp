#include <csignal>
#include <cstdio>

#include "sim/campaign.h"

int main(int argc, char** argv) {
  return balm::sim::run_campaign({argv + 1, argv + argc});
}
