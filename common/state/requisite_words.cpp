#include "common/state/requisite_words.h"

#include <array>

namespace balm {

namespace {

struct Row {
  std::string_view word;
  RequisiteKind kind;
};

constexpr std::array<Row, 11> kWords = {{
    {"require", RequisiteKind::Require},
    {"require_any", RequisiteKind::RequireAny},
    {"watch", RequisiteKind::Watch},
    {"watch_any", RequisiteKind::WatchAny},
    {"prereq", RequisiteKind::Prereq},
    {"onfail", RequisiteKind::Onfail},
    {"onfail_any", RequisiteKind::OnfailAny},
    {"onfail_all", RequisiteKind::OnfailAll},
    {"onchanges", RequisiteKind::Onchanges},
    {"onchanges_any", RequisiteKind::OnchangesAny},
    {"listen", RequisiteKind::Listen},
}};

}  // namespace

std::string_view to_text(RequisiteKind kind) {
  for (const Row& row : kWords)
    if (row.kind == kind) return row.word;
  return "";
}

std::optional<RequisiteWord> requisite_word(std::string_view word) {
  const bool inward = word.ends_with("_in");
  if (inward) word.remove_suffix(3);
  for (const Row& row : kWords)
    if (row.word == word) return RequisiteWord{row.kind, inward};
  return std::nullopt;
}

bool is_requisite_word(std::string_view word) {
  return word == "use" || word == "use_in" || requisite_word(word).has_value();
}

}  // namespace balm
