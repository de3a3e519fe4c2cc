#include "agent/check_event.h"

#include "common/limits.h"
#include "common/utf8.h"
#include "common/wire.h"

namespace balm::agent {
namespace {

// What the master adds: id, host and time of arrival.
constexpr std::size_t kRoomForMaster = 512;

bool fits(const Event& event) {
  return wire::encode_event(event).size() + kRoomForMaster <= limits::kEventBytesMax;
}

// Escaping may make a text six times as long, so its true size shows only when it is written.
void make_fit(Event& event) {
  while (!fits(event) && !event.long_output.empty())
    event.long_output = cut_to_bytes(event.long_output, event.long_output.size() / 2);
  if (!fits(event)) event.metrics.clear();
  while (!fits(event) && !event.output.empty())
    event.output = cut_to_bytes(event.output, event.output.size() / 2);
  if (!fits(event)) event.labels.clear();
}

}  // namespace

Event make_event(const Change& change) {
  Event event;
  event.type = "check." + change.check.text;
  event.check = change.check;
  event.instance = change.instance;
  event.status = change.transition.to;
  event.previous = change.transition.from;
  event.output = change.seen.output;
  event.long_output = change.seen.long_output;
  event.metrics = change.seen.metrics;
  event.labels = change.labels;
  event.at = change.seen.at;
  event.generation = change.generation;
  event.cause = change.cause;
  make_fit(event);
  return event;
}

std::vector<Observation> fit_report(std::vector<Observation> observations) {
  const std::size_t bytes = limits::kFrameBytesMax / 8 / (observations.size() + 1);
  for (Observation& seen : observations) {
    seen.output = cut_to_bytes(seen.output, bytes);
    seen.long_output = cut_to_bytes(seen.long_output, bytes);
  }
  return observations;
}

}  // namespace balm::agent
