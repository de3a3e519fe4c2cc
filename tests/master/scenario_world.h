// A master core without a world: a store in memory, agents played by hand, time that moves when told. Runs
// the commands of a scenario file and answers with what happened, as text that an operator can review.
//
//   config                     the lines below are checks, rules and notifiers
//   state NAME                 the lines below are a state file
//   at T hello HOST k=v ..     an accepted agent greets; T counts from the start: 12s, 1m30s
//   at T restored HOST         its disk is that of the first day, its events are numbered from 1 again
//   at T beat HOST
//   at T event HOST CHECK STATUS OUTPUT ..
//   at T again HOST SEQ | skip HOST SEQ    an event that was sent before, or one behind a gap
//   at T running ATTEMPT | done ATTEMPT OUTCOME COMMENT .. | refused ATTEMPT REASON
//   at T took HOST             the host has the newest set of checks it was sent on disk
//   at T check HOST STATUS OUTPUT ..    answers the oldest check asked of HOST
//   at T ask VERB JSON         an operator's order
//   at T pass                  time passes, nothing else happens
//   at T restart               the master dies and is built again from its rows
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "master/configuration_text.h"
#include "master/master.h"
#include "tests/master/memory_store.h"

namespace balm::master {

class ScenarioWorld {
 public:
  ScenarioWorld();

  // `head` is the command line, `body` the lines below it. Returns what happened, one line each.
  std::string command(const std::string& head, const std::vector<std::string>& body);

 private:
  void start(Now now);
  std::string at(const std::vector<std::string>& words, const std::string& line);
  void advance_to(Duration when);
  void step(const Input& input);
  void show(const Effect& effect);
  void line(const std::string& text);
  void speak(const HostName& host, Message message);
  void report(const std::vector<std::string>& words, const std::string& rest);
  void answer_check(const std::vector<std::string>& words, const std::string& rest);
  void resend(const std::vector<std::string>& words);
  void event(const std::vector<std::string>& words, const std::string& rest);
  Now now() const;

  Duration time_{};
  Duration clock_off_{};       // of the wall clock
  std::string boot_ = "boot";  // of whoever speaks next
  ConfigurationText texts_;
  ConfigurationPtr config_ = std::make_shared<Configuration>();
  MemoryStore store_;
  std::unique_ptr<Master> master_;
  std::map<HostName, std::uint64_t> seq_;
  std::map<HostName, std::deque<RunCheck>> asked_;
  std::map<AttemptId, HostName> where_;
  std::map<HostName, std::string> sent_set_;  // of checks, by hash
  std::map<HostName, std::string> has_set_;
  std::string out_;
};

}  // namespace balm::master
