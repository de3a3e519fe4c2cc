// A core that is given an operator's orders, and what it answered.
#pragma once

#include "common/value_json.h"
#include "master/orders/order_table.h"
#include "tests/master/core_rig.h"

namespace balm::master {

class OrderRig : public CoreRig {
 public:
  using CoreRig::CoreRig;

  // The last answer to `verb` with arguments written as JSON, as if dana had asked.
  Reply ask(const std::string& verb, const std::string& args) {
    const Result<Value> value = value_from_json(args);
    EXPECT_TRUE(value.ok()) << args;
    orders::find_order(verb)->run(turn(), {1, "dana", ++asked_}, value.value());
    EXPECT_EQ(answer().id, asked_) << "every order has an answer";
    return answer();
  }
  // The kind of the error it is refused with; empty when it is done.
  std::string error(const std::string& verb, const std::string& args) { return ask(verb, args).error; }

 private:
  std::uint64_t asked_ = 0;
};

}  // namespace balm::master
