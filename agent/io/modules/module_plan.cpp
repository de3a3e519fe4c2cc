#include "agent/io/modules/module_plan.h"

#include <utility>

namespace balm::agent::modules {

ModuleReport success(std::string comment, Value changes) {
  return {true, std::move(changes), std::move(comment), false};
}

ModuleReport failure(std::string comment) {
  return {false, Value(ValueMap{}), std::move(comment), false};
}

Plan done(std::string comment) {
  return {success(std::move(comment)), {}};
}

Plan failed(std::string comment) {
  return {failure(std::move(comment)), {}};
}

Plan would(std::string comment, Value changes, std::function<ModuleReport()> act) {
  return {{std::nullopt, std::move(changes), std::move(comment), false}, std::move(act)};
}

}  // namespace balm::agent::modules
