#include "cli/zmq_master_client.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>
#include <variant>

#include <poll.h>
#include <sys/random.h>

#include "cli/interrupts.h"
#include "cli/reachability.h"
#include "common/error_kind.h"
#include "common/io/system_clock.h"
#include "common/io/zmq_socket.h"
#include "common/wire.h"

namespace balm::cli {
namespace {

constexpr Duration kAgainEvery =
    1s;  // between attempts to find a master that went away while it was followed

// New for every connection: `operator/` and 16 random hex digits.
std::string new_routing_id() {
  std::array<unsigned char, 8> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) bytes.fill(0);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id = "operator/";
  for (const unsigned char byte : bytes) {
    id += kDigits[byte >> 4];
    id += kDigits[byte & 15];
  }
  return id;
}

// When waiting ends at the latest; nothing: never.
using Deadline = std::optional<Instant>;

Deadline after(Duration duration) {
  return system_now().instant + duration;
}

bool passed(const Deadline& deadline) {
  return deadline && system_now().instant >= *deadline;
}

class ZmqMasterClient : public MasterClient {
 public:
  ZmqMasterClient(ZmqContext& context, OperatorFile file, Duration answer_timeout)
      : context_(context), file_(std::move(file)), answer_timeout_(answer_timeout) {}

  Result<Value> ask(std::string_view verb, const Value& args) override {
    const Deadline deadline = after(answer_timeout_);
    if (const Result<void> sent = send(verb, args, deadline, nullptr); !sent) return sent.error();
    while (true) {
      Result<Reply> reply = next_reply(deadline, nullptr);
      if (!reply) return reply.error();
      if (!reply->error.empty()) return refusal(*reply);
      if (!reply->more) return std::move(reply->data);
    }
  }

  Result<Stream> follow(std::string_view verb, const Value& args, const OnPart& on_part,
                        const Following& following) override {
    const Interrupts interrupts;
    const Deadline deadline = following.longest > Duration::zero() ? after(following.longest) : Deadline{};
    Value question = args;
    while (true) {
      Result<Stream> stream = follow_once(verb, question, on_part, {deadline, &interrupts});
      if (interrupts.came()) return Stream{End::Interrupted, {}};
      const bool lost = !stream && stream.error().kind == Error::Kind::Unreachable;
      if (!lost || !following.resume || !was_up_) return stream;
      socket_.reset();
      pause(interrupts);
      question = following.resume();
    }
  }

 private:
  struct Bounds {
    Deadline deadline;
    const Interrupts* interrupts = nullptr;
  };

  Result<Stream> follow_once(std::string_view verb, const Value& args, const OnPart& on_part,
                             const Bounds& bounds) {
    if (const Result<void> sent = send(verb, args, after(answer_timeout_), bounds.interrupts); !sent)
      return sent.error();
    while (true) {
      Result<Reply> reply = next_reply(bounds.deadline, bounds.interrupts);
      if (!reply) return reply.error();
      if (!reply->error.empty()) return refusal(*reply);
      if (!reply->more) return Stream{End::Finished, std::move(reply->data)};
      if (!reply->data.is_null() && on_part(reply->data) == Go::Stop) return Stream{End::Stopped, {}};
    }
  }

  static Error refusal(const Reply& reply) {
    return {error_kind_from_text(reply.error), reply.message, reply.hint};
  }

  Error unreachable(const std::string& what) const {
    const std::string place = file_.endpoint.substr(file_.endpoint.find("//") + 2);
    const Reachability tcp = look_at(file_.endpoint);
    if (tcp.short_reason.empty())
      return {Error::Kind::Unreachable,
              "cannot reach the master at " + place + " (" + what +
                  ")\nthe port answers, but no secured "
                  "connection comes about: the server_key in " +
                  file_.path + " is not this master's, or it does not know this key",
              "compare the file with the master's own /var/lib/balm/master/operator.json"};
    return {Error::Kind::Unreachable,
            "cannot reach the master at " + place + " (" + tcp.short_reason + ")\n" + tcp.why,
            "systemctl status balm-master     on that machine; the way there is in " + file_.path};
  }

  Error denied() const {
    return {Error::Kind::Denied,
            "the master does not accept the key in " + file_.path +
                "\nit is not, or no longer, the key of an operator there",
            "on the master: balm keys list -o wide"};
  }

  Result<void> open() {
    if (socket_) return {};
    Result<ZmqSocket> socket = ZmqSocket::connect(context_, {.endpoint = file_.endpoint,
                                                             .server_key = file_.server_key,
                                                             .keys = {file_.public_key, file_.secret_key},
                                                             .routing_id = new_routing_id()});
    if (!socket) return socket.error();
    socket_.emplace(std::move(*socket));
    up_ = false;
    return {};
  }

