#include "master/master.h"

#include <utility>

#include "master/asked_checks.h"
#include "master/check_sets.h"
#include "master/dispatch.h"
#include "master/escalation.h"
#include "master/healer.h"
#include "master/intake.h"
#include "master/journal.h"
#include "master/liveness.h"
#include "master/operator_runs.h"
#include "master/orders/order_table.h"
#include "master/reload.h"
#include "master/verification.h"

namespace balm::master {
namespace {

void attempt_ended(const Turn& turn, const dispatch::End& end) {
  operator_runs::attempt_ended(turn, end);
  healer::attempt_ended(turn, end);
}

// What a present agent says, one short overload a message. The others of the closed set are not for a master.
struct HostVoice {
  const Turn& turn;
  const HostName& from;

  void operator()(const Heartbeat& beat) const { liveness::heartbeat(turn, from, beat); }
  void operator()(EventBatch& batch) const { intake::batch(turn, from, std::move(batch)); }
  void operator()(const CheckNews& news) const { liveness::news(turn, from, news); }
  void operator()(const CheckSetTaken& taken) const { check_sets::taken(turn, from, taken); }

  void operator()(const TaskReport& report) const {
    if (const auto end = dispatch::report(turn, from, report.status)) attempt_ended(turn, *end);
  }

  void operator()(const CheckReport& report) const {
    const auto asked = turn.state.asked.find(report.request);
    if (asked == turn.state.asked.end() || asked->second.host != from) return;
    if (!asked->second.incident) return asked_checks::report(turn, from, report);
    const auto incident = turn.state.incidents.find(asked->second.incident);
    if (incident == turn.state.incidents.end() || !incident->second.verifying) return;
    if (const auto answer = verification::report(turn, incident->second, report))
      healer::verified(turn, *answer);
  }

  template <class Other>
  void operator()(const Other&) const {
    journal::note(turn, {}, "security", from.text + " sent a message that is not for a master; ignored");
  }
};

}  // namespace

Master::Master(Beginning beginning, Now now) {
  state_.settings = std::move(beginning.settings);
  state_.config = std::move(beginning.config);
  state_.config_loaded = now.wall;
  state_.zones = beginning.zones;
  recover(state_, std::move(beginning.recovered), now);
}

void Master::step(Input input, Now now, Effects& out) {
  const Turn turn{state_, now, out};
  std::visit([&](auto& in) { on(in, turn); }, input);
}

void Master::on(const Tick&, const Turn& turn) {
  liveness::tick(turn);
  for (const dispatch::End& end : dispatch::tick(turn)) attempt_ended(turn, end);
  healer::tick(turn);
  asked_checks::tick(turn);
  escalation::tick(turn);
  state_.attempts.forget_before(turn.now.instant - AttemptBook::kMemory);
}

void Master::on(HostSpoke& in, const Turn& turn) {
  if (const auto* hello = std::get_if<Hello>(&in.message))
    return liveness::hello(turn, in.host, in.address, *hello);
  Host* host = state_.fleet.find(in.host);
  if (host == nullptr) return;
  // Since the master was restarted this host has not said Hello: it has to, first.
  if (!host->present && !liveness::goes_on(turn, *host, in.message))
    return liveness::tell_standing(turn, in.host);
  liveness::heard(turn, *host);
  std::visit(HostVoice{turn, in.host}, in.message);
}

void Master::on(const KeyKnocked& in, const Turn& turn) {
  KeyRow seen;
  seen.public_key = in.public_key;
  seen.fingerprint = in.fingerprint;
  seen.name = in.claimed_name;
  seen.address = in.address;
  seen.first = seen.seen = turn.now.wall;
  const Keyring::Knock knock = state_.keys.knocked(std::move(seen));
  if (knock.news != nullptr) turn.push(StoreKey{*knock.news});
  if (!knock.dropped.empty()) turn.push(DropKey{knock.dropped});
}

void Master::on(const OperatorAsked& in, const Turn& turn) {
  const orders::Caller caller{in.client, in.who, in.request.id};
  const orders::Order* order = orders::find_order(in.request.verb);
  if (order == nullptr)
    return orders::fail(
        turn, caller,
        {Error::Kind::Usage, "this master knows no request \"" + in.request.verb + "\"", "balm version"});
  order->run(turn, caller, in.request.args);
}

void Master::on(const OperatorLeft& in, const Turn& turn) {
  operator_runs::client_left(turn, in.client);
  for (auto& [request, asked] : state_.asked)
    if (asked.client == in.client) asked.client = 0;
}

// Open incidents keep the configuration they were opened under; those that wait for a person may find a
// mended rule when the person says retry.
void Master::on(const ConfigLoaded& in, const Turn& turn) {
  if (in.config->revision == state_.config->revision && state_.config_issues.empty()) return;
  const ConfigurationPtr before = std::exchange(state_.config, in.config);
  state_.config_loaded = turn.now.wall;
  state_.config_issues.clear();
  journal::note(turn, {}, "config", "configuration " + in.config->revision + " is running");
  reload::look_again(turn, *before);
}

void Master::on(const ConfigBroken& in, const Turn& turn) {
  if (state_.config_issues == in.issues) return;
  state_.config_issues = in.issues;
  journal::note(turn, {}, "config",
                "the configuration on disk has faults; " + state_.config->revision + " goes on");
}

void Master::on(const NotificationDone& in, const Turn& turn) {
  escalation::done(turn, in.id, in.delivered, in.text);
}

void Master::on(const StorageTrouble& in, const Turn& turn) {
  state_.storage_ok = in.ok;
  if (in.ok) healer::reconsider(turn);
}

std::optional<Instant> Master::next_deadline() const {
  std::optional<Instant> next;
  const auto take = [&](std::optional<Instant> at) {
    if (at && (!next || *at < *next)) next = at;
  };
  take(state_.fleet.next_silence(state_.settings.lost_after));
  take(dispatch::next_deadline(state_));
  take(healer::next_deadline(state_));
  take(asked_checks::next_deadline(state_));
  take(escalation::next_deadline(state_));
  if (!state_.settled) take(state_.started + state_.settings.settle);
  return next;
}

}  // namespace balm::master
