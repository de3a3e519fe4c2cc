// The acts of `balm demo`: each breaks the patient in one way and watches it being healed (or, in
// maintenance, left alone).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/demo/narrator.h"
#include "cli/demo/patient.h"
#include "cli/demo/playground.h"

namespace balm::cli {

struct Stage {
  Playground& playground;
  Patient& patient;
  Narrator& narrator;
  Surroundings& surroundings;
};

struct Act {
  char key;  // that plays it
  std::string_view title;
  std::string_view offer;              // in the list of keys
  Result<void> (*play)(Stage& stage);  // Errors: what did not go as it should
};

// In the order `--auto` plays them.
std::span<const Act> all_acts();

}  // namespace balm::cli
