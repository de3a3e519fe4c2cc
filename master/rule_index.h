// Which rules are worth asking about an event, found without looking at the others: by the event's type, and
// among the rules of one type by what their `hosts` and `if` cannot be true without (event.status, a label of
// the host ...). An event costs a look into each such place and the few rules that may want it, however many
// rules there are. Built once with its configuration, then only read.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/document/rule_document.h"
#include "common/wire.h"
#include "master/event_fact.h"

namespace balm::master {

// Places in the list of rules, ascending, each once.
using RuleNumbers = std::vector<std::uint32_t>;

class RuleIndex {
 public:
  RuleIndex() = default;
  explicit RuleIndex(const std::vector<RuleDocument>& rules);

  // All rules with a `when` that fits the type.
  RuleNumbers interested(std::string_view type) const;

  // Of those, all whose answer may be yes or an error. The others are switched off, mean other hosts, or
  // their `if` is false.
  RuleNumbers candidates(std::string_view type, const Event& event, const Host* host) const;

  std::optional<std::size_t> find(const RuleName& name) const;

  // What the names a rule's expressions see must hold for it; everything else may be left out.
  struct Reads {
    wire::EventFields event = 0;
    bool host = false;         // name, labels and up of it
    bool host_checks = false;  // the standings of all its checks as well
    bool check = false;
  };
  Reads reads(std::size_t rule) const { return reads_[rule]; }

 private:
  class Builder;

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  struct Bucket {
    std::uint32_t wishes = 0;  // rules that could be found here; each is in the smallest of its own
    RuleNumbers rules;
  };
  // The rules that are found by what one fact is.
  struct Fork {
    EventFact fact;
    std::unordered_map<std::string, Bucket, TextHash, std::equal_to<>> texts;
    std::map<Value, Bucket, ValueLess> others;
    RuleNumbers when_missing;
    RuleNumbers all;

    explicit Fork(EventFact of) : fact(std::move(of)) {}
    Bucket& bucket(const Value& value);
    void collect(const Event& event, const Host* host, RuleNumbers& found) const;
  };
  // The rules with one type pattern in their `when`.
  struct Pattern {
    std::string glob;
    RuleNumbers rules;   // all of them
    RuleNumbers always;  // those nothing is known of
    std::vector<Fork> forks;
  };

  Pattern& pattern(std::string_view glob);
  template <class Visit>
  void each_pattern(std::string_view type, Visit visit) const;

  std::vector<Pattern> patterns_;
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> exact_;  // in patterns_
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_prefix_;  // by what precedes the wildcard
  std::vector<std::size_t> prefix_lengths_;                                 // that occur, ascending
  std::unordered_map<std::string, std::size_t> by_name_;
  std::vector<Reads> reads_;
};

}  // namespace balm::master
