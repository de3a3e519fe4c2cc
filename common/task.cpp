#include "common/task.h"

#include <array>
#include <utility>

namespace balm {
namespace {

struct RefusalRow {
  Refusal refusal;
  std::string_view text;
  std::string_view sentence;
};

constexpr std::array kRefusals{
    RefusalRow{Refusal::None, "none", "not refused"},
    RefusalRow{Refusal::WrongCluster, "wrong_cluster",
               "the task comes from another cluster than this host belongs to"},
    RefusalRow{Refusal::StaleMaster, "stale_master", "a newer master has spoken to this host since"},
    RefusalRow{Refusal::StaleFence, "stale_fence", "a newer task was sent to this host since"},
    RefusalRow{Refusal::UnknownStamp, "unknown_stamp",
               "the heartbeat stamp in the task was not issued by this executor (it has restarted since)"},
    RefusalRow{Refusal::Expired, "expired", "the task arrived too late to start safely"},
    RefusalRow{Refusal::OtherBoot, "other_boot", "the host has rebooted since the task was decided"},
    RefusalRow{Refusal::Frozen, "frozen", "remediation is frozen"},
    RefusalRow{Refusal::Maintenance, "maintenance", "the host is in maintenance"},
    RefusalRow{Refusal::AlreadyOk, "already_ok", "the check is ok again, there is nothing to repair"},
    RefusalRow{Refusal::Busy, "busy", "another task is running on this host"},
    RefusalRow{Refusal::BadState, "bad_state", "the state could not be read or does not match its hash"},
    RefusalRow{Refusal::NoSpace, "no_space", "the journal cannot be written, so nothing may be started"},
    RefusalRow{Refusal::Restarted, "restarted", "the executor restarted before the task had begun"},
    RefusalRow{Refusal::Rebooted, "rebooted", "the host rebooted before the task had begun"},
    RefusalRow{Refusal::UnknownAttempt, "unknown_attempt", "this host has never seen the attempt"},
    RefusalRow{Refusal::NotAllowed, "not_allowed", "the policy on this host does not allow it"},
};

constexpr std::array kPhases{std::pair{TaskPhase::Running, std::string_view("running")},
                             std::pair{TaskPhase::Refused, std::string_view("refused")},
                             std::pair{TaskPhase::Done, std::string_view("done")}};

constexpr std::array kOutcomes{std::pair{TaskOutcome::None, std::string_view("none")},
                               std::pair{TaskOutcome::Succeeded, std::string_view("succeeded")},
                               std::pair{TaskOutcome::Failed, std::string_view("failed")},
                               std::pair{TaskOutcome::TimedOut, std::string_view("timed_out")},
                               std::pair{TaskOutcome::Cancelled, std::string_view("cancelled")},
                               std::pair{TaskOutcome::Abandoned, std::string_view("abandoned")}};

}  // namespace

std::string_view to_text(Refusal refusal) {
  for (const RefusalRow& row : kRefusals)
    if (row.refusal == refusal) return row.text;
  return "none";
}

std::string_view sentence(Refusal refusal) {
  for (const RefusalRow& row : kRefusals)
    if (row.refusal == refusal) return row.sentence;
  return "";
}

Refusal refusal_from_text(std::string_view text) {
  for (const RefusalRow& row : kRefusals)
    if (row.text == text) return row.refusal;
  return Refusal::None;
}

std::string_view to_text(TaskPhase phase) {
  for (const auto& [value, text] : kPhases)
    if (value == phase) return text;
  return "running";
}

std::string_view to_text(TaskOutcome outcome) {
  for (const auto& [value, text] : kOutcomes)
    if (value == outcome) return text;
  return "none";
}

TaskOutcome task_outcome_from_text(std::string_view text) {
  for (const auto& [value, name] : kOutcomes)
    if (name == text) return value;
  return TaskOutcome::None;
}

}  // namespace balm
