#include "agent/agent.h"

#include <algorithm>
#include <utility>

#include "agent/check_event.h"
#include "agent/check_reading.h"
#include "common/utf8.h"
#include "common/wire.h"

namespace balm::agent {
namespace {

constexpr auto kPictureEvery = 5min;

CheckRan no_answer(const CheckName& check, const Now& now) {
  CheckRan ran;
  ran.check = check;
  ran.end = CheckRan::End::NotStarted;
  ran.reason = "the executor gave no answer";
  ran.at = now.wall;
  return ran;
}

}  // namespace

Agent::Agent(AgentSetup setup, AgentMemory memory)
    : setup_(std::move(setup)),
      random_(setup_.seed),
      outbox_(std::move(memory.spool), setup_.spool_bounds),
      scheduler_(setup_.checks_running_max),
      book_(memory.checks),
      handed_(std::move(memory.check_set), setup_.zones),
      own_(memory.checks.files_refused),
      gap_(std::move(memory.gap)) {}

void Agent::step(const Input& input, const Now& now, Effects& effects) {
  const Turn turn{now, effects};
  if (!gap_.empty())
    publish_own("agent.spool", Status::Warning,
                "the spool was damaged, events may be missing: " + std::exchange(gap_, ""), turn);
  std::visit([&](const auto& in) { on(in, turn); }, input);
}

// Before the executor has said hello a Tick does nothing, so none may be wanted.
std::optional<Instant> Agent::next_deadline() const {
  if (!executor_) return std::nullopt;
  std::optional<Instant> next;
  for (const auto& wish :
       {session_.next_deadline(), outbox_.next_deadline(), scheduler_.next_deadline(), desk_.next_deadline()})
    if (wish) next = next ? std::min(*next, *wish) : *wish;
  if (picture_is_old_)
    next = next ? std::min(*next, picture_at_ + kPictureEvery) : picture_at_ + kPictureEvery;
  return next;
}

void Agent::on(const Tick&, const Turn& turn) {
  if (!executor_) return;
  for (const CheckName& check : scheduler_.tick(turn.now, turn.effects)) {
    const CheckDocument* const document = book_.find(check);
    if (document != nullptr) observed(check, read_observations(*document, no_answer(check, turn.now)), turn);
  }
  const Session::Due due = session_.tick(turn.now, random_, turn.effects);
  if (!session_.known()) outbox_.pause();
  if (due.hello) say_hello(turn);
  if (due.heartbeat) beat(turn);
  outbox_.tick(turn.now, turn.effects);
  desk_.tick(session_.known(), turn.now, turn.effects);
  if (picture_is_old_ && turn.now.instant >= picture_at_ + kPictureEvery) keep_picture(turn);
}

void Agent::on(const ExecutorSaid& in, const Turn& turn) {
  std::visit([&](const auto& message) { heard(message, turn); }, in.message);
}

void Agent::on(const LinkUp&, const Turn& turn) {
  outbox_.pause();
  session_.link_up(turn.now);
  on(Tick{}, turn);
}

void Agent::on(const LinkDown& in, const Turn& turn) {
  outbox_.pause();
  session_.link_down(in.refused, turn.now, random_);
  turn.effects.push_back(Note{true, "no connection to the master: " + in.reason});
}

void Agent::on(const ChecksRefused& in, const Turn& turn) {
  own_.refused(in.faults);
  publish_own(std::string(kConfigEvent), Status::Critical, in.faults, turn);
  tell_check_set(turn);
}

void Agent::on(const ChecksLoaded& in, const Turn& turn) {
  if (own_.are_refused()) publish_own(std::string(kConfigEvent), Status::Ok, "the checks are read", turn);
  const std::vector<CheckFault> faults = check_faults();
  own_.loaded(in.checks);
  plan_checks(turn);
  if (check_faults() != faults) tell_check_set(turn);
}

// Files and master together. What the master gave is meant for this host: it knows our name and labels.
void Agent::plan_checks(const Turn& turn) {
  std::vector<CheckDocument> mine = handed_.beside(own_.checks());
  std::erase_if(mine, [&](const CheckDocument& check) { return !concerns(check, setup_.host); });
  const std::map<CheckName, CheckDocument> before = book_.checks();
  const auto others = own_.were_read() ? CheckBook::Others::Gone : CheckBook::Others::Unread;
  publish(book_.load(std::move(mine), turn.now.wall, others), turn);
  CheckPlan plan;
  for (const auto& [name, check] : book_.checks())
    plan.emplace(name,
                 plan_check(check, setup_.host, setup_.zones, book_.is_fresh(name) ? &turn.now : nullptr));
  scheduler_.plan(std::move(plan), turn.now);
  book_.everything_is_news();  // who defines a check may have changed
  std::vector<CheckName> lost;
  for (const auto& [name, check] : before)
    if (book_.find(name) == nullptr) lost.push_back(name);
  if (!lost.empty()) forget_checks(lost, turn);
}

// Nobody waits for a check that is no more, and the master hears the whole picture once again.
void Agent::forget_checks(const std::vector<CheckName>& lost, const Turn& turn) {
  for (const CheckName& check : lost) {
    desk_.looked(check, {}, turn.effects);
    const auto asked = asked_.extract(check);
    if (asked.empty()) continue;
    for (const std::uint64_t request : asked.mapped())
      turn.effects.push_back(SendToMaster{CheckReport{request, check, false, {}}});
  }
  if (!session_.known()) return;
  outbox_.pause();
  session_.greet_again(turn.now);
}

void Agent::on(const CheckSetKept& in, const Turn& turn) {
  handed_.replace(in.set);
  turn.effects.push_back(
      Note{false, "checks handed down by the master: " + std::to_string(in.set.checks.size())});
  turn.effects.push_back(SendToExecutor{UseCheckSet{in.set.checks}});
  plan_checks(turn);
  tell_check_set(turn);
}

void Agent::tell_check_set(const Turn& turn) {
  if (session_.known())
    turn.effects.push_back(SendToMaster{CheckSetTaken{handed_.set().hash, check_faults()}});
}

// Those of the handed checks and, first, the host's own files: people look there for checks that do not run.
std::vector<CheckFault> Agent::check_faults() const {
  std::vector<CheckFault> faults = handed_.faults();
  if (auto fault = own_.fault()) faults.insert(faults.begin(), std::move(*fault));
  faults.resize(std::min(faults.size(), limits::kCheckFaultsMax));
  return faults;
}

void Agent::on(const EventsRead& in, const Turn& turn) {
  outbox_.read(in, turn.now, random_, turn.effects);
}

void Agent::on(const SpoolRenewed& in, const Turn& turn) {
  outbox_.pause();
  outbox_.renewed(in.facts, turn.now, turn.effects);
  keep_picture(turn);
  session_.greet_again(turn.now);  // the master must know the new spool before its events
  on(Tick{}, turn);
}

void Agent::on(const SpoolRoom& in, const Turn& turn) {
  outbox_.set_room(in.enough, turn.now, turn.effects);
}

void Agent::on(const Stopping&, const Turn& turn) {
  keep_picture(turn);
}

// ---- the executor

void Agent::heard(const ExecutorHello& message, const Turn& turn) {
  const bool first = !executor_;
  executor_ = message;
  fence_max_ = std::max(fence_max_, message.last_fence);
  for (const AttemptId attempt : message.open_attempts) {
    desk_.open(attempt);
    turn.effects.push_back(SendToExecutor{QueryTask{attempt}});
  }
  if (message.degraded)
    turn.effects.push_back(
        Note{true, "agent and executor run as one user: there is no privilege separation"});
  if (first && !handed_.set().checks.empty()) {
    turn.effects.push_back(SendToExecutor{UseCheckSet{handed_.set().checks}});
    plan_checks(turn);  // they run even where the host's own files cannot be read
  }
  if (first) session_.start(turn.now, turn.effects);
}

void Agent::heard(const NewStamp& message, const Turn&) {
  if (executor_) executor_->stamp = message.stamp;
}

void Agent::heard(const CheckRan& message, const Turn& turn) {
  const auto check = scheduler_.finished(message.run, turn.now, turn.effects);
  if (!check) return;
  const CheckDocument* const document = book_.find(*check);
  if (document != nullptr) observed(*check, read_observations(*document, message), turn);
}

void Agent::heard(const TaskUpdate& message, const Turn& turn) {
  if (message.status.phase != TaskPhase::Refused) fence_max_ = std::max(fence_max_, message.status.fence);
  desk_.updated(message.status, session_.known(), turn.now, turn.effects);
}

void Agent::observed(const CheckName& check, std::vector<Observation> observations, const Turn& turn) {
  desk_.looked(check, observations, turn.effects);
  const auto asked = asked_.find(check);
  if (asked != asked_.end()) {
    book_.shown(observations);
    for (const std::uint64_t request : asked->second)
      turn.effects.push_back(SendToMaster{CheckReport{request, check, true, fit_report(observations)}});
    asked_.erase(asked);
  }
  const Observation& first = observations.front();
  const WallTime began = first.at - std::chrono::microseconds(first.took_us);
  const AttemptId cause = desk_.cause_of(check, began, turn.now);
  publish(book_.take(check, std::move(observations), cause), turn);
}

void Agent::publish(const std::vector<Change>& changes, const Turn& turn) {
  for (const Change& change : changes) {
    outbox_.add(make_event(change), turn.now, turn.effects);
    outdate_picture(turn);
  }
}

void Agent::publish_own(std::string type, Status status, std::string output, const Turn& turn) {
  const std::string_view head = cut_to_bytes(output, limits::kOutputHeadBytes / 2);
  Event event;
  event.type = std::move(type);
  event.status = status;
  event.previous = status == Status::Ok ? Status::Critical : Status::Ok;
  event.output = head.substr(0, head.find('\n'));
  event.long_output = head.substr(event.output.size());
  event.at = turn.now.wall;
  outbox_.add(std::move(event), turn.now, turn.effects);
  outdate_picture(turn);
}

void Agent::outdate_picture(const Turn& turn) {
  if (!picture_is_old_) picture_at_ = turn.now.instant;
  picture_is_old_ = true;
}

void Agent::keep_picture(const Turn& turn) {
  picture_at_ = turn.now.instant;
  if (outbox_.collapsing()) return;
  picture_is_old_ = false;
  SavedChecks picture = book_.picture(outbox_.spool(), outbox_.next_seq() - 1);
  picture.files_refused = own_.are_refused();
  turn.effects.push_back(KeepChecks{std::move(picture)});
}

}  // namespace balm::agent
