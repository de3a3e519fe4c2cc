#include "cli/demo/narrator.h"

#include <array>
#include <cstdio>

#include "cli/show/fields.h"
#include "cli/show/wrapped.h"
#include "common/io/system_clock.h"
#include "common/utf8.h"

namespace balm::cli {
namespace {

constexpr Duration kLook = 40ms;

// "try 1 of 2: nginx.restart"
std::string attempt_text(const Value& line) {
  const std::string id = line["attempt"].string_or();
  return "try " + id.substr(id.find('.') + 1) + ": " + line["text"].string_or();
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

double Narrator::seconds() const {
  return std::chrono::duration<double>(system_now().instant - began_).count();
}

Result<void> Narrator::begin_act(const std::string& title) {
  began_ = system_now().instant;
  incident_ = 0;
  told_ = 0;
  surroundings_.out("\n" + title + "\n");
  const auto newest =
      playground_.master().ask("incidents.list", Value::map({{"state", "all"}, {"limit", 1}}));
  if (!newest) return newest.error();
  const ValueList& list = (*newest)["incidents"].as_list();
  newest_before_ = list.empty() ? 0 : list.front()["id"].int_or();
  return {};
}

void Narrator::line(const std::string& what, const std::string& text) {
  std::array<char, 32> clock{};
  std::snprintf(clock.data(), clock.size(), "%6.1fs  ", seconds());
  std::string padded = what;
  if (!text.empty() && padded.size() < 8) padded.resize(8, ' ');
  padded = clock.data() + padded + (text.empty() ? "" : " ");
  const Screen screen = surroundings_.screen();
  const std::string body = screen.terminal ? wrapped(text, screen.width, display_width(padded)) : text;
  surroundings_.out(padded + body + "\n");
}

Result<void> Narrator::find_incident() {
  const auto all = playground_.master().ask("incidents.list", Value::map({{"state", "all"}, {"limit", 5}}));
  if (!all) return all.error();
  for (const Value& one : (*all)["incidents"].as_list())
    if (one["id"].int_or() > newest_before_ && !one["rule"].string_or().empty())
      incident_ = one["id"].int_or();
  return {};
}

void Narrator::tell_line(const Value& entry) {
  const std::string kind = entry["kind"].string_or();
  const std::string text = first_line(entry["text"].string_or());
  if (kind == "match" && entry["verdict"].string_or() == "open") {
    line("event", "critical, three in a row");
    line("rule", entry["rule"].string_or() + " wants it");
  }
  if (kind == "try") line("state", attempt_text(entry));
  if (kind == "result") line("result", entry["reason"].string_or() + (text.empty() ? "" : ": " + text));
  if (kind == "guard" && entry["verdict"].string_or() != "allow")
    line("guard", entry["verdict"].string_or() + ": " + text);
  if (kind == "verify") line("verify", text);
  if (kind == "verify_no") line("verify", "no: " + text);
  if (kind == "skip" || kind == "needs_you") line(kind, text);
  if (kind == "maintenance" || kind == "retry") line(kind, text);
}

Result<Value> Narrator::tell(Until until, Duration longest) {
  const Instant end = system_now().instant + longest;
  while (system_now().instant < end) {
    if (!playground_.alive())
      return Error{
          Error::Kind::Io,
          "a daemon has ended:\n" + playground_.log_tail("balm-master") + playground_.log_tail("balm-agent"),
          ""};
    if (incident_ == 0)
      if (auto found = find_incident(); !found) return found.error();
    if (incident_ != 0) {
      const auto story = playground_.master().ask("incidents.show", Value::map({{"id", incident_}}));
      if (!story) return story.error();
      const ValueList& timeline = (*story)["timeline"].as_list();
      for (; told_ < timeline.size(); ++told_) tell_line(timeline[told_]);
      const std::string phase = (*story)["incident"]["phase"].string_or();
      if (phase == "closed") return *story;
      if (until == Until::Waiting && (phase == "waiting" || phase == "needs_you")) return *story;
    }
    if (!surroundings_.wait(kLook)) return Error{Error::Kind::Refused, "interrupted", ""};
  }
  return Error{Error::Kind::TimedOut, "nothing more happened in time\n" + playground_.log_tail("balm-agent"),
               ""};
}

}  // namespace balm::cli
