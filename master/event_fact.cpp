#include "master/event_fact.h"

#include <array>

namespace balm::master {
namespace {

FactReading text(std::string_view text) {
  return {FactReading::Kind::Text, text, nullptr};
}

FactReading label(const Labels& labels, const std::string& key) {
  const auto place = labels.find(key);
  if (place == labels.end()) return {FactReading::Kind::Missing, "", nullptr};
  return text(place->second);
}

}  // namespace

std::optional<EventFact> EventFact::at(const expression::Path& path) {
  struct Row {
    std::string_view root, field;
    Source source;
    std::size_t names_min, names_max;  // in the whole path
  };
  static constexpr std::size_t kAny = 1'000;
  static constexpr std::array kRows = {
      Row{"event", "type", Source::Type, 2, 2},     Row{"event", "host", Source::Host, 2, 2},
      Row{"event", "check", Source::Check, 2, 2},   Row{"event", "instance", Source::Instance, 2, 2},
      Row{"event", "status", Source::Status, 2, 2}, Row{"event", "previous", Source::Previous, 2, 2},
      Row{"event", "labels", Source::Label, 3, 3},  Row{"event", "body", Source::Body, 2, kAny},
      Row{"host", "name", Source::HostName, 2, 2},  Row{"host", "labels", Source::HostLabel, 3, 3},
  };
  if (path.size() < 2) return std::nullopt;
  for (const Row& row : kRows) {
    const bool fits = row.root == path[0] && row.field == path[1] && path.size() >= row.names_min &&
                      path.size() <= row.names_max;
    if (fits) return EventFact(row.source, expression::Path(path.begin() + 2, path.end()));
  }
  return std::nullopt;
}

FactReading EventFact::read(const Event& event, const Host* host) const {
  switch (source_) {
    case Source::Type:
      return text(event.type);
    case Source::Host:
    case Source::HostName:
      return text(event.host.text);
    case Source::Check:
      return text(event.check.text);
    case Source::Instance:
      return text(event.instance);
    case Source::Status:
      return text(to_text(event.status));
    case Source::Previous:
      return text(to_text(event.previous));
    case Source::Label:
      return label(event.labels, rest_.front());
    case Source::Body:
      return in_body(event.body);
    case Source::HostLabel:
      if (host == nullptr) return {FactReading::Kind::Missing, "", nullptr};
      return label(host->row.labels, rest_.front());
  }
  return {};
}

FactReading EventFact::in_body(const Value& body) const {
  const Value* at = &body;
  for (std::size_t i = 0; i < rest_.size(); ++i) {
    if (!at->is(Value::Kind::Map)) return {};
    at = at->find(rest_[i]);
    const bool last = i + 1 == rest_.size();
    if (at == nullptr) return {last ? FactReading::Kind::Missing : FactReading::Kind::Unknown, "", nullptr};
  }
  if (at->is(Value::Kind::String)) return text(at->as_string());
  return {FactReading::Kind::Other, "", at};
}

}  // namespace balm::master
