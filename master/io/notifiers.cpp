#include "master/io/notifiers.h"

#include <algorithm>

#include "common/value_json.h"

namespace balm::master {
namespace {

std::string log_line(const std::string& body) {
  const Result<Value> message = value_from_json(body);
  if (!message) return body;
  const Value& m = *message;
  const std::string number = "#" + std::to_string(m["incident"].int_or());
  if (m["kind"].string_or() == "resolved")
    return "people: " + number + " " + m["title"].string_or() + ": resolved: " + m["text"].string_or();
  return "people: " + number + " " + m["title"].string_or() + " NEEDS YOU: " + m["text"].string_or() + " (" +
         m["look"].string_or() + ")";
}

}  // namespace

const NotifierDocument* Notifiers::find(const std::string& name) const {
  const auto place = std::find_if(documents_.begin(), documents_.end(),
                                  [&](const NotifierDocument& one) { return one.name == name; });
  return place == documents_.end() ? nullptr : &*place;
}

void Notifiers::send(const Notify& notify, Now now) {
  const NotifierDocument* document = find(notify.notifier);
  if (document == nullptr && notify.notifier != "log") {
    done_.push_back({notify.id, false, "there is no notifier \"" + notify.notifier + "\" any more"});
    return;
  }
  if (document == nullptr || document->type == NotifierType::Log) {
    log_.warning(log_line(notify.body));
    done_.push_back({notify.id, true, "written to the log"});
    return;
  }
  if (!document->enabled) {
    done_.push_back({notify.id, true, "the notifier is switched off"});
    return;
  }
  const bool waits =
      std::ranges::any_of(waiting_, [&](const auto& one) { return one.first.id == notify.id; });
  if (waits || running_.contains(notify.id)) return;  // on its way already; its end will be told
  if (running_.size() >= kRunningMax) {
    waiting_.emplace_back(notify, *document);
    return;
  }
  start(notify, *document, now);
}

void Notifiers::start(const Notify& notify, const NotifierDocument& document, Now now) {
  ProgramSpec spec;
  spec.argv = document.argv;
  spec.input = notify.body;
  spec.streams = ProgramSpec::Streams::Merged;
  auto run = ProgramRun::start(spec, document.timeout, now.instant);
  if (!run) {
    done_.push_back({notify.id, false, run.error().message});
    return;
  }
  running_.emplace(notify.id, std::move(run).value());
}

std::vector<NotificationDone> Notifiers::advance(Now now) {
  for (auto entry = running_.begin(); entry != running_.end();) {
    const auto finished = entry->second.advance(now.instant);
    if (!finished) {
      ++entry;
      continue;
    }
    done_.push_back(
        {entry->first, finished->succeeded(), finished->succeeded() ? "delivered" : finished->describe()});
    entry = running_.erase(entry);
  }
  while (!waiting_.empty() && running_.size() < kRunningMax) {
    const auto [notify, document] = waiting_.front();
    waiting_.erase(waiting_.begin());
    start(notify, document, now);
  }
  return std::exchange(done_, {});
}

std::optional<Instant> Notifiers::wake_at() const {
  std::optional<Instant> next;
  for (const auto& [id, run] : running_)
    if (!next || run.wake_at() < *next) next = run.wake_at();
  return next;
}

}  // namespace balm::master
