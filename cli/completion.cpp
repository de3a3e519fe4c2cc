#include "cli/completion.h"

#include <algorithm>

#include "cli/arguments.h"
#include "cli/command_table.h"
#include "cli/help_text.h"
#include "cli/show/fields.h"
#include "common/state/module_table.h"

namespace balm::cli {
namespace {

constexpr Duration kAnswerWithin = 300ms;

struct Candidate {
  std::string text;
  std::string about;
};
using Candidates = std::vector<Candidate>;

void add_choices(Candidates& candidates, std::string_view choices) {
  while (!choices.empty()) {
    const std::size_t bar = choices.find('|');
    candidates.push_back({std::string(choices.substr(0, bar)), ""});
    choices = bar == std::string_view::npos ? "" : choices.substr(bar + 1);
  }
}

// A verb that answers with a list, and which fields of its rows are offered.
struct Source {
  Offer offer;
  std::string_view verb;
  std::string_view rows;
  std::string_view name;
  std::string_view about;
};
constexpr Source kSources[] = {
    {Offer::Hosts, "hosts.list", "hosts", "name", "state"},
    {Offer::Selectors, "hosts.list", "hosts", "name", "state"},
    {Offer::Checks, "checks.list", "checks", "check", ""},
    {Offer::Rules, "rules.list", "rules", "name", "summary"},
    {Offer::States, "states.list", "states", "name", "doc"},
    {Offer::Incidents, "incidents.list", "incidents", "id", "title"},
    {Offer::Attempts, "history.list", "attempts", "id", "state"},
    {Offer::Keys, "keys.list", "keys", "name", "state"},
    {Offer::PendingKeys, "keys.list", "keys", "name", "fingerprint"},
};

void add_labels(Candidates& candidates, const ValueList& hosts) {
  for (const Value& host : hosts) {
    if (!host["labels"].is(Value::Kind::Map)) continue;
    for (const auto& [key, value] : host["labels"].as_map())
      candidates.push_back({to_display(key) + "=" + to_display(value), "label"});
  }
}

// Live names; none when the master does not answer in time.
void add_live(Candidates& candidates, Offer offer, Surroundings& surroundings) {
  const auto* const source = std::ranges::find(kSources, offer, &Source::offer);
  if (source == std::end(kSources)) return;
  const auto client = surroundings.connect({"", kAnswerWithin});
  if (!client) return;
  const Value args = offer == Offer::PendingKeys ? Value::map({{"state", "pending"}}) : Value(ValueMap{});
  const Result<Value> data = (*client)->ask(source->verb, args);
  if (!data) return;
  const Value shown = harmless(*data, surroundings.screen());
  const ValueList& rows = items(shown, source->rows);
  for (const Value& row : rows) {
    const Value& about = row[source->about];
    const std::string text = about.is_null() ? "" : to_display(about);
    candidates.push_back({to_display(row[source->name]), text.substr(0, text.find('\n'))});
  }
  if (offer == Offer::Selectors) add_labels(candidates, rows);
}

void add_value(Candidates& candidates, Offer offer, std::string_view choices, Surroundings& surroundings) {
  add_choices(candidates, choices);
  if (offer == Offer::Topics)
    for (const std::string_view topic : topic_names()) candidates.push_back({std::string(topic), "topic"});
  if (offer == Offer::Topics)
    for (const std::string_view noun : all_nouns())
      candidates.push_back({std::string(noun), std::string(noun_text(noun))});
  if (offer == Offer::Functions)
    for (const FunctionRow& row : module_functions())
      candidates.push_back({std::string(row.name), std::string(row.doc)});
  add_live(candidates, offer, surroundings);
}

// Where on its line the word being typed stands.
struct Position {
  const Command* command = nullptr;
  std::string_view noun;
  std::size_t words = 0;           // positionals before it
  const Flag* value_of = nullptr;  // the flag whose value it is
  std::vector<Flag> flags;
};

const Flag* value_flag(const std::vector<Flag>& flags, const std::string& word) {
  for (const Flag& flag : flags) {
    if (flag.value.empty()) continue;
    const bool named = word.starts_with("--") && word.substr(2) == flag.name;
    if (named || (word.size() == 2 && word[0] == '-' && word[1] == flag.letter)) return &flag;
  }
  return nullptr;
}

void take_word(Position& position, const std::string& word) {
  if (position.noun.empty()) {
    position.noun = canonical_noun(word);
    position.command = find_command(position.noun, "");
  } else if (!position.command && find_command(position.noun, canonical_verb(word))) {
    position.command = find_command(position.noun, canonical_verb(word));
  } else {
    if (!position.command) position.command = find_command(position.noun, "show");
    ++position.words;
  }
  const Command* const so_far = position.command ? position.command : find_command(position.noun, "list");
  if (so_far) position.flags = flags_of(*so_far);
}

Position position_of(const std::vector<std::string>& before) {
  Position position;
  position.flags = global_flags();
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool is_flag = before[i].size() > 1 && before[i][0] == '-';
    if (!is_flag) {
      take_word(position, before[i]);
      continue;
    }
    const bool takes_next = value_flag(position.flags, before[i]) && before[i].find('=') == std::string::npos;
    if (takes_next && i + 1 == before.size()) position.value_of = value_flag(position.flags, before[i]);
    if (takes_next) ++i;
  }
  return position;
}

void add_verbs(Candidates& candidates, std::string_view noun) {
  for (const Command* const command : commands_of(noun))
    candidates.push_back({std::string(command->verb), std::string(command->text)});
}

void add_nouns(Candidates& candidates) {
  for (const std::string_view noun : all_nouns()) {
    const Command* const only = find_command(noun, "");
    candidates.push_back({std::string(noun), std::string(only ? only->text : noun_text(noun))});
  }
}

void add_positional(Candidates& candidates, const Position& position, Surroundings& surroundings) {
  const std::vector<Positional>& declared = position.command->positionals;
  if (declared.empty()) return;
  const bool beyond = position.words >= declared.size() && !declared.back().many;
  if (beyond) return;
  const Positional& positional = declared[std::min(position.words, declared.size() - 1)];
  add_value(candidates, positional.offer, positional.choices, surroundings);
}

Candidates candidates_for(const std::vector<std::string>& before, const std::string& typed,
                          Surroundings& surroundings) {
  const Position position = position_of(before);
  Candidates candidates;
  if (position.value_of) {
    add_value(candidates, position.value_of->offer, position.value_of->choices, surroundings);
  } else if (typed.starts_with('-')) {
    for (const Flag& flag : position.flags)
      candidates.push_back({"--" + std::string(flag.name), std::string(flag.text)});
  } else if (position.noun.empty()) {
    add_nouns(candidates);
  } else if (!position.command) {
    add_verbs(candidates, position.noun);
  } else {
    add_positional(candidates, position, surroundings);
  }
  return candidates;
}

}  // namespace

Exit complete(const std::vector<std::string>& words, Surroundings& surroundings) {
  std::vector<std::string> before(words.begin() + 1, words.end());
  if (!before.empty() && before.front() == "--") before.erase(before.begin());
  const std::string typed = before.empty() ? "" : before.back();
  if (!before.empty()) before.pop_back();
  Candidates candidates = candidates_for(before, typed, surroundings);
  std::erase_if(candidates, [&](const Candidate& candidate) { return !candidate.text.starts_with(typed); });
  std::ranges::sort(candidates, {}, &Candidate::text);
  const auto same = [](const Candidate& a, const Candidate& b) { return a.text == b.text; };
  candidates.erase(std::unique(candidates.begin(), candidates.end(), same), candidates.end());
  for (const Candidate& candidate : candidates)
    surroundings.out(candidate.about.empty() ? candidate.text + "\n"
                                             : candidate.text + "\t" + candidate.about + "\n");
  return Exit::Done;
}

}  // namespace balm::cli
