// balm doctor: numbered tests; the first root cause comes first.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/error_text.h"
#include "cli/show/doctor_page.h"
#include "cli/show/fields.h"

namespace balm::cli {
namespace {

// The way to the master, as a test of its own: nothing else can be asked before it stands.
Value way_there(const Error& error) {
  const std::size_t line = error.message.find('\n');
  const bool key = error.kind == Error::Kind::Denied || error.kind == Error::Kind::NotFound ||
                   error.kind == Error::Kind::BadData;
  return Value::map({{"name", key ? "operator key" : "master answers"},
                     {"verdict", "failed"},
                     {"detail", error.message.substr(0, line)},
                     {"why", line == std::string::npos ? "" : error.message.substr(line + 1)},
                     {"fix", error.hint}});
}

Result<Exit> doctor(Call& call) {
  const Result<Value> answer = call.ask("doctor", {});
  ValueList tests;
  if (!answer) {
    tests.push_back(way_there(answer.error()));
  } else {
    tests.push_back(Value::map({{"name", "master answers this key"}, {"verdict", "ok"}}));
    for (const Value& test : items(*answer, "tests")) tests.push_back(test);
  }
  const Value data = Value::map({{"tests", Value(std::move(tests))}});
  const Result<Exit> shown = call.show_page(data, doctor_page);
  if (!shown) return shown;
  if (!answer) return exit_for(answer.error().kind);
  return failed_tests(data) == 0 ? Exit::Done : Exit::Failed;
}

}  // namespace

std::vector<Command> doctor_commands() {
  return {{.noun = "doctor",
           .verb = "",
           .text = "is everything in order? Numbered tests, with why and fix for what is not",
           .examples = {"balm doctor", "balm doctor -o json"},
           .function = doctor}};
}

}  // namespace balm::cli
