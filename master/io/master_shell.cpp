#include "master/io/master_shell.h"

#include <algorithm>

#include "common/io/in_background.h"
#include "common/io/key_pair.h"
#include "common/io/system_clock.h"
#include "common/version.h"
#include "master/compaction.h"
#include "master/io/read_ahead.h"
#include "master/io/startup.h"
#include "master/orders/order_table.h"

namespace balm::master {
namespace {

constexpr std::size_t kMessagesPerRound = 1'000;
constexpr std::size_t kManyMessages = 8;
constexpr int kRoundsInARow = 16;         // until other duties have their turn
constexpr Duration kGatherPause = 100us;  // so long without a message ends a round
constexpr Duration kGatherLongest = 1ms;
constexpr Duration kQuietBeforeReload = 150ms;
constexpr Duration kWriterPatience = 10s;  // with a program that does not close its file
constexpr Duration kNotifierPoll = 20ms;   // while a notifier's program runs

std::vector<std::string> texts_of(const Issues& issues) {
  std::vector<std::string> texts;
  for (const Issue& issue : issues)
    if (issue.is_error()) texts.push_back(render(issue));
  return texts;
}

// What a folder is refused for, and the way out.
std::vector<std::string> texts_of(const Error& error) {
  return {error.message + (error.hint.empty() ? "" : "\n  " + error.hint)};
}

}  // namespace

MasterShell::MasterShell(Prepared prepared, Hub hub, Signals& signals, Log& log)
    : config_(std::move(prepared.config)),
      settings_(std::move(prepared.settings)),
      log_(log),
      signals_(signals),
      store_(std::move(prepared.store)),
      hub_(std::move(hub)),
      folder_(config_),
      notifiers_(log),
      now_(system_now()),
      started_(now_),
      fingerprint_(fingerprint(prepared.keys.public_key)) {
  notifiers_.replace(prepared.configuration->notifiers);
  core_.emplace(
      Beginning{settings_, std::move(prepared.recovered), std::move(prepared.configuration), &zones_}, now_);
  Effects effects;
  if (!prepared.configuration_issues.empty())
    step(ConfigBroken{std::move(prepared.configuration_issues)}, effects);
  carry_out(effects);
}

void MasterShell::watch_everything() {
  loop_.watch(
      hub_.socket().fd(), [] {}, [this] { return hub_.pending(); });
  loop_.watch(hub_.door().fd(), [] {});
  loop_.watch(signals_.fd(), [this] { take_signal(); });
  if (folder_.fd() >= 0)
    loop_.watch(folder_.fd(), [this] {
      if (!folder_.changed()) return;
      const Instant now = system_now().instant;
      if (!reload_at_) changed_at_ = now;
      reload_at_ = now + kQuietBeforeReload;
    });
}

int MasterShell::run() {
  watch_everything();
  while (!stop_) {
    loop_.run_once(longest_wait());
    now_ = system_now();
    round();
  }
  log_.info("stopped");
  return 0;
}

Duration MasterShell::longest_wait() const {
  if (storage_again_) return std::max<Duration>(*storage_again_ - system_now().instant, 0ms);
  Instant until = next_housekeeping_;
  const auto take = [&](std::optional<Instant> at) {
    if (at && *at < until) until = *at;
  };
  if (core_) take(core_->next_deadline());
  take(reload_at_);
  take(storage_again_);
  Duration wait = std::max<Duration>(until - system_now().instant, 0ms);
  if (notifiers_.wake_at()) wait = std::min<Duration>(wait, kNotifierPoll);
  return wait;
}

// One round: everything that has arrived, one transaction, then everything that goes out.
void MasterShell::round() {
  if (storage_again_) return try_storage_again();
  Effects effects = std::exchange(spare_, {});
  part_with_the_gone(effects);
  if (take_messages(effects)) work_off(effects);
  if (!core_) return;  // the store failed on the way
  for (const NotificationDone& done : notifiers_.advance(now_)) step(done, effects);
  take_configuration(effects);
  if (!core_) return;
  const auto due = core_->next_deadline();
  if (due && now_.instant >= *due) step(Tick{}, effects);
  spare_ = compacted(std::move(effects));
  carry_out(spare_);
  spare_.clear();
  answer_queries();
  if (core_ && now_.instant >= next_housekeeping_) housekeeping();
}

void MasterShell::step(Input input, Effects& effects) {
  core_->step(std::move(input), now_, effects);
}

// While many messages come, a moment is given to those on their way: one commit is dear, and each that is
// spared makes room for more. A single message is never kept waiting. True when as many came as a round
// takes.
bool MasterShell::take_messages(Effects& effects) {
  std::size_t taken = 0;
  const Instant until = now_.instant + kGatherLongest;
  while (taken < kMessagesPerRound) {
    if (auto heard = hub_.next(core_->state().keys, now_.instant)) {
      take(std::move(*heard), effects);
      ++taken;
      continue;
    }
    const bool gather = busy_ || taken >= kManyMessages;
    if (!gather || system_now().instant >= until || !hub_.wait(kGatherPause)) break;
  }
  busy_ = taken >= kManyMessages;
  return taken == kMessagesPerRound;
}

// More waits than one round takes: the core goes on with the next messages while the rows of those before are
// stored. What they let out waits for their rows, as ever; if these cannot be stored, all of it is forgotten.
void MasterShell::work_off(Effects& effects) {
  bool more = true;
  for (int rounds = 0; more && rounds < kRoundsInARow; ++rounds) {
    const Effects before = compacted(std::exchange(effects, {}));
    auto storing =
        in_background([this, &before] { return store_all(before); });  // nobody else uses the store
    now_ = system_now();
    more = take_messages(effects);
    if (const Result<void> stored = storing.get(); !stored) {
      storage_failed(stored.error());
      refuse_answers(before);
      return refuse_answers(effects);
    }
    for (const Effect& effect : before) let_out(effect);
  }
}

void MasterShell::take(Heard heard, Effects& effects) {
  if (auto* spoke = std::get_if<HostSpoke>(&heard)) return step(std::move(*spoke), effects);
  if (auto* knock = std::get_if<KeyKnocked>(&heard)) return step(std::move(*knock), effects);
  if (auto* spoke = std::get_if<OperatorSpoke>(&heard)) return take_operator(std::move(*spoke), effects);
  const auto& nonsense = std::get<Nonsense>(heard);
  log_.seldom(Log::Level::Warning, "nonsense/" + nonsense.from,
              "from " + nonsense.from + ": " + nonsense.why + "; ignored", now_.instant);
}

void MasterShell::take_operator(OperatorSpoke spoke, Effects& effects) {
  const std::string& verb = spoke.request.verb;
  const bool follows = verb == "events.follow" || verb == "incidents.follow";
  const bool from_now_on = follows && spoke.request.args["after"].is_null();
  if (from_now_on) return follow(spoke);
  if (follows || queries::find_query(verb) != nullptr) {
    questions_.push_back(std::move(spoke));
    return;
  }
  step(OperatorAsked{spoke.client, spoke.who, std::move(spoke.request)}, effects);
}

void MasterShell::follow(const OperatorSpoke& spoke) {
  const auto send = [this](std::uint64_t client, const Reply& reply) { return hub_.answer(client, reply); };
  const Result<void> added = followers_.add(spoke.client, spoke.request, *store_, send);
  if (added) return;
  (void)hub_.answer(spoke.client, orders::error_reply(spoke.request.id, added.error()));
}

void MasterShell::take_signal() {
  while (const auto kind = signals_.receive()) {
    if (*kind == Signals::Kind::Stop) stop_ = true;
    if (*kind == Signals::Kind::Reload) reload_at_ = system_now().instant;
  }
}

// Half a file may read as well as a whole one, so nothing is read while it is being written; but nobody who
// asks, and nobody who writes for ever, keeps the others' changes out.
bool MasterShell::reload_is_due() {
  if (!reload_at_) return false;
  if (now_.instant >= changed_at_ + kWriterPatience) return true;
  if (now_.instant < *reload_at_) return false;
  if (!folder_.being_written() || !reload_for_.empty()) return true;
  reload_at_ = now_.instant + kQuietBeforeReload;
  return false;
}

void MasterShell::take_configuration(Effects& effects) {
  if (!reload_is_due()) return;
  reload_at_.reset();
  const auto asked = std::exchange(reload_for_, {});
  if (asked.empty()) return reload(0, 0, effects);
  for (const auto& [client, request] : asked) {
    if (!core_) {  // the store failed on the way: they are answered when it can be written again
      reload_for_.emplace_back(client, request);
    } else {
      reload(client, request, effects);
    }
  }
}

void MasterShell::reload(std::uint64_t client, std::uint64_t request, Effects& effects) {
  const auto text = folder_.read();
  Parsed<ConfigurationPtr> built;
  if (text) built = build_reading_ahead(*text, &zones_);
  std::vector<std::string> issues = text ? texts_of(built.issues) : texts_of(text.error());
  const bool ok = issues.empty();
  if (ok) {
    const bool news = built.value->revision != core_->state().config->revision;
    if (auto kept = store_->keep_revision(built.value->revision, now_.wall, built.value->texts); !kept)
      return storage_failed(kept.error());
    notifiers_.replace(built.value->notifiers);
    if (news)
      log_.info("configuration " + built.value->revision +
                " is running; rules: " + std::to_string(built.value->rules.size()) +
                ", states: " + std::to_string(built.value->states.size()));
    else if (!core_->state().config_issues.empty())
      log_.info("the files are without faults again");
    step(ConfigLoaded{built.value}, effects);
  } else {
    log_.error("the configuration has faults; " + core_->state().config->revision + " goes on\n" +
               issues.front());
    step(ConfigBroken{issues}, effects);
  }
  if (client == 0) return;
  ValueList list;
  for (std::string& issue : issues) list.emplace_back(std::move(issue));
  effects.emplace_back(Answer{client, Reply{request, "", "", "",
                                            Value::map({{"ok", ok},
                                                        {"revision", core_->state().config->revision},
                                                        {"issues", Value(std::move(list))}}),
                                            false}});
}

void MasterShell::carry_out(const Effects& effects) {
  if (effects.empty()) return;
  if (const auto stored = store_all(effects); !stored) {
    storage_failed(stored.error());
    return refuse_answers(effects);
  }
  for (const Effect& effect : effects) let_out(effect);
}

Result<void> MasterShell::store_all(const Effects& effects) {
  const auto storing = [](const Effect& effect) {
    return !std::holds_alternative<SendToHost>(effect) && !std::holds_alternative<Answer>(effect) &&
           !std::holds_alternative<Notify>(effect) && !std::holds_alternative<ReloadConfig>(effect);
  };
  if (std::none_of(effects.begin(), effects.end(), storing)) return {};
  if (auto begun = store_->begin(); !begun) return begun;
  for (const Effect& effect : effects)
    if (auto kept = store_->keep(effect); !kept) return kept;
  return store_->commit();
}

void MasterShell::let_out(const Effect& effect) {
  if (const auto* message = std::get_if<SendToHost>(&effect)) {
    (void)hub_.send_to_host(message->host, message->message);  // repeated until answered, or asked about
  } else if (const auto* answer = std::get_if<Answer>(&effect)) {
    (void)tell(answer->client, answer->reply);
  } else if (const auto* notify = std::get_if<Notify>(&effect)) {
    notifiers_.send(*notify, now_);
  } else if (const auto* wanted = std::get_if<ReloadConfig>(&effect)) {
    reload_for_.emplace_back(wanted->client, wanted->request);
    reload_at_ = now_.instant;
  } else if (const auto* key = std::get_if<StoreKey>(&effect)) {
    if (key->row.state == KeyState::Revoked) hub_.forget_host(HostName{key->row.name});
  } else if (!followers_.empty()) {
    followers_.saw(effect, [this](auto client, const Reply& reply) { return tell(client, reply); });
  }
}

bool MasterShell::tell(std::uint64_t client, const Reply& reply) {
  const bool told = hub_.answer(client, reply);
  if (!told && !hub_.knows(client)) gone_.insert(client);
  return told;
}

void MasterShell::part_with_the_gone(Effects& effects) {
  for (const std::uint64_t client : std::exchange(gone_, {})) {
    followers_.leave(client);
    step(OperatorLeft{client}, effects);
  }
}

void MasterShell::answer_queries() {
  for (const OperatorSpoke& question : std::exchange(questions_, {})) answer(question);
}

void MasterShell::answer(const OperatorSpoke& spoke) {
  const queries::Query* query = queries::find_query(spoke.request.verb);
  if (!core_) return refuse_for_storage(spoke.client, spoke.request.id);
  if (query == nullptr) return follow(spoke);  // one that goes on behind an event it knows
  const Value self = Value::map({{"name", config_.name},
                                 {"version", kVersion},
                                 {"started_ms", started_.wall.ms()},
                                 {"endpoint", endpoint()},
                                 {"fingerprint", fingerprint_}});
  const Desk desk{core_->state(), *store_, now_, self};
  auto data = query->run(desk, spoke.request.args);
  (void)tell(spoke.client, data ? Reply{spoke.request.id, "", "", "", std::move(data).value(), false}
                                : orders::error_reply(spoke.request.id, data.error()));
}

}  // namespace balm::master
