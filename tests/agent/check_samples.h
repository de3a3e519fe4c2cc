// Checks and runs as tests write them: short.
#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "agent/local_message.h"
#include "common/document/check_document.h"
#include "tests/agent/effects_of.h"

namespace balm::agent {

inline expression::Program condition(std::string_view text) {
  auto program = expression::Program::compile(text, check_schema(), {});
  EXPECT_TRUE(program.ok()) << text << "\n" << render(program.issues);
  return program.value;
}

inline CheckDocument check_named(std::string name) {
  CheckDocument check;
  check.name.text = std::move(name);
  check.argv = {"/bin/true"};
  return check;
}

// A run that printed `output` and ended with `code`, `seconds` after the boot.
inline CheckRan ran(int code, std::string output, double seconds = 0) {
  CheckRan run;
  run.code = code;
  run.output = std::move(output);
  run.at = at(seconds).wall;
  return run;
}

}  // namespace balm::agent
