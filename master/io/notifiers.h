// Reaching people: runs the program of an `exec` notifier (the message as JSON on its standard input), or
// writes one line to the master's log. Never blocks the core: a slow program is waited for by the loop.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/document/notifier_document.h"
#include "common/instant.h"
#include "common/io/log.h"
#include "common/io/program_run.h"
#include "master/effect.h"
#include "master/input.h"

namespace balm::master {

class Notifiers {
 public:
  static constexpr std::size_t kRunningMax = 8;

  explicit Notifiers(Log& log) : log_(log) {}

  // The notifiers of the running configuration.
  void replace(std::vector<NotifierDocument> documents) { documents_ = std::move(documents); }

  void send(const Notify& notify, Now now);

  // Drives running programs; what has ended.
  std::vector<NotificationDone> advance(Now now);
  std::optional<Instant> wake_at() const;

 private:
  const NotifierDocument* find(const std::string& name) const;
  void start(const Notify& notify, const NotifierDocument& document, Now now);

  Log& log_;
  std::vector<NotifierDocument> documents_;
  std::map<std::uint64_t, ProgramRun> running_;
  std::vector<std::pair<Notify, NotifierDocument>> waiting_;  // for a place
  std::vector<NotificationDone> done_;
};

}  // namespace balm::master