  // What happened to the connection since the last look. Errors: it will not, or no longer, do.
  Result<void> take_link_events() {
    while (const std::optional<LinkEvent> event = socket_->next_link_event()) {
      switch (event->kind) {
        case LinkEvent::Kind::Up:
          up_ = was_up_ = true;
          break;
        case LinkEvent::Kind::Refused:
          return denied();
        case LinkEvent::Kind::Failed:
        case LinkEvent::Kind::Down:
          up_ = false;
          return unreachable(event->text);
      }
    }
    return {};
  }

  // Until something may have changed, the deadline, or Ctrl-C.
  void wait(const Deadline& deadline) {
    if (socket_->pending()) return;
    std::array<pollfd, 2> files{{{socket_->fd(), POLLIN, 0}, {socket_->link_fd(), POLLIN, 0}}};
    constexpr Duration kLongest = 1s;  // a bound on what a lost wake-up could cost
    Duration longest = kLongest;
    if (deadline)
      longest = std::clamp<Duration>(*deadline - system_now().instant, Duration::zero(), kLongest);
    static_cast<void>(::poll(files.data(), files.size(), static_cast<int>(longest / 1ms) + 1));
  }

  void pause(const Interrupts& interrupts) {
    if (!interrupts.came()) static_cast<void>(::poll(nullptr, 0, static_cast<int>(kAgainEvery / 1ms)));
  }

  static bool interrupted(const Interrupts* interrupts) {
    return interrupts != nullptr && interrupts->came();
  }

  Result<void> send(std::string_view verb, const Value& args, const Deadline& deadline,
                    const Interrupts* interrupts) {
    if (const Result<void> opened = open(); !opened) return opened;
    const std::string bytes = wire::encode(Request{++last_id_, std::string(verb), args});
    while (!interrupted(interrupts)) {
      if (const Result<void> link = take_link_events(); !link) return link;
      const ZmqSocket::Sent sent = up_ ? socket_->send(bytes) : ZmqSocket::Sent::NoPeer;
      if (sent == ZmqSocket::Sent::Yes) return {};
      if (sent == ZmqSocket::Sent::TooBig)
        return Error{Error::Kind::Usage,
                     "the question is too large: " + std::to_string(bytes.size()) + " bytes", ""};
      if (passed(deadline)) return unreachable("no answer in time");
      wait(deadline);
    }
    return Error{Error::Kind::TimedOut, "interrupted", ""};
  }

  Result<Reply> next_reply(const Deadline& deadline, const Interrupts* interrupts) {
    while (!interrupted(interrupts)) {
      while (const std::optional<std::string> bytes = socket_->receive_frame()) {
        Result<Message> message = wire::decode(*bytes, wire::Role::Master);
        if (!message) return not_understood(message.error());
        Reply* const reply = std::get_if<Reply>(&*message);
        if (reply != nullptr && reply->id == last_id_) return std::move(*reply);
      }
      if (const Result<void> link = take_link_events(); !link) return link.error();
      if (passed(deadline)) return late();
      wait(deadline);
    }
    return Error{Error::Kind::TimedOut, "interrupted", ""};
  }

  static Error not_understood(const Error& error) {
    return {Error::Kind::BadData,
            "the master answers in a way this balm does not understand\n" + error.message,
            "use the balm that came with the master: balm version"};
  }

  static Error late() {
    return {Error::Kind::TimedOut,
            "the master has not answered in time\nthe connection stands; it is busy or stuck",
            "give it longer with --timeout 30s, or look at its log: journalctl -u balm-master"};
  }

  ZmqContext& context_;
  OperatorFile file_;
  Duration answer_timeout_;
  std::optional<ZmqSocket> socket_;
  bool up_ = false;
  bool was_up_ = false;  // ever: what is followed is only waited for when it was there once
  std::uint64_t last_id_ = 0;
};

}  // namespace

Result<std::unique_ptr<MasterClient>> connect_to_master(ZmqContext& context, const OperatorFile& file,
                                                        Duration answer_timeout) {
  for (const std::string* const key : {&file.server_key, &file.public_key})
    if (!valid_public_key(*key))
      return Error{Error::Kind::BadData, "a key in " + file.path + " is no CURVE key", ""};
  return std::unique_ptr<MasterClient>(std::make_unique<ZmqMasterClient>(context, file, answer_timeout));
}

}  // namespace balm::cli
