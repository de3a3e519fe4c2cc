// balm: the one tool an operator types. Everything is decided in cli/run; this only wires it to the world.
#include <string>
#include <vector>

#include "cli/program_surroundings.h"
#include "cli/run.h"
#include "common/io/standard_streams.h"

int main(int argc, char** argv) {
  balm::keep_standard_streams();
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  balm::cli::ProgramSurroundings surroundings;
  return balm::cli::run(words, surroundings);
}
