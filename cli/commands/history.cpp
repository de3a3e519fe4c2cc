// balm history: every attempt to heal, and what came of it.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/given.h"
#include "cli/show/attempt_page.h"
#include "cli/show/fields.h"
#include "cli/show/incident_text.h"
#include "cli/show/list_views.h"
#include "cli/show/machine.h"

namespace balm::cli {
namespace {

// The filters both `list` and `export` take.
Result<Question> filters(const Call& call) {
  Question question;
  for (const std::string_view flag : {"since", "until"}) {
    const Result<Value> at = call.moment(flag, Toward::Past);
    if (!at) return at.error();
    question.with(std::string(flag) + "_ms", *at);
  }
  for (const std::string_view flag : {"host", "rule", "state", "outcome"})
    question.with_text(flag, call.given().text(flag));
  return question;
}

// "5 attempts: 1 healed, 3 failed, 1 only observed"
std::string summary(const ValueList& attempts) {
  std::int64_t healed = 0;
  std::int64_t failed = 0;
  std::int64_t observed = 0;
  for (const Value& attempt : attempts) {
    const std::string outcome = outcome_text(attempt);
    healed += outcome == "healed" ? 1 : 0;
    failed += outcome == "failed" || outcome == "timed out" ? 1 : 0;
    observed += outcome == "observed" ? 1 : 0;
  }
  std::string text = counted(static_cast<std::int64_t>(attempts.size()), "attempt", "attempts") + ": " +
                     std::to_string(healed) + " healed, " + std::to_string(failed) + " failed";
  return observed == 0 ? text : text + ", " + std::to_string(observed) + " only observed";
}

Result<Exit> list(Call& call) {
  Result<Question> question = filters(call);
  if (!question) return question.error();
  if (const Result<void> paged = with_paging(call, *question); !paged) return paged.error();
  const Result<Value> data = call.ask("history.list", *question);
  if (!data) return data.error();
  return call.show_list({"attempts", attempt_columns(), "nothing was tried"}, *data,
                        summary(items(*data, "attempts")));
}

Result<Exit> show(Call& call) {
  const Result<std::string> attempt = attempt_name(call.given().positional(0));
  if (!attempt) return attempt.error();
  const Result<Value> data = call.ask("history.show", Question().with_text("attempt", *attempt));
  if (!data) return data.error();
  return call.show_page(*data, attempt_page);
}

// Everything, page by page; rows are printed as they come, so that no amount of history must fit into memory.
Result<Exit> export_all(Call& call) {
  Result<Question> question = filters(call);
  if (!question) return question.error();
  const bool csv = call.format() == Format::Csv;
  for (bool first = true;; first = false) {
    const Result<Value> data = call.ask("history.list", *question);
    if (!data) return data.error();
    if (csv) {
      const Result<std::string> text =
          csv_text(attempt_columns(), items(*data, "attempts"), {.headers = first});
      if (!text) return text.error();
      call.print(*text);
    } else {
      for (const Value& row : items(*data, "attempts")) call.print(json_line(row));
    }
    const Value& next = (*data)["next"];
    if (next.is_null() || items(*data, "attempts").empty()) return Exit::Done;
    question->with("before", next);
  }
}

}  // namespace

std::vector<Command> history_commands() {
  const std::vector<Flag> filters{
      {"since", 0, "WHEN", "started since then: 24h, yesterday, 2026-03-14 (balm help time)"},
      {"until", 0, "WHEN", "started before then"},
      {"host", 0, "NAME", "only on this host; patterns too", "", Offer::Hosts},
      {"rule", 0, "NAME", "only of this rule; patterns as nginx* too", "", Offer::Rules},
      {"state", 0, "NAME", "only of this state; patterns too", "", Offer::States},
      {"outcome", 0, "WORD", "healed, failed, refused, expired, timed_out, observed ...",
       "healed|succeeded|failed|refused|expired|cancelled|abandoned|timed_out|unknown|observed"}};
  std::vector<Flag> with_paging = filters;
  with_paging.push_back(kLimitFlag);
  with_paging.push_back(kBeforeFlag);
  return {
      {.noun = "history",
       .verb = "list",
       .text = "attempts, newest first",
       .examples = {"balm history --since 24h", "balm history --rule 'nginx*' --outcome failed",
                    "balm history --since 2026-03-01 --until 2026-04-01 -o csv"},
       .flags = with_paging,
       .function = list,
       .lists = true},
      {.noun = "history",
       .verb = "show",
       .text = "one attempt: steps, output, log",
       .examples = {"balm history show 1042.2", "balm history 1042.2"},
       .positionals = {{"N.A", "the attempt, as 1042.2", Offer::Attempts}},
       .function = show},
      {.noun = "history",
       .verb = "export",
       .text = "all attempts that match, one JSON object a line (or -o csv), however many there are",
       .examples = {"balm history export --since 2026-01-01 > attempts.jsonl", "balm history export -o csv"},
       .flags = filters,
       .function = export_all}};
}

}  // namespace balm::cli
