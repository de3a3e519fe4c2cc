#include "bench/master_program.h"

#include <array>
#include <filesystem>

#include <sys/stat.h>

#include "common/io/file_text.h"
#include "common/io/system_clock.h"
#include "common/wire.h"
#include "master/io/store.h"

namespace balm::bench {
namespace {

constexpr double kServesWithinSeconds = 20;

constexpr double kAnswersWithinSeconds = 5;
constexpr const char* kRules = R"(rules:
  other-check:
    when: check.disk_other
    if: event.status == "critical"
    mode: observe
    try:
      - run: bench.heal
)";
constexpr const char* kState = "done:\n  test.nop: []\n";

master::KeyRow accepted(const KeyPair& keys, std::size_t number) {
  master::KeyRow row;
  row.public_key = keys.public_key;
  row.fingerprint = fingerprint(keys.public_key);
  row.state = master::KeyState::Accepted;
  row.name = "host-" + std::to_string(number);
  row.first = row.seen = system_now().wall;
  return row;
}

}  // namespace

std::string MasterProgram::spool(std::size_t number) {
  std::array<char, 33> text{};
  (void)std::snprintf(text.data(), text.size(), "%032zx", number + 1);
  return text.data();
}

Result<MasterProgram> MasterProgram::start(const Options& options) {
  auto folder = Folder::make();
  if (!folder) return folder.error();
  MasterProgram program(std::move(folder).value());
  if (auto laid = program.lay_out(options); !laid) return laid.error();
  if (auto known = program.know_hosts(options.hosts); !known) return known.error();
  if (auto ran = program.run(); !ran) return ran.error();
  return program;
}

MasterProgram::~MasterProgram() {
  if (program_) stop(*program_);
}

Result<void> MasterProgram::lay_out(const Options& options) {
  auto endpoint = free_endpoint();
  if (!endpoint) return endpoint.error();
  endpoint_ = std::move(endpoint).value();
  const std::string& top = folder_.path();
  for (const char* const part :
       {"/master", "/rules.d", "/checks.d", "/states", "/states/bench", "/notifiers.d"})
    if (::mkdir((top + part).c_str(), 0700) != 0)
      return Error{Error::Kind::Io, "cannot make " + top + part, ""};
  const std::string text = "name: bench\nlisten: " + endpoint_ + "\nstate_dir: " + top +
                           "/master\nrules_dir: " + top + "/rules.d\nstates_dir: " + top +
                           "/states\nchecks_dir: " + top + "/checks.d\nnotifiers_dir: " + top +
                           "/notifiers.d\n";
  if (auto written = replace_file_quickly(top + "/master.yaml", text); !written) return written;
  const std::string rules = options.rules.empty() ? kRules : options.rules;
  if (auto written = replace_file_quickly(top + "/rules.d/bench.yaml", rules); !written) return written;
  if (!options.checks.empty())
    if (auto written = replace_file_quickly(top + "/checks.d/bench.yaml", options.checks); !written)
      return written;
  return replace_file_quickly(top + "/states/bench/heal.sls", options.state.empty() ? kState : options.state);
}

Result<void> MasterProgram::know_hosts(std::size_t hosts) {
  auto store = master::Store::open(folder_.path() + "/master");
  if (!store) return store.error();
  if (auto begun = (*store)->begin(); !begun) return begun;
  for (std::size_t number = 0; number < hosts; ++number) {
    keys_.push_back(KeyPair::generate());
    if (auto kept = (*store)->keep(master::StoreKey{accepted(keys_.back(), number)}); !kept) return kept;
  }
  // The operator is whoever has this key; it is made at the first start, or found.
  auto people = read_or_create_key_file(folder_.path() + "/master/operator.key");
  if (!people) return people.error();
  operator_keys_ = std::move(people).value();
  return (*store)->commit();
}

Result<void> MasterProgram::run() {
  const std::string log = folder_.path() + "/master.log";
  auto program =
      start_logged({program_beside("balm-master"), "--config", folder_.path() + "/master.yaml"}, log);
  if (!program) return program.error();
  program_.emplace(std::move(program).value());
  const double until = seconds_now() + kServesWithinSeconds;
  while (seconds_now() < until && !program_->has_exited()) {
    const auto key = read_file(folder_.path() + "/master/master.pub");
    if (key && key->size() >= 40) {
      server_key_ = key->substr(0, 40);
      return {};
    }
    pause(10ms);
  }
  const auto told = read_file(log);
  return Error{Error::Kind::Io, "balm-master does not serve:\n" + (told ? *told : ""), ""};
}

Result<CurvePeer> MasterProgram::connect(ZmqContext& context, std::size_t number) const {
  auto peer = CurvePeer::connect(context, {endpoint_, server_key_, keys_[number],
                                           "host-" + std::to_string(number) + "/0123456789abcdef"});
  if (!peer) return peer;
  Hello hello;
  hello.spool = SpoolId{spool(number)};
  hello.boot = "6a1f4c1e-0000-4000-8000-000000000001";
  hello.stamp = "1.1";
  hello.version = "0.1.0";
  (void)peer->send(wire::encode(hello));
  return peer;
}

Result<Value> MasterProgram::ask(ZmqContext& context, const std::string& verb, const Value& args) {
  if (!operator_) {
    auto peer =
        CurvePeer::connect(context, {endpoint_, server_key_, operator_keys_, "operator/0123456789abcdef"});
    if (!peer) return peer.error();
    operator_.emplace(std::move(peer).value());
  }
  const std::uint64_t id = ++last_request_;
  (void)operator_->send(wire::encode(Request{id, verb, args}));
  const double until = seconds_now() + kAnswersWithinSeconds;
  while (seconds_now() < until) {
    const auto bytes = operator_->receive();
    if (!bytes) {
      (void)operator_->wait(50ms);
      continue;
    }
    auto message = wire::decode(*bytes, wire::Role::Master);
    if (!message) return message.error();
    auto* const reply = std::get_if<Reply>(&*message);
    if (reply == nullptr || reply->id != id) continue;
    if (!reply->error.empty()) return Error{Error::Kind::Refused, verb + ": " + reply->message, reply->hint};
    return std::move(reply->data);
  }
  return Error{Error::Kind::TimedOut, "the master did not answer " + verb, ""};
}

}  // namespace balm::bench
