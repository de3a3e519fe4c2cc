#include "master/rule_index.h"

#include <algorithm>
#include <limits>

#include "common/glob.h"

namespace balm::master {
namespace {

using expression::Clause;
using expression::FieldsRead;
using expression::Need;
using expression::Program;

constexpr std::size_t kForksMax = 64;  // facts one event is asked for, per type pattern

bool is_constant(const RuleDocument& rule) {
  return std::all_of(rule.vars.begin(), rule.vars.end(),
                     [](const auto& var) { return var.second.is_constant(); });
}

// What the rule cannot want an event without. `vars` are computed before `if` and their errors are reported,
// so the condition of a rule whose vars may fail says nothing.
std::vector<Clause> clauses_of(const RuleDocument& rule) {
  std::vector<Clause> clauses;
  if (rule.hosts) {
    for (Selector::OneOf& term : rule.hosts->exact_terms()) {
      const expression::Path path = term.label.empty() ? expression::Path{"host", "name"}
                                                       : expression::Path{"host", "labels", term.label};
      Clause clause;
      clause.or_missing = true;
      for (std::string& text : term.texts) clause.any.push_back({path, Value(std::move(text))});
      clauses.push_back(std::move(clause));
    }
  }
  if (is_constant(rule))
    for (Clause& clause : expression::clauses_of(rule.condition)) clauses.push_back(std::move(clause));
  return clauses;
}

RuleIndex::Reads reads_of(const RuleDocument& rule) {
  FieldsRead event;
  FieldsRead host;
  FieldsRead check;
  const auto add = [&](const Program& program) {
    expression::add_fields_read(program, "event", event);
    expression::add_fields_read(program, "host", host);
    expression::add_fields_read(program, "check", check);
  };
  add(rule.condition);
  for (const Program* program : rule.key.programs()) add(*program);
  for (const Program* program : rule.summary.programs()) add(*program);
  for (const auto& [name, value] : rule.vars)
    for (const Program* program : value.programs()) add(*program);
  const bool checks = host.whole || std::ranges::find(host.fields, "checks") != host.fields.end();
  wire::EventFields fields = event.whole ? wire::kAllEventFields : 0;
  for (const std::string& name : event.fields) fields |= wire::event_field(name);
  return {fields, host.whole || !host.fields.empty(), checks, check.whole || !check.fields.empty()};
}

void sort_once(RuleNumbers& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

void append(RuleNumbers& to, const RuleNumbers& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void add_last(RuleNumbers& numbers, std::uint32_t number) {
  if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
}

}  // namespace

// Puts the rules of one pattern into its forks: first every rule wishes for all places it could be found in,
// then it takes the clause whose places the fewest others wish for.
class RuleIndex::Builder {
 public:
  explicit Builder(Pattern& pattern) : pattern_(pattern) {}

  void wish(const std::vector<Clause>& clauses) {
    for (const Clause& clause : clauses)
      if (has_forks(clause))
        for (const Need& need : clause.any) ++fork(need)->bucket(need.value).wishes;
  }

  void place(std::uint32_t rule, const std::vector<Clause>& clauses) {
    const Clause* best = nullptr;
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    for (const Clause& clause : clauses) {
      const std::uint64_t wishes = has_forks(clause) ? wishes_for(clause) : least;
      if (wishes < least) best = &clause, least = wishes;
    }
    if (best == nullptr) return add_last(pattern_.always, rule);
    for (const Need& need : best->any) {
      Fork& at = *fork(need);
      add_last(at.bucket(need.value).rules, rule);
      add_last(at.all, rule);
      if (!best->or_missing) add_last(at.when_missing, rule);
    }
  }

  // What nothing was put into is not asked.
  void drop_unused() {
    std::erase_if(pattern_.forks, [](const Fork& fork) { return fork.all.empty(); });
    for (Fork& fork : pattern_.forks) {
      std::erase_if(fork.texts, [](const auto& entry) { return entry.second.rules.empty(); });
      std::erase_if(fork.others, [](const auto& entry) { return entry.second.rules.empty(); });
    }
  }

 private:
  bool has_forks(const Clause& clause) {
    return std::all_of(clause.any.begin(), clause.any.end(),
                       [this](const Need& need) { return fork(need) != nullptr; });
  }

  std::uint64_t wishes_for(const Clause& clause) {
    std::uint64_t sum = 0;
    for (const Need& need : clause.any) sum += fork(need)->bucket(need.value).wishes;
    return sum;
  }

  // Made when it is asked for first; nullptr when the fact is not kept track of.
  Fork* fork(const Need& need) {
    const std::optional<EventFact> fact = EventFact::at(need.path);
    if (!fact) return nullptr;
    for (Fork& known : pattern_.forks)
      if (known.fact == *fact) return &known;
    if (pattern_.forks.size() == kForksMax) return nullptr;
    return &pattern_.forks.emplace_back(*fact);
  }

  Pattern& pattern_;
};

RuleIndex::Bucket& RuleIndex::Fork::bucket(const Value& value) {
  return value.is(Value::Kind::String) ? texts[value.as_string()] : others[value];
}

void RuleIndex::Fork::collect(const Event& event, const Host* host, RuleNumbers& found) const {
  const FactReading reading = fact.read(event, host);
  if (reading.kind == FactReading::Kind::Unknown) return append(found, all);
  if (reading.kind == FactReading::Kind::Missing) return append(found, when_missing);
  if (reading.kind == FactReading::Kind::Text) {
    const auto place = texts.find(reading.text);
    if (place != texts.end()) append(found, place->second.rules);
  } else if (const auto place = others.find(*reading.value); place != others.end()) {
    append(found, place->second.rules);
  }
}

RuleIndex::Pattern& RuleIndex::pattern(std::string_view glob) {
  const std::size_t wild = std::min(glob.find_first_of("*?"), glob.size());
  if (wild == glob.size()) {
    const auto [place, fresh] = exact_.try_emplace(std::string(glob), patterns_.size());
    if (!fresh) return patterns_[place->second];
  } else {
    std::vector<std::size_t>& same = by_prefix_[std::string(glob.substr(0, wild))];
    for (const std::size_t at : same)
      if (patterns_[at].glob == glob) return patterns_[at];
    same.push_back(patterns_.size());
    const auto place = std::lower_bound(prefix_lengths_.begin(), prefix_lengths_.end(), wild);
    if (place == prefix_lengths_.end() || *place != wild) prefix_lengths_.insert(place, wild);
  }
  patterns_.push_back({std::string(glob), {}, {}, {}});
  return patterns_.back();
}

template <class Visit>
void RuleIndex::each_pattern(std::string_view type, Visit visit) const {
  if (const auto exact = exact_.find(type); exact != exact_.end()) visit(patterns_[exact->second]);
  for (const std::size_t length : prefix_lengths_) {
    if (length > type.size()) break;
    const auto same = by_prefix_.find(type.substr(0, length));
    if (same == by_prefix_.end()) continue;
    for (const std::size_t at : same->second)
      if (glob_match(patterns_[at].glob, type)) visit(patterns_[at]);
  }
}

RuleIndex::RuleIndex(const std::vector<RuleDocument>& rules) {
  std::vector<std::vector<Clause>> clauses;
  clauses.reserve(rules.size());
  reads_.reserve(rules.size());
  by_name_.reserve(rules.size());
  for (std::uint32_t number = 0; number < rules.size(); ++number) {
    const RuleDocument& rule = rules[number];
    by_name_.emplace(rule.name.text, number);
    reads_.push_back(reads_of(rule));
    clauses.push_back(clauses_of(rule));
    for (const std::string& glob : rule.when) add_last(pattern(glob).rules, number);
  }
  for (Pattern& pattern : patterns_) {
    Builder builder(pattern);
    for (const std::uint32_t number : pattern.rules) builder.wish(clauses[number]);
    for (const std::uint32_t number : pattern.rules)
      if (rules[number].enabled) builder.place(number, clauses[number]);
    builder.drop_unused();
  }
}

RuleNumbers RuleIndex::interested(std::string_view type) const {
  RuleNumbers found;
  each_pattern(type, [&](const Pattern& pattern) { append(found, pattern.rules); });
  sort_once(found);
  return found;
}

RuleNumbers RuleIndex::candidates(std::string_view type, const Event& event, const Host* host) const {
  RuleNumbers found;
  each_pattern(type, [&](const Pattern& pattern) {
    append(found, pattern.always);
    for (const Fork& fork : pattern.forks) fork.collect(event, host, found);
  });
  sort_once(found);
  return found;
}

std::optional<std::size_t> RuleIndex::find(const RuleName& name) const {
  const auto place = by_name_.find(name.text);
  return place == by_name_.end() ? std::nullopt : std::optional(place->second);
}

}  // namespace balm::master
