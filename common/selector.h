// Which hosts are meant. The same text works in rules, checks, windows and on the command line.
//
//   web*                      a bare word is a pattern (glob.h) for the host's name
//   role=web, dc!=fra         label equal, not equal; values may be patterns; `name` is the host's name
//   env in (prod,stage)       one of; also `not in`
//   role=web,dc!=fra          commas mean and
//   *  or  all                every host. Nothing shorter or more clever does: `name=*` and "" are refused,
//   so that
//                             nobody ever means a few hosts and gets all of them
//
// A host that lacks the label does not satisfy `=` and `in`, and does satisfy `!=` and `not in`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/ids.h"
#include "common/issue.h"
#include "common/labels.h"
#include "common/result.h"

namespace balm {

enum class SelectorReason {
  Everyone,      // yes: every host was spelled out
  AllTermsHold,  // yes
  Nobody,        // no: an empty selector selects nobody
  NameDiffers,   // no: the name does not fit `term`
  LabelMissing,  // no: `term` asks for a label the host does not have
  LabelDiffers,  // no: the label's value does not fit `term`
  Excluded,      // no: name or label is what a != or `not in` in `term` rules out
};
std::string_view to_text(SelectorReason reason);

class Selector {
 public:
  struct Answer {
    SelectorReason reason = SelectorReason::Nobody;
    std::size_t term = 0;  // which term said no, from 0; meaningful for the reasons that name one

    bool matched() const {
      return reason == SelectorReason::Everyone || reason == SelectorReason::AllTermsHold;
    }
  };
  enum class EmptyText { Refused, Allowed };

  Selector() = default;  // selects nobody

  // Issues (E250 to E256) are placed relative to `origin`, where the text's first character stands.
  static Parsed<Selector> parse(std::string_view text, const Place& origin,
                                EmptyText empty = EmptyText::Refused);
  // For the command line: the first fault as one sentence. Errors: Kind::Usage.
  static Result<Selector> from_text(std::string_view text);

  Answer match(const HostName& name, const Labels& labels) const;

  bool is_everyone() const { return everyone_; }
  bool is_nobody() const { return !everyone_ && terms_.empty(); }

  // A term that only hosts with one of these texts can satisfy. Label "": the host's name.
  struct OneOf {
    std::string label;
    std::vector<std::string> texts;
  };
  // For an index; terms with wildcards and those that rule out are not among them.
  std::vector<OneOf> exact_terms() const;

  const std::string& text() const { return text_; }  // as written, without spaces around it
  std::string_view term_text(std::size_t term) const;

  bool operator==(const Selector&) const = default;

 private:
  friend class SelectorReader;

  // One condition: the subject fits one of `patterns`, or none of them when `negated`.
  struct Term {
    std::string label;  // empty: the host's name
    bool negated = false;
    std::vector<std::string> patterns;
    std::size_t begin = 0;  // in text_
    std::size_t size = 0;

    bool operator==(const Term&) const = default;
  };

  std::string text_;
  std::vector<Term> terms_;
  bool everyone_ = false;
};

}  // namespace balm
