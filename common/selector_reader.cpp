#include "common/selector_reader.h"

#include "common/glob.h"
#include "common/limits.h"
#include "common/utf8.h"

namespace balm {
namespace {

constexpr std::size_t kTermsMax = 64;

bool is_space(char c) {
  return c == ' ' || c == '\t';
}

// What ends a key or a bare word. Values end at the same, so that `role=a=b` is a fault and not a strange
// value.
bool ends_word(char c) {
  return is_space(c) || c == '=' || c == '!' || c == '(' || c == ')' || c == ',';
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '*' ||
         c == '?';
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string quoted(std::string_view text) {
  return "`" + for_terminal(text) + "`";
}

}  // namespace

Parsed<Selector> SelectorReader::read(Selector::EmptyText empty) {
  if (text_.size() > limits::kPatternBytesMax) {
    fault({0, 0}, "E250", "a selector of " + std::to_string(text_.size()) + " bytes is too long");
    return std::move(parsed_);
  }
  const Part all = trimmed({0, text_.size()});
  text_ = text_.substr(0, all.end);  // places still count from the first character
  parsed_.value.text_ = of(all);
  const std::string_view whole = of(all);
  if (whole == "*" || whole == "all") {
    parsed_.value.everyone_ = true;
  } else if (!whole.empty()) {
    read_terms(all);
  } else if (empty == Selector::EmptyText::Refused) {
    fault(all, "E251", "an empty selector selects nobody", "write `*` when every host is meant");
  }
  for (Term& term : parsed_.value.terms_) term.begin -= all.begin;
  if (!parsed_.ok()) parsed_.value = Selector();
  return std::move(parsed_);
}

void SelectorReader::read_terms(Part all) {
  std::size_t begin = all.begin;
  int depth = 0;
  for (std::size_t at = all.begin; at <= all.end; ++at) {
    const char c = at < all.end ? text_[at] : ',';
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (at < all.end && (c != ',' || depth > 0)) continue;
    if (parsed_.value.terms_.size() >= kTermsMax)
      return fault({begin, all.end}, "E250", "a selector may have " + std::to_string(kTermsMax) + " terms");
    read_term(trimmed({begin, at}));
    begin = at + 1;
  }
}

void SelectorReader::read_term(Part part) {
  if (part.begin == part.end) return fault(part, "E252", "a term is missing between commas");
  Term term;
  term.begin = part.begin;
  term.size = part.end - part.begin;
  const Part key = word_at(part.begin, part.end);
  const Part rest = trimmed({key.end, part.end});
  if (of(part) == "*" || of(part) == "all") {
    fault(part, "E253", quoted(of(part)) + " means every host and stands alone");
  } else if (key.begin == key.end) {
    fault(part, "E252", "a term begins with a name or a label, not with " + quoted(of(part)));
  } else if (rest.begin == rest.end) {
    read_value(term, key);
  } else {
    if (of(key) != "name") term.label = of(key);
    if (!term.label.empty() && !valid_id(term.label))
      fault(key, "E254", quoted(of(key)) + " is no label name (a-z, 0-9, dot, dash, underscore)");
    read_condition(term, key, rest);
  }
  check_contradiction(term);
  parsed_.value.terms_.push_back(std::move(term));
}

void SelectorReader::read_condition(Term& term, Part key, Part rest) {
  const std::string_view text = of(rest);
  if (text.starts_with("!=") || text.starts_with("==") || text.starts_with("=")) {
    term.negated = text.front() == '!';
    const std::size_t size = text.starts_with("=") && !text.starts_with("==") ? 1 : 2;
    return read_value(term, trimmed({rest.begin + size, rest.end}));
  }
  Part word = word_at(rest.begin, rest.end);
  if (of(word) == "not") {
    term.negated = true;
    word = word_at(trimmed({word.end, rest.end}).begin, rest.end);
  }
  if (of(word) == "in") return read_list(term, trimmed({word.end, rest.end}));
  fault(rest, "E252", "after " + quoted(of(key)) + " comes `=`, `!=`, `in (...)` or `not in (...)`",
        term.label.empty() ? "" : "several names are written `name in (web1,web2)`");
}

void SelectorReader::read_list(Term& term, Part list) {
  const std::string_view text = of(list);
  if (text.size() < 2 || text.front() != '(' || text.back() != ')')
    return fault(list, "E252", "`in` is followed by a list in parentheses, like `(prod,stage)`");
  std::size_t begin = list.begin + 1;
  for (std::size_t at = begin; at < list.end; ++at) {
    if (text_[at] != ',' && at + 1 != list.end) continue;
    read_value(term, trimmed({begin, at}));
    begin = at + 1;
  }
}

void SelectorReader::read_value(Term& term, Part value) {
  const std::string_view text = of(value);
  if (text.empty()) return fault(value, "E252", "a value is missing");
  for (const char c : text)
    if (ends_word(c) || static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      return fault(
          value, "E252",
          quoted(text) + " is no value: " + quoted(std::string_view(&c, 1)) + " is not allowed in it");
  if (!valid_utf8(text)) return fault(value, "E252", quoted(text) + " is not valid UTF-8");
  if (term.label.empty()) check_name(value);
  if (term.label.empty() && !term.negated && text.find_first_not_of("*?") == std::string_view::npos &&
      text.find('*') != std::string_view::npos)
    return fault(value, "E253", quoted(text) + " would fit every host",
                 "write `*` or `all` alone when every host is meant");
  term.patterns.emplace_back(text);
}

void SelectorReader::check_name(Part value) {
  const std::string_view name = of(value);
  for (const char c : name) {
    if (is_name_character(c)) continue;
    const std::string lower = lower_case(name);
    return fault(value, "E255", "no host can be named " + quoted(name) + " (a-z, 0-9, dot, dash, underscore)",
                 lower == name ? "" : "did you mean " + quoted(lower) + "?");
  }
  if (name.size() > limits::kIdBytesMax)
    fault(value, "E255", "host names have at most " + std::to_string(limits::kIdBytesMax) + " characters");
}

// `web1,web2` reads like a list but means both at once, which no host can be.
void SelectorReader::check_contradiction(const Term& term) {
  const auto single_name = [](const Term& t) {
    return t.label.empty() && !t.negated && t.patterns.size() == 1 && !is_glob(t.patterns[0]);
  };
  if (!single_name(term)) return;
  for (const Term& other : parsed_.value.terms_) {
    if (!single_name(other) || other.patterns == term.patterns) continue;
    return fault(
        {term.begin, term.begin + term.size}, "E256",
        "commas mean and: no host is both " + quoted(other.patterns[0]) + " and " + quoted(term.patterns[0]),
        "did you mean `name in (" + other.patterns[0] + "," + term.patterns[0] + ")`?");
  }
}

void SelectorReader::fault(Part part, const char* code, std::string message, std::string guess) {
  if (parsed_.issues.size() >= limits::kIssuesMax) return;
  Issue issue;
  issue.code = code;
  issue.message = std::move(message);
  issue.guess = std::move(guess);
  issue.place = origin_;
  issue.place.column = (origin_.column > 0 ? origin_.column : 1) + static_cast<int>(part.begin);
  issue.place.end_column = issue.place.column + static_cast<int>(part.end - part.begin);
  parsed_.issues.push_back(std::move(issue));
}

SelectorReader::Part SelectorReader::trimmed(Part part) const {
  while (part.begin < part.end && is_space(text_[part.begin])) ++part.begin;
  while (part.end > part.begin && is_space(text_[part.end - 1])) --part.end;
  return part;
}

SelectorReader::Part SelectorReader::word_at(std::size_t begin, std::size_t end) const {
  std::size_t at = begin;
  while (at < end && !ends_word(text_[at])) ++at;
  return {begin, at};
}

Parsed<Selector> Selector::parse(std::string_view text, const Place& origin, EmptyText empty) {
  return SelectorReader(text, origin).read(empty);
}

Result<Selector> Selector::from_text(std::string_view text) {
  Parsed<Selector> parsed = parse(text, {});
  if (parsed.ok()) return std::move(parsed.value);
  const Issue& first = parsed.issues.front();
  return Error{Error::Kind::Usage,
               "selector `" + for_terminal(text) + "`: " + first.message + " (at character " +
                   std::to_string(first.place.column) + ")",
               first.guess};
}

}  // namespace balm
