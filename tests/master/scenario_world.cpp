#include "tests/master/scenario_world.h"

#include <sstream>

#include "common/document/check_text.h"
#include "common/duration_text.h"
#include "common/value_json.h"
#include "common/wire.h"

namespace balm::master {
namespace {

constexpr Instant kBoot{1000s};
const WallTime kStart = WallTime::from_seconds(1'773'457'620);  // 2026-03-14T03:07:00Z

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// The text after the first `count` words.
std::string rest_after(const std::string& line, std::size_t count) {
  std::istringstream in(line);
  std::string word;
  for (std::size_t i = 0; i < count; ++i) in >> word;
  std::string rest;
  std::getline(in >> std::ws, rest);
  return rest;
}

SpoolId spool_of(const HostName& host) {
  return SpoolId{"spool-" + host.text};
}

KeyRow accepted_key(const HostName& host) {
  KeyRow key;
  key.public_key = "key-" + host.text;
  key.state = KeyState::Accepted;
  key.name = host.text;
  return key;
}

std::string check_set_text(const CheckSet& set) {
  std::string text = "checks:";
  for (const std::string& check : set.checks) text += " " + read_check_text(check, nullptr).value.name.text;
  return set.checks.empty() ? "checks: none" : text;
}

std::string message_text(const Message& message) {
  if (const auto* m = std::get_if<Dispatch>(&message))
    return "dispatch #" + to_text(m->task.attempt) + " " + m->task.state.text + " epoch " +
           std::to_string(m->task.epoch) + " fence " + std::to_string(m->task.fence) + " params " +
           to_json(m->task.scope["params"]);
  if (const auto* m = std::get_if<Standing>(&message))
    return "standing epoch " + std::to_string(m->epoch) + " acked " + std::to_string(m->acked_seq) +
           (m->fence_floor == 0 ? "" : " fence floor " + std::to_string(m->fence_floor)) +
           (m->frozen ? " frozen" : "") + (m->maintenance ? " maintenance" : "");
  if (const auto* m = std::get_if<EventAck>(&message)) return "ack " + std::to_string(m->upto);
  if (const auto* m = std::get_if<EventNak>(&message)) return "nak, expects " + std::to_string(m->expect);
  if (const auto* m = std::get_if<StatusQuery>(&message)) return "status? #" + to_text(m->attempt);
  if (const auto* m = std::get_if<ResultAck>(&message)) return "result ack #" + to_text(m->attempt);
  if (const auto* m = std::get_if<RunCheck>(&message)) return "run check " + m->check.text;
  if (const auto* m = std::get_if<CheckSet>(&message)) return check_set_text(*m);
  return std::string(wire::type_name(message));
}

std::string journal_text(const JournalRow& row) {
  std::string text = "journal ";
  if (row.incident)
    text += " #" + std::to_string(row.incident.number) +
            (row.attempt == 0 ? "" : "." + std::to_string(row.attempt));
  text += " " + row.kind;
  if (!row.rule.empty()) text += " " + row.rule;
  if (!row.verdict.empty()) text += " " + row.verdict;
  if (!row.reason.empty()) text += " (" + row.reason + ")";
  return row.text.empty() ? text : text + ": " + row.text;
}

}  // namespace

// The states the scenarios' rules name; the host is played by hand, so they need not do anything.
ScenarioWorld::ScenarioWorld() {
  for (const char* const name : {"restart", "restore_config", "reinstall"})
    texts_.states.push_back({"nginx/" + std::string(name) + ".sls", "done:\n  test.nop: []\n"});
  start(now());
}

Now ScenarioWorld::now() const {
  return {kBoot + time_, kStart + clock_off_ + time_};
}

void ScenarioWorld::start(Now now) {
  Settings settings;
  settings.cluster = "test";
  settings.epoch = master_ == nullptr ? 1 : master_->state().settings.epoch + 1;
  Recovered recovered = store_.recovered({{config_->revision, config_}});
  master_ = std::make_unique<Master>(Beginning{settings, std::move(recovered), config_, nullptr}, now);
}

std::string ScenarioWorld::command(const std::string& head, const std::vector<std::string>& body) {
  out_.clear();
  std::string text;
  for (const std::string& one : body) text += one + "\n";
  const std::vector<std::string> words = words_of(head);
  if (words.at(0) == "at") return at(words, head);
  if (words.at(0) == "state") {
    texts_.states.push_back({words.at(1) + ".sls", text});
    return "ok\n";
  }
  if (words.at(0) != "config") return "unknown command\n";
  texts_.documents = {{"rules.d/scenario.yaml", text}};
  texts_.escalate = {"log"};
  const Parsed<ConfigurationPtr> built = build_configuration(texts_, nullptr);
  if (!built.ok()) return render(built.issues);
  config_ = built.value;
  step(ConfigLoaded{config_});
  return std::to_string(config_->rules.size()) + " rules\n";
}

std::string ScenarioWorld::at(const std::vector<std::string>& words, const std::string& head) {
  advance_to(duration_from_text(words.at(1)).value());
  const std::string& verb = words.at(2);
  if (verb == "restart") {
    start(now());
  } else if (verb == "hello") {
    const HostName host{words.at(3)};
    const KeyRow key = accepted_key(host);
    store_.keys[key.public_key] = key;
    Hello hello;
    hello.spool = spool_of(host);
    hello.next_seq = seq_[host] + 1;
    hello.boot = boot_;
    hello.stamp = "stamp";
    hello.check_set = has_set_[host];
    for (std::size_t i = 4; i < words.size(); ++i)
      hello.labels[words[i].substr(0, words[i].find('='))] = words[i].substr(words[i].find('=') + 1);
    speak(host, hello);
  } else if (verb == "restored") {
    seq_[HostName{words.at(3)}] = 0;
  } else if (verb == "beat") {
    speak(HostName{words.at(3)}, Heartbeat{boot_, "stamp", 0, has_set_[HostName{words.at(3)}]});
  } else if (verb == "took") {
    const HostName host{words.at(3)};
    has_set_[host] = sent_set_[host];
    speak(host, CheckSetTaken{has_set_[host], {}});
  } else if (verb == "boot") {
    boot_ = words.at(3);
  } else if (verb == "clock") {
    clock_off_ = -duration_from_text(words.at(3)).value();
  } else if (verb == "event") {
    event(words, rest_after(head, 6));
  } else if (verb == "again" || verb == "skip") {
    resend(words);
  } else if (verb == "check") {
    answer_check(words, rest_after(head, 5));
  } else if (verb == "ask") {
    step(OperatorAsked{1, "dana", Request{1, words.at(3), value_from_json(rest_after(head, 4)).value()}});
  } else if (verb != "pass") {
    report(words, rest_after(head, 5));
  }
  return out_;
}

void ScenarioWorld::advance_to(Duration when) {
  for (int guard = 0; guard < 100'000; ++guard) {
    const auto next = master_->next_deadline();
    if (!next || *next > kBoot + when) break;
    time_ = std::max(time_, *next - kBoot);
    step(Tick{});
  }
  time_ = when;
}

void ScenarioWorld::step(const Input& input) {
  Effects effects;
  master_->step(input, now(), effects);
  for (const Effect& effect : effects) {
    store_.keep(effect);
    show(effect);
  }
}

void ScenarioWorld::line(const std::string& text) {
  out_ += duration_text(time_) + " " + text + "\n";
}

void ScenarioWorld::show(const Effect& effect) {
  if (const auto* e = std::get_if<StoreJournal>(&effect)) line(journal_text(e->row));
  if (const auto* e = std::get_if<StoreIncident>(&effect))
    line("incident #" + std::to_string(e->row.id.number) + " " + std::string(to_text(e->row.phase)) +
         (e->row.outcome == IncidentOutcome::None ? "" : " " + std::string(to_text(e->row.outcome))));
  if (const auto* e = std::get_if<StoreAttempt>(&effect))
    line("attempt #" + to_text(e->row.id) + " " + std::string(to_text(e->row.phase)) +
         (e->row.outcome == AttemptOutcome::None ? "" : " " + std::string(to_text(e->row.outcome))));
  if (const auto* e = std::get_if<StoreKey>(&effect))
    line("key of " + e->row.name + " " + std::string(to_text(e->row.state)));
  if (const auto* e = std::get_if<Notify>(&effect)) line("tell " + e->notifier);
  if (const auto* e = std::get_if<Answer>(&effect))
    line("answer " +
         (e->reply.error.empty() ? to_json(e->reply.data) : e->reply.error + ": " + e->reply.message));
  const auto* send = std::get_if<SendToHost>(&effect);
  if (send == nullptr) return;
  line("send " + send->host.text + " " + message_text(send->message));
  if (const auto* dispatch = std::get_if<Dispatch>(&send->message))
    where_[dispatch->task.attempt] = send->host;
  if (const auto* set = std::get_if<CheckSet>(&send->message)) sent_set_[send->host] = set->hash;
  if (const auto* ask = std::get_if<RunCheck>(&send->message)) asked_[send->host].push_back(*ask);
}

void ScenarioWorld::speak(const HostName& host, Message message) {
  step(HostSpoke{host, "10.0.0.1", std::move(message)});
}

void ScenarioWorld::event(const std::vector<std::string>& words, const std::string& output) {
  const HostName host{words.at(3)};
  Event event;
  event.seq = ++seq_[host];
  event.check = CheckName{words.at(4)};
  event.type = "check." + words.at(4);
  event.status = status_from_text(words.at(5)).value();
  event.output = output;
  event.at = now().wall;
  speak(host, EventBatch{spool_of(host), {event}});
}

// An event that was sent before, or one whose forerunners were lost.
void ScenarioWorld::resend(const std::vector<std::string>& words) {
  const HostName host{words.at(3)};
  Event event;
  event.seq = std::stoull(words.at(4));
  event.check = CheckName{"nginx_http"};
  event.type = "check.nginx_http";
  event.status = Status::Critical;
  speak(host, EventBatch{spool_of(host), {event}});
}

void ScenarioWorld::answer_check(const std::vector<std::string>& words, const std::string& output) {
  const HostName host{words.at(3)};
  if (asked_[host].empty()) return line("nobody asked " + host.text);
  const RunCheck asked = asked_[host].front();
  asked_[host].pop_front();
  Observation seen;
  seen.check = asked.check;
  seen.status = status_from_text(words.at(4)).value();
  seen.output = output;
  speak(host, CheckReport{asked.request, asked.check, true, {seen}});
}

void ScenarioWorld::report(const std::vector<std::string>& words, const std::string& rest) {
  TaskStatus status;
  status.attempt = attempt_from_text(words.at(3));
  if (words[2] == "running") status.phase = TaskPhase::Running;
  if (words[2] == "done") {
    status.phase = TaskPhase::Done;
    status.outcome = task_outcome_from_text(words.at(4));
    status.comment = rest;
  }
  if (words[2] == "refused") {
    status.phase = TaskPhase::Refused;
    status.refusal = refusal_from_text(words.at(4));
  }
  speak(where_[status.attempt], TaskReport{status});
}

}  // namespace balm::master
