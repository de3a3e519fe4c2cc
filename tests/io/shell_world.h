// A whole master in one thread of the test: real sockets, files and database. What it logs can be waited for,
// and its database can be broken and mended from outside.
#pragma once

#include <future>
#include <optional>
#include <string>
#include <thread>

#include "common/io/zmq_socket.h"
#include "common/wire.h"
#include "master/io/startup.h"
#include "tests/io/temporary_folder.h"

namespace balm::master {

// A connection to the master, of an operator or an agent.
class Caller {
 public:
  Caller(ZmqContext& context, const ZmqSocket::ClientOptions& options);

  // Waits for the connection when there is none yet.
  void send(const Message& message);
  // The next message of a kind; others are dropped. `again` is sent now and every few seconds, as agents do:
  // nobody answers while the database is broken.
  template <class Kind>
  Kind wait_for(const Message& again) {
    for (int tries = 0; tries < 20; ++tries) {
      send(again);
      while (auto message = next(3s))
        if (auto* wanted = std::get_if<Kind>(&*message)) return std::move(*wanted);
    }
    ADD_FAILURE() << "no answer";
    return {};
  }
  Request request(const std::string& verb, const std::string& args_json);
  Reply ask(const std::string& verb, const std::string& args_json = "{}") {
    const Request question = request(verb, args_json);
    Reply reply = wait_for<Reply>(question);
    while (reply.id < question.id && reply.id != 0) reply = wait_for<Reply>(question);  // of earlier ones
    return reply;
  }

  // What comes next, if anything comes in time.
  std::optional<Message> next(Duration patience);

 private:
  ZmqSocket socket_;
  std::uint64_t last_request_ = 0;
};

class ShellWorld {
 public:
  ShellWorld();
  ~ShellWorld();

  Caller connect_operator();
  // An agent whose key has been accepted.
  Caller connect_agent(const std::string& name);

  // What happens to the database behind the master's back.
  void execute(const std::string& sql) const;
  std::int64_t count(const std::string& sql) const;
  // Waits until the master has logged this.
  bool logged(const std::string& text);

  const TemporaryFolder& folder() const { return folder_; }

 private:
  void serve();
  Caller connect(const KeyPair& keys, const std::string& name);

  Signals signals_;
  TemporaryFolder folder_;
  MasterConfig config_;
  UniqueFd own_stderr_;  // of the test; the real one leads into `log_text_` meanwhile
  UniqueFd log_end_;
  std::string log_text_;
  std::optional<Log> log_;
  ZmqContext context_;
  std::string server_key_;
  std::promise<std::string> ready_;
  std::string endpoint_;
  std::thread thread_;
};

}  // namespace balm::master
