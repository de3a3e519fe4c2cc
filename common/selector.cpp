#include "common/selector.h"

#include <algorithm>

#include "common/glob.h"
#include "common/invariant.h"

namespace balm {
namespace {

bool fits_one(const std::vector<std::string>& patterns, std::string_view subject) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [subject](const std::string& pattern) { return glob_match(pattern, subject); });
}

}  // namespace

std::string_view to_text(SelectorReason reason) {
  switch (reason) {
    case SelectorReason::Everyone:
      return "every host is meant";
    case SelectorReason::AllTermsHold:
      return "all terms hold";
    case SelectorReason::Nobody:
      return "the selector is empty and selects nobody";
    case SelectorReason::NameDiffers:
      return "the host's name does not fit";
    case SelectorReason::LabelMissing:
      return "the host has no such label";
    case SelectorReason::LabelDiffers:
      return "the label has another value";
    case SelectorReason::Excluded:
      return "the host is ruled out";
  }
  return "";
}

Selector::Answer Selector::match(const HostName& name, const Labels& labels) const {
  if (everyone_) return {SelectorReason::Everyone};
  if (terms_.empty()) return {SelectorReason::Nobody};
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const Term& term = terms_[i];
    const auto label = labels.find(term.label);
    const bool of_name = term.label.empty();
    if (!of_name && label == labels.end()) {
      if (term.negated) continue;
      return {SelectorReason::LabelMissing, i};
    }
    const bool fits = fits_one(term.patterns, of_name ? name.text : label->second);
    if (fits && term.negated) return {SelectorReason::Excluded, i};
    if (!fits && !term.negated)
      return {of_name ? SelectorReason::NameDiffers : SelectorReason::LabelDiffers, i};
  }
  return {SelectorReason::AllTermsHold};
}

std::vector<Selector::OneOf> Selector::exact_terms() const {
  std::vector<OneOf> exact;
  for (const Term& term : terms_)
    if (!term.negated && std::none_of(term.patterns.begin(), term.patterns.end(), is_glob))
      exact.push_back({term.label, term.patterns});
  return exact;
}

std::string_view Selector::term_text(std::size_t term) const {
  if (terms_.empty()) return text_;
  BALM_ASSERT(term < terms_.size());
  return std::string_view(text_).substr(terms_[term].begin, terms_[term].size);
}

}  // namespace balm
