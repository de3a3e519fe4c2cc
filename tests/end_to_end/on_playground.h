// A test with a master and an agent of its own: real programs on loopback in a folder that is gone
// afterwards.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "cli/demo/playground.h"
#include "cli/program_surroundings.h"
#include "common/io/system_clock.h"

namespace balm::cli {

class OnPlayground : public testing::Test {
 protected:
  static constexpr Duration kPatience = 60s;  // with machines that do other things as well

  void SetUp() override {
    auto made = Playground::make();
    ASSERT_TRUE(made.ok()) << made.error().message;
    playground_ = std::move(made).value();
    folder_ = playground_->folder();
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name) << text;
  }

  Value ask(std::string_view verb, const Value& args = Value::map({})) {
    auto answer = playground_->master().ask(verb, args);
    return answer ? std::move(answer).value() : Value();
  }
  // The first row of a list in an answer; null when there is none.
  static Value first(const Value& data, std::string_view list) {
    const Value& rows = data[list];
    return rows.is(Value::Kind::List) && !rows.as_list().empty() ? rows.as_list().front() : Value();
  }

  // Waits until it is so; false when it never was.
  template <class Condition>
  bool reaches(Condition condition) {
    const Instant until = system_now().instant + kPatience;
    while (system_now().instant < until) {
      if (condition()) return true;
      if (!surroundings_.wait(20ms)) return false;
    }
    return false;
  }

  ProgramSurroundings surroundings_;
  std::unique_ptr<Playground> playground_;
  std::string folder_;
};

}  // namespace balm::cli
