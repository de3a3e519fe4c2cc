#include "cli/show/incident_text.h"

#include <algorithm>

#include "cli/show/fields.h"
#include "cli/show/times.h"

namespace balm::cli {
namespace {

std::string step_of_ladder(const Value& incident) {
  return "rung " + std::to_string(incident["rung"].int_or()) + "/" +
         std::to_string(incident["rungs"].int_or());
}

std::string needs_you_text(const Value& incident) {
  const std::string sentence = field(incident, "waiting.sentence").string_or();
  if (!sentence.empty()) return sentence;
  const std::int64_t rungs = incident["rungs"].int_or();
  const std::int64_t tried = incident["attempts"].int_or();
  if (rungs == 0) return "its rule has no remedy";
  if (tried == 0) return "nothing could be tried";
  return std::to_string(std::min(tried, rungs)) + " of " + counted(rungs, "rung", "rungs") + " failed";
}

std::string left_text(const Value& until_ms, const Screen& screen) {
  if (until_ms.is_null() || until_ms.int_or() <= screen.now.ms()) return "";
  return ", " + length_text(Value(until_ms.int_or() - screen.now.ms())) + " left";
}

// A length of time told in full seconds, "12m 04s".
std::string since_text(const Value& from_ms, std::int64_t to_ms) {
  const std::int64_t ms = std::max<std::int64_t>(0, to_ms - from_ms.int_or());
  return length_text(Value(ms >= 10'000 ? ms / 1000 * 1000 : ms));
}

}  // namespace

std::string doing_text(const Value& incident, const Screen& screen) {
  const std::string phase = incident["phase"].string_or();
  const Value& until = field(incident, "waiting.until_ms");
  if (phase == "needs_you") return needs_you_text(incident);
  if (phase == "trying") return step_of_ladder(incident) + ", running" + left_text(until, screen);
  if (phase == "verifying") return step_of_ladder(incident) + ", verifying" + left_text(until, screen);
  if (phase == "observed") return "only observed: its rule may not act";
  if (phase == "closed") return spoken(incident["outcome"].string_or("closed"));
  if (phase != "waiting") return spoken(phase);
  const std::string sentence =
      field(incident, "waiting.sentence").string_or(field(incident, "waiting.reason").string_or());
  return "waiting" + (sentence.empty() ? "" : ": " + sentence) + left_text(until, screen);
}

std::string standing_text(const Value& incident, const Screen& screen) {
  if (incident["phase"].string_or() == "closed") {
    const std::string outcome = spoken(incident["outcome"].string_or("closed"));
    return outcome + " after " + since_text(incident["opened_ms"], incident["closed_ms"].int_or());
  }
  const bool needs_you = incident["needs_you"].bool_or() || incident["phase"].string_or() == "needs_you";
  const std::string open = ", open for " + since_text(incident["opened_ms"], screen.now.ms());
  if (incident["phase"].string_or() == "observed") return "ONLY OBSERVED" + open;
  return (needs_you ? "NEEDS YOU" : "BEING HANDLED") + open;
}

std::string outcome_text(const Value& attempt) {
  if (attempt["healed"].bool_or()) return "healed";
  const std::string outcome = attempt["outcome"].string_or();
  return spoken(outcome.empty() ? attempt["phase"].string_or("-") : outcome);
}

std::string rung_text(const Value& attempt) {
  const std::int64_t rung = attempt["rung"].int_or();
  const std::string state = attempt["state"].string_or();
  if (rung == 0) return state.empty() ? "-" : state;
  return std::to_string(rung) + " " + state;
}

std::string verified_text(const Value& attempt) {
  if (!attempt["verified_ms"].is_null()) return length_text(attempt["verified_ms"]);
  return attempt["ended_ms"].is_null() || attempt["outcome"].string_or() == "observed" ? "-" : "no";
}

}  // namespace balm::cli
