#include "tests/cli/fake_surroundings.h"

#include <gtest/gtest.h>

#include "common/error_kind.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

// One hour east of Greenwich, all year.
class OneHourEast : public Zone {
 public:
  LocalTime to_local(WallTime at) const override { return {at.seconds() + 3600}; }
  Moments to_wall(LocalTime local) const override {
    return {1, WallTime::from_seconds(local.seconds - 3600), {}};
  }
  std::string_view name() const override { return "+01:00"; }
};

class FakeClient : public MasterClient {
 public:
  explicit FakeClient(FakeSurroundings& surroundings) : surroundings_(surroundings) {}

  Result<Value> ask(std::string_view verb, const Value& args) override {
    const CannedAnswer answer = next(verb, args);
    if (answer.error) return *answer.error;
    return answer.data;
  }

  Result<Stream> follow(std::string_view verb, const Value& args, const OnPart& on_part,
                        const Following&) override {
    const CannedAnswer answer = next(verb, args);
    if (answer.error && answer.parts.empty()) return *answer.error;
    for (const Value& part : answer.parts)
      if (on_part(part) == Go::Stop) return Stream{End::Stopped, {}};
    if (answer.error) return *answer.error;
    if (answer.interrupted) return Stream{End::Interrupted, {}};
    return Stream{End::Finished, answer.data};
  }

 private:
  CannedAnswer next(std::string_view verb, const Value& args) {
    surroundings_.asked.push_back({std::string(verb), args});
    const auto found = surroundings_.answers.find(verb);
    if (found == surroundings_.answers.end()) {
      ADD_FAILURE() << "nobody said what the master answers to " << verb;
      return {.error = Error{Error::Kind::Io, "no canned answer", ""}};
    }
    CannedAnswer answer = found->second.front();
    if (found->second.size() > 1) found->second.pop_front();
    return answer;
  }

  FakeSurroundings& surroundings_;
};

}  // namespace

FakeSurroundings::FakeSurroundings() {
  static const OneHourEast kZone;
  shown.terminal = true;
  shown.width = 110;
  shown.now = WallTime::from_ms(1'773'454'756'000);  // 2026-03-14T02:19:16Z
  shown.zone = &kZone;
}

std::optional<std::string> FakeSurroundings::read_line() {
  if (typed.empty()) return std::nullopt;
  std::string line = typed.front();
  typed.pop_front();
  return line;
}

Result<std::string> FakeSurroundings::read_all(std::size_t bytes_max) {
  if (input.size() > bytes_max) return Error{Error::Kind::Usage, "the input is too long", ""};
  return input;
}

std::string FakeSurroundings::variable(std::string_view name) const {
  const auto found = variables.find(name);
  if (found != variables.end()) return found->second;
  return name == "TERM" ? "dumb" : "";  // no colour unless a test wants some
}

Result<std::unique_ptr<MasterClient>> FakeSurroundings::connect(const Connection& wanted) {
  connection = wanted;
  if (no_way) return *no_way;
  return std::unique_ptr<MasterClient>(std::make_unique<FakeClient>(*this));
}

void FakeSurroundings::write(bool to_err, std::string_view text) {
  if (!written.empty() && written.back().to_err == to_err)
    written.back().text += text;
  else
    written.push_back({to_err, std::string(text)});
}

std::string FakeSurroundings::all(bool to_err) const {
  std::string text;
  for (const Written& part : written)
    if (part.to_err == to_err) text += part.text;
  return text;
}

CannedAnswer canned(std::string_view json) {
  const Result<Value> value = value_from_json(json);
  EXPECT_TRUE(value.ok()) << json;
  if (!value) return {};
  CannedAnswer answer;
  if (const Value* const error = value->find("error"))
    answer.error = Error{error_kind_from_text((*error)["kind"].string_or()), (*error)["message"].string_or(),
                         (*error)["hint"].string_or()};
  if (const Value* const parts = value->find("parts")) answer.parts = parts->as_list();
  answer.interrupted = (*value)["interrupted"].bool_or();
  answer.data = value->find("parts") ? (*value)["last"] : *value;
  return answer;
}

}  // namespace balm::cli
