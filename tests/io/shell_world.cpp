#include "tests/io/shell_world.h"

#include <array>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "common/io/file_text.h"
#include "common/io/system_clock.h"
#include "common/value_json.h"

namespace balm::master {
namespace {

bool readable_within(int fd, Duration longest) {
  pollfd one{fd, POLLIN, 0};
  return ::poll(&one, 1, static_cast<int>(longest / 1ms)) > 0;
}

}  // namespace

Caller::Caller(ZmqContext& context, const ZmqSocket::ClientOptions& options)
    : socket_(std::move(*ZmqSocket::connect(context, options))) {}

void Caller::send(const Message& message) {
  const std::string bytes = wire::encode(message);
  const Instant until = system_now().instant + 30s;
  while (socket_.send(bytes) != ZmqSocket::Sent::Yes && system_now().instant < until)
    readable_within(socket_.fd(), 5ms);
}

Request Caller::request(const std::string& verb, const std::string& args_json) {
  return {++last_request_, verb, value_from_json(args_json).value()};
}

std::optional<Message> Caller::next(Duration patience) {
  const Instant until = system_now().instant + patience;
  while (true) {
    if (const auto frame = socket_.receive_frame()) {
      Result<Message> message = wire::decode(*frame, wire::Role::Master);
      EXPECT_TRUE(message.ok()) << *frame;
      if (message) return std::move(*message);
    }
    const Duration left = until - system_now().instant;
    if (left <= 0ns) return std::nullopt;
    if (!socket_.pending()) readable_within(socket_.fd(), std::min<Duration>(left, 20ms));
  }
}

ShellWorld::ShellWorld() {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
  log_end_ = UniqueFd(ends[0]);
  own_stderr_ = UniqueFd(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3));
  ::dup2(ends[1], STDERR_FILENO);
  ::close(ends[1]);
  log_.emplace("master", Log::Level::Info, Log::Format::Text, Log::Delivery::Direct);
  config_.state_dir = folder_ / "state";
  config_.rules_dir = folder_ / "rules.d";
  config_.states_dir = folder_ / "states";
  config_.checks_dir = config_.notifiers_dir = config_.rules_dir;
  for (const std::string& path : {config_.state_dir, config_.rules_dir, config_.states_dir})
    EXPECT_TRUE(make_folder(path, 0700));
  auto address = ready_.get_future();
  thread_ = std::thread([this] { serve(); });
  endpoint_ = address.get();
}

ShellWorld::~ShellWorld() {
  ::kill(::getpid(), SIGTERM);  // blocked everywhere, read by the shell
  thread_.join();
  log_.reset();
  ::dup2(own_stderr_.get(), STDERR_FILENO);
}

void ShellWorld::serve() {
  const TimeZones zones;
  auto prepared = prepare(config_, &zones);
  BALM_ASSERT(prepared.ok());  // nothing can be tested without
  server_key_ = prepared->keys.public_key;
  auto hub = Hub::open(context_, {"tcp://127.0.0.1:0", prepared->keys});
  BALM_ASSERT(hub.ok());
  MasterShell shell(std::move(prepared).value(), std::move(hub).value(), signals_, *log_);
  ready_.set_value(shell.endpoint());
  EXPECT_EQ(shell.run(), 0);
}

Caller ShellWorld::connect(const KeyPair& keys, const std::string& name) {
  static int made = 0;
  return Caller(context_, {endpoint_, server_key_, keys, name + "/" + std::to_string(++made)});
}

Caller ShellWorld::connect_operator() {
  return connect(*read_key_file(config_.state_dir + "/operator.key"), "local");
}

Caller ShellWorld::connect_agent(const std::string& name) {
  Caller people = connect_operator();
  Caller agent = connect(KeyPair::generate(), name);
  const std::string key = R"({"key":")" + name + R"("})";
  for (int tries = 0; tries < 1000; ++tries) {
    agent.send(Hello{});
    if (people.ask("keys.accept", key).error.empty()) return agent;
  }
  ADD_FAILURE() << name << " was never seen to knock";
  return agent;
}

void ShellWorld::execute(const std::string& sql) const {
  auto database = Database::open(config_.state_dir + "/master.db", Database::Access::ReadWrite);
  ASSERT_TRUE(database) << database.error().message;
  const auto done = database->execute(sql);
  EXPECT_TRUE(done) << done.error().message;
}

std::int64_t ShellWorld::count(const std::string& sql) const {
  auto database = Database::open(config_.state_dir + "/master.db", Database::Access::ReadWrite);
  return database->integer("SELECT count(*) FROM " + sql).value();
}

bool ShellWorld::logged(const std::string& text) {
  const Instant until = system_now().instant + 30s;
  while (log_text_.find(text) == std::string::npos) {
    if (system_now().instant > until) return false;
    readable_within(log_end_.get(), 1s);
    std::array<char, 4096> bytes;
    const ssize_t size = ::read(log_end_.get(), bytes.data(), bytes.size());
    if (size > 0) log_text_.append(bytes.data(), static_cast<std::size_t>(size));
  }
  log_text_.erase(0, log_text_.find(text) + text.size());
  return true;
}

}  // namespace balm::master
