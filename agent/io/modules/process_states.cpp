#include "agent/io/modules/process_states.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include <re2/re2.h>

#include "agent/io/modules/file_access.h"
#include "agent/io/process_grip.h"
#include "agent/io/process_list.h"

namespace balm::agent::modules {

namespace {

// Which processes are meant. Never all of a host, nor all of root: what selects nothing, an empty name from
// a template for one, is refused.
class Selection {
 public:
  explicit Selection(const ModuleCall& call)
      : program_(call["process"].string_or()),
        pattern_(call["pattern"].string_or(), RE2::Quiet),
        has_pattern_(!call["pattern"].is_null()),
        holding_(call["holding_deleted_under"].string_or()),
        spared_(untouchable_processes()) {
    if (program_.empty() && !has_pattern_ && holding_.empty() && call["user"].is_null()) program_ = call.name;
  }

  Result<void> check(const ModuleCall& call) {
    if (has_pattern_ && !pattern_.ok())
      return Error{Error::Kind::Usage, "pattern: " + pattern_.error(), "patterns are RE2's"};
    if (!holding_.empty() && !is_absolute(holding_))
      return Error{Error::Kind::Usage, "holding_deleted_under is an absolute path", ""};
    auto ownership = ownership_of(Value::map({{"user", call["user"]}}));
    if (!ownership) return ownership.error();
    user_ = ownership->user;
    const bool pattern_selects = has_pattern_ && !RE2::PartialMatch("", pattern_);
    const bool user_selects = user_ && *user_ != 0;
    if (!program_.empty() || pattern_selects || !holding_.empty() || user_selects) return {};
    const std::string whose = user_ ? "all processes of root" : "all processes of the host";
    return Error{Error::Kind::Refused, whose + " are too many; say which", ""};
  }

  std::vector<ProcessGrip> grips() const {
    std::vector<ProcessGrip> grips;
    for (const ProcessEntry& entry : list_processes()) {
      if (!is_meant(entry)) continue;
      if (ProcessGrip grip = ProcessGrip::take(entry); grip) grips.push_back(std::move(grip));
    }
    return grips;
  }

 private:
  bool is_meant(const ProcessEntry& entry) const {
    if (std::find(spared_.begin(), spared_.end(), entry.pid) != spared_.end()) return false;
    if (user_ && *user_ != entry.user) return false;
    // The kernel keeps 15 characters of a name.
    if (!program_.empty() && entry.name != program_.substr(0, 15)) return false;
    const std::string line = has_pattern_ ? command_line_of(entry.pid) : "";
    if (has_pattern_ && (line.empty() || !RE2::PartialMatch(line, pattern_))) return false;
    return holding_.empty() || holds_deleted_under(entry.pid, holding_);
  }

  std::string program_;
  RE2 pattern_;
  bool has_pattern_;
  std::string holding_;
  std::optional<uid_t> user_;
  std::vector<pid_t> spared_;
};

Value named(const std::vector<ProcessGrip>& grips, const char* what) {
  ValueList list;
  for (const ProcessGrip& grip : grips)
    list.push_back(
        Value::map({{"pid", static_cast<std::int64_t>(grip.entry().pid)}, {"program", grip.entry().name}}));
  return Value::map({{what, Value(std::move(list))}});
}

std::string counted(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " process" : " processes");
}

ModuleReport send_to_all(const Selection& selection, const std::string& signal) {
  const std::vector<ProcessGrip> grips = selection.grips();
  std::size_t refused = 0;
  for (const ProcessGrip& grip : grips) refused += grip.send(signal_number(signal)) ? 0 : 1;
  ModuleReport report = success("Sent " + signal + " to " + counted(grips.size()), named(grips, "signalled"));
  if (refused == 0) return report;
  return failure("may not send " + signal + " to " + counted(refused));
}

ModuleReport end_all(const Selection& selection, const std::string& signal, Duration grace) {
  const std::vector<ProcessGrip> grips = selection.grips();
  const std::vector<pid_t> left = end_processes(grips, signal_number(signal), grace);
  if (left.empty()) return success("Ended " + counted(grips.size()), named(grips, "ended"));
  ModuleReport report =
      failure(counted(left.size()) + " would not end, first " + std::to_string(left.front()));
  report.changes = named(grips, "signalled");
  return report;
}

}  // namespace

Plan process_signalled(const ModuleCall& call, const HostSettings&) {
  Selection selection(call);
  if (auto fine = selection.check(call); !fine) return failed(fine.error().message);
  const std::string signal = call["signal"].string_or("HUP");
  if (signal_number(signal) == 0) return failed("there is no signal " + signal);
  const auto grips = selection.grips();
  if (grips.empty()) return done("No process is meant");
  return would(counted(grips.size()) + " would be sent " + signal, named(grips, "signalled"),
               [&call, signal] {
                 Selection again(call);  // found anew: what was seen for the plan may be gone
                 if (auto fine = again.check(call); !fine) return failure(fine.error().message);
                 return send_to_all(again, signal);
               });
}

Plan process_absent(const ModuleCall& call, const HostSettings&) {
  Selection selection(call);
  if (auto fine = selection.check(call); !fine) return failed(fine.error().message);
  const std::string signal = call["signal"].string_or("TERM");
  if (signal_number(signal) == 0) return failed("there is no signal " + signal);
  const Duration grace = call["grace"].is_null() ? std::chrono::seconds(5) : call["grace"].as_duration();
  const auto grips = selection.grips();
  if (grips.empty()) return done("No such process runs");
  return would(counted(grips.size()) + " would be ended", named(grips, "ended"), [&call, signal, grace] {
    Selection again(call);
    if (auto fine = again.check(call); !fine) return failure(fine.error().message);
    return end_all(again, signal, grace);
  });
}

}  // namespace balm::agent::modules
